package dev.larder.session.limit;

import dev.larder.Larder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rate limits that all processes on one Redis share. Each decision is made by the server, in one script, by the server's clock, so neither
 * races nor clocks of processes can let through more than a limit says.
 *
 * <p>Thread-safe. Calls that come while another one is under way leave together as one script call, so a call waits for one round trip
 * more at most. Ends with its larder: later calls fail with {@link dev.larder.CacheUnavailableException}.
 *
 * <p>Keys, for the namespace {@code grounds}: {@code grounds:@l:} and characters of a keyed hash of the limit and whom it counts for: four
 * for a bucket of GCRA limits (a string of 16 bytes for each), or four, a dot and four more (of sliding windows, and of rates that need finer
 * ticks); twelve for concurrent permits (a sorted set).
 * Each has a life: it ends when all permits are back. Commands: {@code EVALSHA} of {@code take.lua}, {@code give-back.lua} and {@code
 * renew.lua}, which call {@code TIME}, {@code GETEX}, {@code SET}, {@code SETRANGE}, {@code PEXPIRE}, {@code DEL}, {@code ZADD}, {@code
 * ZCARD}, {@code ZRANGE}, {@code ZREM}, {@code ZREMRANGEBYSCORE} and {@code ZSCORE}; {@code DEL}.
 */
public interface Limits {

    /**
     * Begins with the defaults of {@link LimitsSpec}; like {@link #on(Larder, Consumer)}.
     *
     * @throws dev.larder.ConfigurationException if the larder has no Redis or no secret to hash with, or has limits already
     */
    static Limits on(Larder larder) {
        return on(larder, spec -> {});
    }

    /**
     * Begins with settings of one's own. Waits for the first connection without tracking, or the first failure, unless sessions have made it
     * already: without Redis it begins as well, and decides as in any outage.
     *
     * @throws dev.larder.ConfigurationException if the larder has no Redis or no secret to hash with, or has limits already
     */
    static Limits on(Larder larder, Consumer<LimitsSpec> settings) {
        LimitsSpec spec = new LimitsSpec();
        settings.accept(spec);
        return SharedLimits.on(larder, spec).blocking();
    }

    /** Like {@link #tryAcquire(List)}, one permit of one limit. */
    Decision tryAcquire(Limit limit, String key);

    /**
     * Like {@link #tryAcquire(List)}, of one limit.
     *
     * @param cost how many permits, from 0, which takes nothing and shows how things stand, to {@link Limit#mostAtOnce}
     */
    Decision tryAcquire(Limit limit, String key, long cost);

    /**
     * Takes what is asked of all limits, or nothing of any. One round trip; none where a local note or share decides. In a Cluster the
     * limits lie in several slots, whose calls go out together; if one denies, what another has taken is given back behind the answer.
     *
     * @param asks 1 to 16, of different limits or keys
     * @throws IllegalArgumentException if there are none or too many, or a limit is asked twice for one key, or two limits
     *     have one name
     */
    Decision tryAcquire(List<Ask> asks);

    /**
     * Takes now what may be used later: {@link Decision.Allowed#after} says when. Denied, with nothing taken, if that would be later than
     * the caller is willing to wait. One round trip.
     *
     * @param asks of limits with {@link Algorithm.Gcra} only
     * @param maxWait the longest wait, at most 366 days
     * @throws IllegalArgumentException as for {@link #tryAcquire(List)}, or if a limit is of another algorithm
     */
    Decision reserve(List<Ask> asks, Duration maxWait);

    /** Gives back all that was taken: {@link #refund(Decision.Allowed, long)} with everything unused. */
    Settlement refund(Decision.Allowed taken);

    /**
     * Gives back what was taken and not used; call it once for each decision. Never more than what has not come back by itself since:
     * time that has passed counts first for what others took before. Permits of concurrent calls are given back if anything is. One round
     * trip, one for each slot in a Cluster.
     *
     * @param unused how many permits of each limit; of those with a lower cost, that
     */
    Settlement refund(Decision.Allowed taken, long unused);

    /** Lets the lease of a permit begin anew, if it has not ended. One round trip. */
    Settlement renew(Permit permit);

    /** Gives a permit back. One round trip; idempotent. */
    Settlement release(Permit permit);

    /**
     * Forgets what a limit has counted for a key, as an administrator may wish. Other processes may deny it from a note until its time comes.
     *
     * @return {@code DONE} perhaps also where all has just come back by itself
     */
    Settlement forget(Limit limit, String key);

    /** Returns the counts so far. */
    LimitsStats stats();

    /** Returns the view that does not block. */
    AsyncLimits async();
}
