package dev.larder;

import dev.larder.policy.Freshness;
import dev.larder.redis.RedisException;
import org.jspecify.annotations.Nullable;

/**
 * What a read found under a key.
 *
 * @param <V> type of the value
 */
sealed interface Seen<V> {

    /** Nobody has looked: as reads have mostly missed of late, the lease is asked for at once, and what it finds is looked at. */
    record Unread<V>() implements Seen<V> {}

    /** Nothing is in place. */
    record Nothing<V>() implements Seen<V> {}

    /** Somebody's lease marker is in place. */
    record Busy<V>(byte[] prefix) implements Seen<V> {}

    /** Something is in place that can never be answered. */
    record Unusable<V>(byte[] prefix) implements Seen<V> {}

    /**
     * An entry that may be answered, now or as a fallback; never {@link Freshness#DEAD}.
     *
     * @param prefix the first bytes of what is in place
     * @param id identity of the entry
     * @param value null for an entry that holds nothing
     * @param createdMillis when it was written, in server time
     * @param ttlMillis the fresh life that it was given
     * @param near whether it was found in this process
     */
    record Entry<V>(
            byte[] prefix,
            long id,
            @Nullable V value,
            Freshness freshness,
            long createdMillis,
            long ttlMillis,
            boolean near)
            implements Seen<V> {

        boolean fresh() {
            return freshness == Freshness.FRESH || freshness == Freshness.REFRESH_EARLY;
        }
    }

    /** It could not be read; null if it was not even tried because an invalidation is pending. */
    record Unknown<V>(@Nullable RedisException cause) implements Seen<V> {}
}
