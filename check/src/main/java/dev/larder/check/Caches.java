package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.check.Landscape.Family;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The caches of all families on one Redis, as every process makes them. Thread-safe. */
final class Caches implements AutoCloseable {

    private final Larder larder;
    private final Map<Family, Cache<Integer, Item>> caches = new EnumMap<>(Family.class);

    Caches(String uri) {
        larder = Larder.builder()
                .config(LarderConfig.builder()
                        .redis(uri)
                        .namespace(Landscape.NAMESPACE)
                        .build())
                .build();
        for (Family family : Family.values()) {
            caches.put(family, larder.cache(family.cache(), Integer.class, Item.class, spec -> {
                spec.policy(family::policy);
                if (family == Family.TAGGED) {
                    spec.tags((key, item) -> List.of(Landscape.tag(Landscape.group(key))));
                }
            }));
        }
    }

    Larder larder() {
        return larder;
    }

    Cache<Integer, Item> of(Family family) {
        return Objects.requireNonNull(caches.get(family));
    }

    @Override
    public void close() {
        larder.close();
    }
}
