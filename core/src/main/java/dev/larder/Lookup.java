package dev.larder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a cache says of a key: that there is an entry, that there is none, or that it could not tell.
 *
 * @param <V> type of the value
 */
public sealed interface Lookup<V> {

    /**
     * There is an entry.
     *
     * @param value the value, or null for an entry that holds nothing
     * @param stale whether it has expired, or cannot be proven fresh, and is shown because the policy allows it
     * @param age time since it was written
     * @param tier where it was found
     * @param version what {@link Cache#replace} compares
     */
    record Hit<V>(@Nullable V value, boolean stale, Duration age, Tier tier, long version) implements Lookup<V> {}

    /** There is no entry that may be used. */
    record Miss<V>() implements Lookup<V> {}

    /** Redis could not be asked. */
    record Unavailable<V>(Throwable cause) implements Lookup<V> {}

    /** Where an entry was found. */
    enum Tier {
        /** In this process. */
        NEAR,
        /** In Redis. */
        REDIS,
        /** In the source, by a load of this caller or of another one; never the answer of a lookup. */
        SOURCE
    }
}
