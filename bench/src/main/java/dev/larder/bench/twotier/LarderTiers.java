package dev.larder.bench.twotier;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Layer;
import java.util.Objects;
import java.util.function.LongFunction;

/** Larder with its defaults. */
final class LarderTiers implements TwoTier {

    private final Larder larder;
    private final Cache<Long, String> cache;

    LarderTiers(String uri) {
        larder = Larder.connect(uri);
        cache = larder.cache(
                "contracts",
                Long.class,
                String.class,
                spec -> spec.layer(Layer.STATIC).policy(policy -> policy.nearEntries(NEAR_ENTRIES)));
    }

    @Override
    public String get(Long key, LongFunction<String> source) {
        return Objects.requireNonNull(cache.get(key, source::apply));
    }

    @Override
    public void put(Long key, String value) {
        cache.put(key, value);
    }

    @Override
    public void invalidate(Long key) {
        cache.invalidate(key);
    }

    @Override
    public void close() {
        larder.close();
    }
}
