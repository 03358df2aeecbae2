package dev.larder.bench.store;

import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Lettuce alone. */
final class LettuceStore<V> implements Store<V> {

    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisCommands<byte[], byte[]> commands;
    private final Form<V> form;

    LettuceStore(String uri, Form<V> form) {
        this.form = form;
        client = RedisClient.create(uri);
        connection = client.connect(ByteArrayCodec.INSTANCE);
        commands = connection.sync();
    }

    @Override
    public void putAll(Map<Long, V> values) {
        List<RedisFuture<String>> answers = new ArrayList<>(values.size());
        values.forEach((key, value) ->
                answers.add(connection.async().set(Keys.bytes(key), form.write(value), SetArgs.Builder.px(LIFE))));
        if (!LettuceFutures.awaitAll(Duration.ofMinutes(1), answers.toArray(RedisFuture[]::new))) {
            throw new IllegalStateException("not written within a minute");
        }
    }

    @Override
    public V get(Long key) {
        return form.read(Store.present(commands.get(Keys.bytes(key)), key));
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        byte[][] names = new byte[keys.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = Keys.bytes(keys.get(i));
        }
        List<KeyValue<byte[], byte[]>> found = commands.mget(names);
        Map<Long, V> values = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            values.put(keys.get(i), form.read(found.get(i).getValue()));
        }
        return values;
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        byte[] name = Keys.bytes(key);
        byte[] found = commands.get(name);
        if (found != null) {
            return form.read(found);
        }
        V value = source.apply(key);
        commands.set(name, form.write(value), SetArgs.Builder.px(LIFE));
        return value;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
