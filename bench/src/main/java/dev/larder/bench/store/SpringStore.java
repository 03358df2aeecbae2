package dev.larder.bench.store;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Spring's cache over Spring Data Redis, which reads one key at a time. */
final class SpringStore<V> implements Store<V> {

    private final LettuceConnectionFactory connections;
    private final Cache cache;
    private final Class<V> type;

    SpringStore(String uri, Form<V> form) {
        type = form.type();
        URI address = URI.create(uri);
        connections = new LettuceConnectionFactory(address.getHost(), address.getPort());
        connections.afterPropertiesSet();
        connections.start();
        RedisCacheConfiguration configuration =
                RedisCacheConfiguration.defaultCacheConfig().entryTtl(LIFE);
        if (!form.own()) {
            configuration = configuration.serializeValuesWith(SerializationPair.fromSerializer(serializer(form)));
        }
        RedisCacheManager manager = RedisCacheManager.builder(connections)
                .cacheDefaults(configuration)
                .build();
        manager.afterPropertiesSet();
        cache = java.util.Objects.requireNonNull(manager.getCache("contracts"));
    }

    private static <V> RedisSerializer<V> serializer(Form<V> form) {
        return new RedisSerializer<>() {
            @Override
            public byte[] serialize(@Nullable V value) {
                return form.write(java.util.Objects.requireNonNull(value));
            }

            @Override
            public @Nullable V deserialize(byte @Nullable [] bytes) {
                return bytes == null ? null : form.read(bytes);
            }
        };
    }

    @Override
    public void putAll(Map<Long, V> values) {
        values.forEach(cache::put);
    }

    @Override
    public V get(Long key) {
        return Store.present(cache.get(key, type), key);
    }

    @Override
    public Map<Long, V> getAll(List<Long> keys) {
        Map<Long, V> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, get(key)));
        return values;
    }

    @Override
    public V get(Long key, LongFunction<V> source) {
        return Store.present(cache.get(key, () -> source.apply(key)), key);
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
