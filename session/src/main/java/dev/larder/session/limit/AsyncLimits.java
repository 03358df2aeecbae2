package dev.larder.session.limit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@link Limits} without blocking: the same operations, whose stages never fail but for a larder that is closed. What depends on a stage
 * never runs on an I/O thread.
 */
public interface AsyncLimits {

    /** Like {@link #tryAcquire(List)}, one permit of one limit. */
    CompletionStage<Decision> tryAcquire(Limit limit, String key);

    /**
     * Like {@link #tryAcquire(List)}, of one limit.
     *
     * @param cost how many permits, from 0, which takes nothing and shows how things stand, to {@link Limit#mostAtOnce}
     */
    CompletionStage<Decision> tryAcquire(Limit limit, String key, long cost);

    /**
     * Takes what is asked of all limits, or nothing of any. One round trip; none where a local note or share decides. In a Cluster the
     * limits lie in several slots, whose calls go out together; if one denies, what another has taken is given back behind the answer.
     *
     * @param asks 1 to 16, of different limits or keys
     * @throws IllegalArgumentException if there are none or too many, or a limit is asked twice for one key, or two limits
     *     have one name
     */
    CompletionStage<Decision> tryAcquire(List<Ask> asks);

    /**
     * Takes now what may be used later: {@link Decision.Allowed#after} says when. Denied, with nothing taken, if that would be later than
     * the caller is willing to wait. One round trip.
     *
     * @param asks of limits with {@link Algorithm.Gcra} only
     * @param maxWait the longest wait, at most 366 days
     * @throws IllegalArgumentException as for {@link #tryAcquire(List)}, or if a limit is of another algorithm
     */
    CompletionStage<Decision> reserve(List<Ask> asks, Duration maxWait);

    /** Gives back all that was taken: {@link #refund(Decision.Allowed, long)} with everything unused. */
    CompletionStage<Settlement> refund(Decision.Allowed taken);

    /**
     * Gives back what was taken and not used; call it once for each decision. Never more than what has not come back by itself since:
     * time that has passed counts first for what others took before. Permits of concurrent calls are given back if anything is. One round
     * trip, one for each slot in a Cluster.
     *
     * @param unused how many permits of each limit; of those with a lower cost, that
     */
    CompletionStage<Settlement> refund(Decision.Allowed taken, long unused);

    /** Lets the lease of a permit begin anew, if it has not ended. One round trip. */
    CompletionStage<Settlement> renew(Permit permit);

    /** Gives a permit back. One round trip; idempotent. */
    CompletionStage<Settlement> release(Permit permit);

    /** Forgets what a limit has counted for a key, as an administrator may wish. Other processes may deny it from a note until its time comes. */
    CompletionStage<Settlement> forget(Limit limit, String key);

    /** Returns the counts so far. */
    LimitsStats stats();

    /** Returns the view that blocks. */
    Limits blocking();
}
