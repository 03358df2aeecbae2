package dev.larder;

import dev.larder.redis.RedisException;
import org.jspecify.annotations.Nullable;

/** The words for an outage. */
final class Outage {

    private Outage() {}

    static CacheUnavailableException unavailable(String cache, @Nullable RedisException cause) {
        return new CacheUnavailableException(
                words(cache, cause) + "; its outage policy is fail-closed (setting: outage)", cause);
    }

    /** For calls that no outage policy answers. */
    static CacheUnavailableException untold(String cache, @Nullable RedisException cause) {
        return new CacheUnavailableException(words(cache, cause), cause);
    }

    private static String words(String cache, @Nullable RedisException cause) {
        return "cache " + cache + " cannot be read or written: "
                + (cause == null ? "an invalidation has not reached Redis yet" : cause.getMessage());
    }

    static CacheUnavailableException closed(String what) {
        return new CacheUnavailableException(what + " cannot be used: its Larder has been closed", null);
    }

    /** For an order of a keyspace that can be kept nowhere. */
    static CacheUnavailableException uncommitted(String keyspace, boolean closed, RedisException cause) {
        return new CacheUnavailableException(
                "an order of keyspace " + keyspace + " was not acknowledged, and "
                        + (closed ? "its Larder has been closed" : "the journal is full (setting: journal-entries)")
                        + "; it may have been executed, and has to be given again: " + cause.getMessage(),
                cause);
    }

    static CacheUnavailableException unknown(String cache, RedisException cause) {
        return new CacheUnavailableException(
                "whether the conditional write to cache " + cache + " was done is unknown: " + cause.getMessage(),
                cause);
    }
}
