package dev.larder.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The places at the source: how many loads of one cache may be under way in this process.
 *
 * <p>Places are given in the order of asking. Who waits too long is turned away. A load that runs inside another load of
 * the same cache, on the same thread, shares its place; otherwise the two could wait for each other.
 */
public final class LoadGate {

    private static final class Waiting {
        final Runnable admitted;
        final Runnable rejected;
        boolean decided;

        Waiting(Runnable admitted, Runnable rejected) {
            this.admitted = admitted;
            this.rejected = rejected;
        }
    }

    private final int places;
    private final Duration patience;
    private final ScheduledExecutorService timer;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
    private int taken;

    /**
     * Creates a gate.
     *
     * @param places bound on concurrent loads
     * @param patience how long a load waits for a place; zero to turn it away at once
     */
    public LoadGate(int places, Duration patience, ScheduledExecutorService timer) {
        this.places = places;
        this.patience = patience;
        this.timer = timer;
    }

    /**
     * Runs {@code admitted} on the executor when there is a place, or {@code rejected} when there was none for too long.
     * Whoever was admitted calls {@link #leave} once.
     */
    public void enter(Executor executor, Runnable admitted, Runnable rejected) {
        Waiting waiting = new Waiting(() -> executor.execute(admitted), () -> executor.execute(rejected));
        boolean go;
        synchronized (this) {
            go = taken < places || depth() > 0;
            if (go) {
                taken++;
            } else if (!patience.isZero()) {
                queue.add(waiting);
            }
        }
        if (go) {
            waiting.admitted.run();
        } else if (patience.isZero()) {
            waiting.rejected.run();
        } else {
            turnAwayLater(waiting);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // turning away throws nothing
    private void turnAwayLater(Waiting waiting) {
        try {
            timer.schedule(() -> turnAway(waiting), patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The cache is being closed: nobody would turn it away later.
            turnAway(waiting);
        }
    }

    private void turnAway(Waiting waiting) {
        synchronized (this) {
            if (waiting.decided) {
                return;
            }
            waiting.decided = true;
            queue.remove(waiting);
        }
        waiting.rejected.run();
    }

    /** Gives a place back. */
    public void leave() {
        Waiting next;
        synchronized (this) {
            next = taken <= places ? queue.poll() : null;
            if (next == null) {
                taken--;
            } else {
                next.decided = true;
            }
        }
        if (next != null) {
            next.admitted.run();
        }
    }

    /** Runs a load on this thread, so that loads inside it share its place. */
    public <T extends @Nullable Object> T inside(Supplier<T> load) {
        int before = depth();
        depth.set(before + 1);
        try {
            return load.get();
        } finally {
            if (before == 0) {
                depth.remove();
            } else {
                depth.set(before);
            }
        }
    }

    /** Returns how many loads of this cache the current thread is inside of. */
    public int depth() {
        return depth.get();
    }

    /** Returns the number of places taken. */
    public synchronized int taken() {
        return taken;
    }
}
