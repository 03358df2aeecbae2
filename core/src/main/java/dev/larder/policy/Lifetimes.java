package dev.larder.policy;

import java.time.Duration;

/**
 * How long what is written now lives.
 *
 * @param freshMillis life as a fresh value, shortened by jitter
 * @param keptMillis life in Redis: fresh and then as a fallback
 * @param ttlMillis the life it was given before jitter, from which the next one is derived
 */
public record Lifetimes(long freshMillis, long keptMillis, long ttlMillis) {

    /**
     * Decides the life of a loaded value.
     *
     * @param previousTtlMillis the life that the value before had, or 0
     * @param unchanged whether the load found the value unchanged
     * @param random a number in [0, 1)
     */
    public static Lifetimes of(
            Duration ttl,
            Duration ttlMax,
            Duration grace,
            double jitter,
            long previousTtlMillis,
            boolean unchanged,
            double random) {
        long given = unchanged && previousTtlMillis > 0
                ? Math.min(ttlMax.toMillis(), Math.max(ttl.toMillis(), 2 * previousTtlMillis))
                : ttl.toMillis();
        return jittered(given, grace, jitter, random);
    }

    /** Decides the life of "holds nothing": no fallback is kept of it. */
    public static Lifetimes ofNothing(Duration negativeTtl, double jitter, double random) {
        return jittered(negativeTtl.toMillis(), Duration.ZERO, jitter, random);
    }

    /** Decides the life of a value that says itself how long it lives. */
    public static Lifetimes given(Duration fresh, Duration grace, double jitter, double random) {
        return jittered(fresh.toMillis(), grace, jitter, random);
    }

    private static Lifetimes jittered(long given, Duration grace, double jitter, double random) {
        long fresh = Math.max(1, given - (long) (given * jitter * random));
        return new Lifetimes(fresh, fresh + grace.toMillis(), given);
    }
}
