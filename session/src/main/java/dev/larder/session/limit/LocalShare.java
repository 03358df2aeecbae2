package dev.larder.session.limit;

import java.time.Duration;

/** The part of a limit that this process alone keeps for one key during an outage. Guarded by {@link Outage}. */
sealed interface LocalShare permits LocalBucket, LocalPermits {

    /** More than the error of a product of two numbers, and too little for n shares to make one permit more than there are. */
    double ALMOST = 1e-6;

    static LocalShare of(Algorithm algorithm, double part, long now) {
        if (algorithm instanceof Algorithm.Gcra gcra) {
            return LocalBucket.of(gcra, part, now);
        }
        if (algorithm instanceof Algorithm.SlidingWindow window) {
            return LocalBucket.of(window, part, now);
        }
        return new LocalPermits((Algorithm.Concurrent) algorithm, part);
    }

    /** Returns the whole permits of a part, which need not be an exact number: 49 / 49.0 counts as one. */
    static long whole(long permits, double part) {
        return (long) (permits * part + ALMOST);
    }

    /** The most that can be taken at once. */
    long most();

    /** How things stand: denied, if what is wanted cannot be taken. */
    Standing look(Ask ask, long patienceNanos, long now);

    /** Takes what is wanted, and returns how long to wait. */
    Duration take(Want want, long now);

    /** Whether all permits are back. */
    boolean isWhole(long now);

    /** Gives a concurrent permit back, if it is there. */
    default boolean release(String permitId) {
        return false;
    }

    /** Renews the lease of a concurrent permit, if it is there. */
    default boolean renew(String permitId, long now) {
        return false;
    }
}
