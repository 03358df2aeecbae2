package dev.larder.bench.store;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import io.lettuce.core.RedisClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** JetCache's remote cache on Lettuce. */
final class JetCacheStore<V> implements Store<V> {

    private final RedisClient client;
    private final Cache<Long, V> cache;

    JetCacheStore(String uri, Form<V> form) {
        client = RedisClient.create(uri);
        cache = remote(client, form);
    }

    /** Makes the remote cache, with its default serialiser, which is Java's own, or with that of a form. */
    static <V> Cache<Long, V> remote(RedisClient client, Form<V> form) {
        var builder = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .keyPrefix("contracts:")
                .expireAfterWrite(LIFE.toMillis(), TimeUnit.MILLISECONDS);
        if (!form.own()) {
            builder.valueEncoder(holder -> write(form, (CacheValueHolder<?>) holder))
                    .valueDecoder(bytes -> read(form, bytes));
        }
        return builder.buildCache();
    }

    private static <V> byte[] write(Form<V> form, CacheValueHolder<?> holder) {
        byte[] value = form.write(form.type().cast(holder.getValue()));
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(holder.getExpireTime())
                .put(value)
                .array();
    }

    private static <V> Object read(Form<V> form, byte[] bytes) {
        CacheValueHolder<V> holder = new CacheValueHolder<>();
        holder.setExpireTime(ByteBuffer.wrap(bytes).getLong());
        holder.setValue(form.serializer().read(bytes, Long.BYTES, bytes.length - Long.BYTES));
        return holder;
    }

    @Override
    public void putAll(Map<Long, V> values) {
        cache.putAll(values);
    }

    @Override
    public V get(Long key) {
        return Store.present(cache.get(key), key);
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        return cache.getAll(new LinkedHashSet<>(keys));
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        return cache.computeIfAbsent(key, source::apply);
    }

    @Override
    public void close() {
        cache.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
