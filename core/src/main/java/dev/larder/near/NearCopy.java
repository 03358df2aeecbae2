package dev.larder.near;

import dev.larder.far.RedisKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one or more keys of one slot, in this process.
 *
 * <p>It is admitted when the first of its answers arrives, and published when they have been decoded; until then it answers nothing. Once it is
 * dropped it never answers again, whoever publishes.
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

    NearCopy(Copies<C> copies, String id, List<RedisKey> keys, int slot) {
        this.copies = copies;
        this.id = id;
        this.keys = keys;
        this.slot = slot;
    }

    /**
     * Fills it, unless it was dropped, or filled with what lives longer.
     *
     * @param until {@link System#nanoTime()} at which it ends
     */
    public synchronized void publish(C what, long until) {
        Held<C> before = held;
        if (!dropped && (before == null || until - before.until >= 0)) {
            held = new Held<>(what, until);
        }
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
