package dev.larder.http.decision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long responses are used by the word of the operator. Forbidden stays what the origin forbids: {@code no-store}, {@code private},
 * {@code no-cache}, {@code must-revalidate}.
 *
 * @param ttl how long a response is fresh that does not say so; null if it is not fresh then
 * @param ttlMax the end of a range: each time the origin says that a response has not changed its freshness doubles, up to this, and a
 *     changed one begins at {@code ttl} again; the same as {@code ttl} for no range
 * @param overrides whether these stand above what a response says of its freshness
 * @param negativeTtl how long 404 and 410 are fresh that do not say so; zero for not at all
 * @param staleWhileRevalidate how long a stale response may be served while it is validated, if it does not say so
 * @param staleIfError how long a stale response may be served if the origin fails, if it does not say so
 */
public record LifeRules(
        @Nullable Duration ttl,
        @Nullable Duration ttlMax,
        boolean overrides,
        Duration negativeTtl,
        Duration staleWhileRevalidate,
        Duration staleIfError) {

    /** No rule: nothing is fresh or served stale without a word of the origin. */
    public static final LifeRules NONE = new LifeRules(null, null, false, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Checks. */
    public LifeRules {
        if ((ttl == null) != (ttlMax == null)
                || (ttl != null && ttlMax != null && (ttl.isNegative() || ttl.compareTo(ttlMax) > 0))) {
            throw new IllegalArgumentException("a range of freshness goes from the shorter to the longer time");
        }
        if (overrides && ttl == null) {
            throw new IllegalArgumentException("there is no freshness to override with: set ttl");
        }
        if (negativeTtl.isNegative() || staleWhileRevalidate.isNegative() || staleIfError.isNegative()) {
            throw new IllegalArgumentException("the times of a rule cannot be negative");
        }
    }

    /** Returns these with a time for what does not say how long it is fresh. */
    public LifeRules withTtl(Duration from, Duration to) {
        return new LifeRules(from, to, overrides, negativeTtl, staleWhileRevalidate, staleIfError);
    }

    /** Returns these with their times above what responses say. */
    public LifeRules overriding() {
        return new LifeRules(ttl, ttlMax, true, negativeTtl, staleWhileRevalidate, staleIfError);
    }

    /** Returns these with a time for 404 and 410. */
    public LifeRules withNegativeTtl(Duration time) {
        return new LifeRules(ttl, ttlMax, overrides, time, staleWhileRevalidate, staleIfError);
    }

    /** Returns these with times for stale responses. */
    public LifeRules withStale(Duration whileRevalidate, Duration ifError) {
        return new LifeRules(ttl, ttlMax, overrides, negativeTtl, whileRevalidate, ifError);
    }

    /**
     * Returns how long a response is fresh; null if that is not for these to say.
     *
     * @param before how long it was fresh before the origin said that it has not changed; null if it is new
     */
    @Nullable
    Duration freshness(int status, @Nullable Duration before) {
        if (status == 404 || status == 410) {
            return negativeTtl.isZero() ? null : negativeTtl;
        }
        Duration from = ttl;
        Duration to = ttlMax;
        if (from == null || to == null || !Statuses.isHeuristic(status)) {
            return null;
        }
        Duration grown = before == null ? from : Seconds.sum(before, before);
        return Seconds.longest(from, Seconds.atMost(grown, to));
    }
}
