package dev.larder.bench.store;

import com.alicp.jetcache.Cache;
import dev.larder.bench.peer.Versions;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.redisson.Redisson;
import org.springframework.data.redis.cache.RedisCacheManager;

/** Values under numbers in one Redis, which live for {@link #LIFE}. All threads share it, and nothing of it is kept in the process. */
public interface Store<V> extends AutoCloseable {

    /** Larder without its near tier. */
    String LARDER = "larder";

    /** The client below Larder, all threads on one connection as it recommends, and a serialiser. */
    String LETTUCE = "lettuce";

    /** A connection for each call, from a pool; the caller itself writes and reads the socket. */
    String JEDIS = "jedis";

    /** {@code RBucket}, a key for each value. */
    String REDISSON = "redisson bucket";

    /** {@code RMap}, one key for all values, which cannot expire one by one. */
    String REDISSON_MAP = "redisson map";

    /** Its cache in Redis alone. */
    String JETCACHE = "jetcache";

    /** {@code RedisCacheManager} on Lettuce. */
    String SPRING = "spring cache";

    /** Everybody. */
    List<String> ALL = List.of(LARDER, LETTUCE, JEDIS, REDISSON, REDISSON_MAP, JETCACHE, SPRING);

    /** How long what is stored lives. */
    Duration LIFE = Duration.ofHours(1);

    /**
     * Connects.
     *
     * @param subject one of the names above
     * @param uri of the Redis
     */
    static <V> Store<V> open(String subject, String uri, Form<V> form) {
        return switch (subject) {
            case LARDER -> new LarderStore<>(uri, form);
            case LETTUCE -> new LettuceStore<>(uri, form);
            case JEDIS -> new JedisStore<>(uri, form);
            case REDISSON -> new RedissonStore<>(uri, form);
            case REDISSON_MAP -> new RedissonMapStore<>(uri, form);
            case JETCACHE -> new JetCacheStore<>(uri, form);
            case SPRING -> new SpringStore<>(uri, form);
            default -> throw new IllegalArgumentException("no store is called " + subject);
        };
    }

    /** Returns the name of a subject with its version, where it is not of this build. */
    static String versioned(String subject) {
        return switch (subject) {
            case LETTUCE -> subject + " " + Versions.of(RedisClient.class, "io.lettuce/lettuce-core");
            case JEDIS -> subject + " " + Versions.of(redis.clients.jedis.RedisClient.class, "redis.clients/jedis");
            case REDISSON, REDISSON_MAP ->
                subject.replace("redisson", "redisson " + Versions.of(Redisson.class, "org.redisson/redisson"));
            case JETCACHE -> subject + " " + Versions.of(Cache.class, "com.alicp.jetcache/jetcache-core");
            case SPRING ->
                subject + " " + Versions.of(RedisCacheManager.class, "org.springframework.data/spring-data-redis");
            default -> subject;
        };
    }

    /** Writes values. */
    void putAll(Map<Long, V> values);

    /** Reads a value that is there. */
    V get(Long key);

    /** Reads values that are there, in as few round trips as the library knows. */
    Map<Long, V> getAll(List<Long> keys);

    /** Reads a value; if there is none, it is made, stored and answered, as the library would have it. */
    V get(Long key, LongFunction<V> source);

    @Override
    void close();

    /** Returns what is there. */
    static <V> V present(@org.jspecify.annotations.Nullable V value, Long key) {
        if (value == null) {
            throw new IllegalStateException("key " + key + " should be there");
        }
        return value;
    }
}
