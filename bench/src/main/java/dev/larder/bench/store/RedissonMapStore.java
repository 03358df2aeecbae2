package dev.larder.bench.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;

/** Redisson's map. */
final class RedissonMapStore<V> implements Store<V> {

    private final RedissonClient client;
    private final RMap<Long, V> map;

    RedissonMapStore(String uri, Form<V> form) {
        client = RedissonCodec.connect(uri, form);
        map = client.getMap("contracts");
    }

    @Override
    public void putAll(Map<Long, V> values) {
        map.putAll(values);
    }

    @Override
    public V get(Long key) {
        return Store.present(map.get(key), key);
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        return map.getAll(new LinkedHashSet<>(keys));
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        V found = map.get(key);
        if (found != null) {
            return found;
        }
        V value = source.apply(key);
        map.fastPut(key, value);
        return value;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
