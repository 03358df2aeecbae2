package dev.larder.bench.store;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Layer;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Larder with its defaults, but for the near tier: compressed by a dictionary where that is worth it, but for plain bytes, which stay so. */
final class LarderStore<V> implements Store<V> {

    private final Larder larder;
    private final Cache<Long, V> cache;

    LarderStore(String uri, Form<V> form) {
        larder = Larder.connect(uri);
        cache = larder.cache(
                "contracts",
                Long.class,
                form.type(),
                spec -> spec.layer(Layer.STATIC)
                        .values(form.serializer())
                        .policy(policy -> policy.noNear().compression(form.compressible())));
    }

    @Override
    public void putAll(Map<Long, V> values) {
        cache.putAll(values);
    }

    @Override
    public V get(Long key) {
        return Store.present(
                cache.get(key, missing -> {
                    throw new IllegalStateException("key " + missing + " should be there");
                }),
                key);
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        return cache.getAll(keys, missing -> {
            throw new IllegalStateException("keys " + missing + " should be there");
        });
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        return Store.present(cache.get(key, source::apply), key);
    }

    @Override
    public void close() {
        larder.close();
    }
}
