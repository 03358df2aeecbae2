package dev.larder.bench.limit;

import io.github.bucket4j.Bucket;
import java.util.List;
import org.redisson.Redisson;

/** One limit over a number of keys, each of which has an allowance of its own. All threads share it. */
public interface Limiter extends AutoCloseable {

    /** Exact, one round trip for all callers that wait at once. */
    String LARDER = "larder";

    /** The same with another algorithm: never more than so many in any window. */
    String LARDER_WINDOW = "larder sliding window";

    /** Compare and swap: a read, and a script that writes if nothing changed. */
    String BUCKET4J = "bucket4j";

    /** With the optimisation that joins concurrent calls for one key. */
    String BUCKET4J_BATCHING = "bucket4j batching";

    /** With the optimisation, on top of batching, that refuses locally until the next permit is due. */
    String BUCKET4J_SKIPPING = "bucket4j skipping on zero";

    /** A script for each call. */
    String REDISSON = "redisson";

    /** Those whose calls are all executed by Redis. */
    List<String> ALL = List.of(LARDER, LARDER_WINDOW, BUCKET4J, BUCKET4J_BATCHING, REDISSON);

    /**
     * Connects.
     *
     * @param subject one of the names above
     * @param uri of the Redis
     * @param keys how many keys there are
     */
    static Limiter open(String subject, String uri, Allowance allowance, int keys) {
        return switch (subject) {
            case LARDER, LARDER_WINDOW -> new LarderLimiter(subject, uri, allowance, keys);
            case BUCKET4J, BUCKET4J_BATCHING, BUCKET4J_SKIPPING -> new Bucket4jLimiter(subject, uri, allowance, keys);
            case REDISSON -> new RedissonLimiter(uri, allowance, keys);
            default -> throw new IllegalArgumentException("no limiter is called " + subject);
        };
    }

    /** Returns the name of a subject with its version, where it is not of this build. */
    static String versioned(String subject) {
        return switch (subject) {
            case BUCKET4J, BUCKET4J_BATCHING, BUCKET4J_SKIPPING ->
                subject.replace(BUCKET4J, BUCKET4J + " " + version(Bucket.class));
            case REDISSON -> subject + " " + version(Redisson.class);
            default -> subject;
        };
    }

    private static String version(Class<?> type) {
        return type.getPackage().getImplementationVersion();
    }

    /**
     * Takes a permit if there is one.
     *
     * @param key from 0 on
     */
    boolean tryAcquire(int key);

    @Override
    void close();
}
