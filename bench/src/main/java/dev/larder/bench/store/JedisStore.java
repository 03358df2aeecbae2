package dev.larder.bench.store;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Jedis with a pool that is large enough for all callers. */
final class JedisStore<V> implements Store<V> {

    private static final int CONNECTIONS = 256;

    private final RedisClient client;
    private final Form<V> form;

    JedisStore(String uri, Form<V> form) {
        this.form = form;
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        URI address = URI.create(uri);
        client = RedisClient.builder()
                .hostAndPort(address.getHost(), address.getPort())
                .poolConfig(pool)
                .build();
    }

    private static SetParams life() {
        return SetParams.setParams().px(LIFE.toMillis());
    }

    @Override
    public void putAll(Map<Long, V> values) {
        try (Pipeline pipeline = client.pipelined()) {
            values.forEach((key, value) -> pipeline.set(Keys.bytes(key), form.write(value), life()));
            pipeline.sync();
        }
    }

    @Override
    public V get(Long key) {
        return form.read(Store.present(client.get(Keys.bytes(key)), key));
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        byte[][] names = new byte[keys.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = Keys.bytes(keys.get(i));
        }
        List<byte[]> found = client.mget(names);
        Map<Long, V> values = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            values.put(keys.get(i), form.read(Store.present(found.get(i), keys.get(i))));
        }
        return values;
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        byte[] name = Keys.bytes(key);
        byte[] found = client.get(name);
        if (found != null) {
            return form.read(found);
        }
        V value = source.apply(key);
        client.set(name, form.write(value), life());
        return value;
    }

    @Override
    public void close() {
        client.close();
    }
}
