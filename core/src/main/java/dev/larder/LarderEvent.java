package dev.larder;

import java.time.Duration;

/**
 * Something worth telling that does not happen on every read. Keys and values are never part of it: of what the application threw,
 * only the class is named.
 */
public sealed interface LarderEvent {

    /** The source was asked for some keys of a cache; {@code failed} if it threw or took too long. */
    record Loaded(String cache, int keys, Duration took, boolean failed) implements LarderEvent {}

    /** A loaded value was not stored, and why. */
    record NotStored(String cache, NotStored.Reason reason, String detail) implements LarderEvent {
        /** Why. */
        public enum Reason {
            /** Its key or one of its tags was invalidated during the load, or the lease had ended. */
            INVALIDATED,
            /** It is larger than the policy allows. */
            OVERSIZED,
            /** Its serialiser or its tags threw. */
            NOT_SERIALISABLE,
            /** Redis could not be reached or refused. */
            REDIS
        }
    }

    /** An entry in Redis could not be read and counts as a miss. */
    record Unreadable(String cache, String reason) implements LarderEvent {}

    /**
     * A dictionary was trained on the values of a cache and is used from now on.
     *
     * @param bytes its size
     * @param before what a value that has 1 byte took before, on average of those held back from training
     * @param after what it takes now
     */
    record DictionaryAdopted(String cache, int bytes, double before, double after) implements LarderEvent {}

    /** A stale value was answered, and why. */
    record StaleServed(String cache, StaleServed.Reason reason) implements LarderEvent {
        /** Why. */
        public enum Reason {
            /** While it is reloaded in the background. */
            REVALIDATING,
            /** Because the load failed. */
            LOAD_FAILED,
            /** Because the load takes longer than the soft time-out. */
            LOAD_SLOW,
            /** Because Redis cannot be reached. */
            OUTAGE
        }
    }

    /** An invalidation, or an order of a keyspace, waits in the journal; {@code pending} of them wait now. */
    record Journaled(int pending) implements LarderEvent {}

    /**
     * The journal was full: whole caches are invalidated in place of single keys, or the orders of keyspaces that were
     * acknowledged first would not be repeated at a failover.
     */
    record JournalOverflow() implements LarderEvent {}

    /** The near tier dropped what came from a connection that was lost, or from a server that was flushed. */
    record NearFlushed() implements LarderEvent {}

    /**
     * The divergence audit has dropped a near entry that differed from Redis for longer than the staleness bound while it
     * could be answered. Must never happen: an invalidation was lost.
     */
    record Diverged(String cache) implements LarderEvent {}

    /** Another server process answers for some keys: acknowledged writes may be lost; the latest invalidations are repeated. */
    record PrimaryChanged(int replayed) implements LarderEvent {}

    /** The link to a primary came up or went down. */
    record Link(String address, boolean up, String detail) implements LarderEvent {}
}
