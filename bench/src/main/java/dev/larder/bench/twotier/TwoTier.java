package dev.larder.bench.twotier;

import com.alicp.jetcache.Cache;
import dev.larder.bench.peer.Versions;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.redisson.Redisson;

/**
 * Texts under numbers, in the process and in one Redis. All threads share it, and other processes have others over the same Redis,
 * which each library keeps up to date in its own way.
 */
public interface TwoTier extends AutoCloseable {

    /** Kept up to date by Redis, which tells of changes, and proven so. */
    String LARDER = "larder";

    /** {@code RLocalCachedMap}, kept up to date by messages. */
    String REDISSON = "redisson local map";

    /** {@code CacheType.BOTH} with {@code syncLocal}, kept up to date by messages. */
    String JETCACHE = "jetcache two-level";

    /** Everybody. */
    List<String> ALL = List.of(LARDER, REDISSON, JETCACHE);

    /** Values in the process at most. */
    int NEAR_ENTRIES = 12_000;

    /** How long a value lives, where each has a life of its own. */
    Duration LIFE = Duration.ofHours(1);

    /**
     * Connects.
     *
     * @param subject one of the names above
     * @param uri of the Redis
     */
    static TwoTier open(String subject, String uri) {
        return switch (subject) {
            case LARDER -> new LarderTiers(uri);
            case REDISSON -> new RedissonTiers(uri);
            case JETCACHE -> new JetCacheTiers(uri);
            default -> throw new IllegalArgumentException("no cache in two tiers is called " + subject);
        };
    }

    /** Returns the name of a subject with its version, where it is not of this build. */
    static String versioned(String subject) {
        return switch (subject) {
            case REDISSON ->
                subject.replace("redisson", "redisson " + Versions.of(Redisson.class, "org.redisson/redisson"));
            case JETCACHE ->
                subject.replace("jetcache", "jetcache " + Versions.of(Cache.class, "com.alicp.jetcache/jetcache-core"));
            default -> subject;
        };
    }

    /**
     * Reads a value.
     *
     * @param source makes what is in neither tier
     */
    String get(Long key, LongFunction<String> source);

    /** Replaces a value. */
    void put(Long key, String value);

    /** Removes a value. */
    void invalidate(Long key);

    @Override
    void close();
}
