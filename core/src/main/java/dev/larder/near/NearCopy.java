package dev.larder.near;

import dev.larder.far.RedisKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one or more keys of one slot, in this process.
 *
 * <p>It is admitted when the first of its answers arrives, and published when they have been decoded; until then it answers nothing. Once it is
 * dropped it never answers again, whoever publishes.
 *
 * <p>A change by this process drops it as any other does, unless the command by which it was changed has read the key again as its last
 * step, so that the server tells of the next change: then the copy can be {@linkplain #change changed} with the answer. The server's word of
 * the own change follows that answer directly: no other push for that key leaves the copy there.
 *
 * @param <C> type of what it holds
 */
public final class NearCopy<C> {

    private record Held<C>(C what, long until) {}

    final Copies<C> copies;
    final String id;
    final List<RedisKey> keys;
    final int slot;

    private volatile @Nullable Held<C> held;
    private volatile boolean dropped;

    /** How often it was changed; guarded by this. */
    private int revision;

    /** The key of which the server is about to tell a change that the copy knows; guarded by this. */
    private @Nullable RedisKey echo;

    /** The answer that its word follows; guarded by this. */
    private long answer;

    NearCopy(Copies<C> copies, String id, List<RedisKey> keys, int slot) {
        this.copies = copies;
        this.id = id;
        this.keys = keys;
        this.slot = slot;
    }

    /** Returns how often it was changed; for whoever publishes, when it is admitted. */
    public synchronized int revision() {
        return revision;
    }

    /**
     * Fills it, unless it was dropped, filled with what lives longer, or changed since it was admitted.
     *
     * @param until {@link System#nanoTime()} at which it ends
     * @param admitted its revision when the answer came
     */
    public synchronized void publish(C what, long until, int admitted) {
        Held<C> before = held;
        if (!dropped && admitted == revision && (before == null || until - before.until >= 0)) {
            held = new Held<>(what, until);
        }
    }

    /**
     * Changes what it holds as this process has changed the key, by a command that has read the key again as its last step. With the answer, on
     * the I/O thread.
     *
     * @param change makes of what it holds what it is to hold; at once, and without side effects
     * @return whether it is still there, and so nothing that it was made of had changed before that command; if it is gone, something may have
     */
    public synchronized boolean change(RedisKey key, UnaryOperator<C> change) {
        Held<C> before = held;
        if (dropped || before == null) {
            return false;
        }
        held = new Held<>(change.apply(before.what), before.until);
        revision++;
        echo = key;
        answer = copies.index.answers();
        return true;
    }

    /** Returns whether a push for this key, which has just come, tells only what the copy knows. */
    synchronized boolean knows(RedisKey key) {
        RedisKey own = echo;
        if (own == null || !own.equals(key)) {
            return false;
        }
        echo = null;
        return answer == copies.index.answers();
    }

    synchronized void drop() {
        dropped = true;
        held = null;
    }

    boolean alive() {
        return !dropped;
    }

    /**
     * Returns what it holds, or null.
     *
     * @param coherentUntil {@link System#nanoTime()} until which it is proven that all pushes have come, taken before the copy
     *     was looked for
     */
    public @Nullable C answer(long coherentUntil) {
        Held<C> now = held;
        if (now == null) {
            return null;
        }
        long nanoTime = System.nanoTime();
        return nanoTime - coherentUntil < 0 && nanoTime - now.until < 0 ? now.what : null;
    }
}
