package dev.larder.bench.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.redisson.api.RBatch;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;

/** Redisson's buckets. */
final class RedissonStore<V> implements Store<V> {

    private final RedissonClient client;

    RedissonStore(String uri, Form<V> form) {
        client = RedissonCodec.connect(uri, form);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // of a batch
    public void putAll(Map<Long, V> values) {
        RBatch batch = client.createBatch();
        values.forEach((key, value) -> batch.<V>getBucket(Keys.text(key)).setAsync(value, LIFE));
        batch.execute();
    }

    @Override
    public V get(Long key) {
        return Store.present(client.<V>getBucket(Keys.text(key)).get(), key);
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        Map<String, V> found =
                client.getBuckets().get(keys.stream().map(Keys::text).toArray(String[]::new));
        Map<Long, V> values = new LinkedHashMap<>();
        found.forEach((name, value) -> values.put(Keys.number(name), value));
        return values;
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        RBucket<V> bucket = client.getBucket(Keys.text(key));
        V found = bucket.get();
        if (found != null) {
            return found;
        }
        V value = source.apply(key);
        bucket.set(value, LIFE);
        return value;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
