package dev.larder.policy;

import java.time.Duration;

/** What may be done with an entry that was read: decided from its times alone. */
public enum Freshness {
    /** Answer it. */
    FRESH,
    /** Answer it, and load a new one in the background before it expires. */
    REFRESH_EARLY,
    /** Answer it although it has expired, and load a new one in the background. */
    STALE_REVALIDATE,
    /** Load a new one; if that takes too long or fails, this one may be answered. */
    STALE_FALLBACK,
    /** Load a new one; this one may not be answered any more. */
    DEAD;

    /**
     * Decides.
     *
     * @param nowMillis the latest that the server's clock can show
     * @param softExpiryMillis when the entry ceases to be fresh
     * @param expiredByHand whether it was declared stale
     * @param refreshAheadMillis how long before its expiry this reader would refresh it: see {@link #refreshAhead}
     * @param staleWhileRevalidate how long after its expiry it may be answered while one caller reloads it
     * @param staleIfError how long after its expiry it may be answered where a load fails or dawdles
     */
    public static Freshness decide(
            long nowMillis,
            long softExpiryMillis,
            boolean expiredByHand,
            long refreshAheadMillis,
            Duration staleWhileRevalidate,
            Duration staleIfError) {
        if (expiredByHand) {
            return nowMillis < softExpiryMillis + staleIfError.toMillis() && !staleIfError.isZero()
                    ? STALE_FALLBACK
                    : DEAD;
        }
        if (nowMillis < softExpiryMillis) {
            return nowMillis < softExpiryMillis - refreshAheadMillis ? FRESH : REFRESH_EARLY;
        }
        if (nowMillis < softExpiryMillis + staleWhileRevalidate.toMillis()) {
            return STALE_REVALIDATE;
        }
        return nowMillis < softExpiryMillis + staleIfError.toMillis() ? STALE_FALLBACK : DEAD;
    }

    /**
     * Draws how long before an expiry one reader refreshes: the more, the longer a load takes (Vattani, Chierichetti,
     * Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB 2015).
     *
     * @param loadMicros what the last load took
     * @param beta eagerness; 0 is never
     * @param random a number in [0, 1)
     * @return milliseconds
     */
    public static long refreshAhead(long loadMicros, double beta, double random) {
        return (long) (loadMicros * beta * -Math.log(1 - random) / 1000);
    }
}
