package dev.larder.chaos;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The faults that are on, and the lock under which the flows of a proxy look at them. */
final class Faults {

    final ReentrantLock lock = new ReentrantLock();
    /** Signalled when a fault changes, and when bytes come, go, or end. */
    final Condition changed = lock.newCondition();

    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private Duration delay = Duration.ZERO;
    private long bytesPerSecond;

    /** Which way bytes go. */
    enum Direction {
        REQUESTS,
        REPLIES
    }

    /** What to do with the bytes at the head of a flow. */
    record Decision(long waitNanos, int bytes) {
        static final Decision WAIT_FOR_CHANGE = new Decision(Long.MAX_VALUE, 0);
    }

    void hold(Direction direction, boolean on) {
        change(() -> {
            if (on) {
                held.add(direction);
            } else {
                held.remove(direction);
            }
        });
    }

    void delay(Duration newDelay) {
        change(() -> delay = newDelay);
    }

    void trickle(long newBytesPerSecond) {
        change(() -> bytesPerSecond = newBytesPerSecond);
    }

    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isHeld(Direction direction) {
        return held.contains(direction);
    }

    /**
     * Decides how many bytes may be delivered, or how long to wait before the next question. Call it under the lock.
     *
     * @param now the time, by {@link System#nanoTime}
     * @param readAt when the bytes arrived
     * @param pacedUntil when the slice delivered last has used up its time at the trickle rate
     * @param available how many bytes there are
     */
    Decision decide(long now, long readAt, long pacedUntil, int available) {
        long early = readAt + delay.toNanos() - now;
        if (bytesPerSecond > 0) {
            early = Math.max(early, pacedUntil - now);
        }
        if (early > 0) {
            return new Decision(early, 0);
        }
        long slice = bytesPerSecond > 0 ? Math.max(1, bytesPerSecond / 20) : available;
        return new Decision(0, (int) Math.min(slice, available));
    }

    /** How long the delivery of some bytes takes at the trickle rate. */
    long nanosFor(int bytes) {
        return bytesPerSecond > 0 ? bytes * 1_000_000_000L / bytesPerSecond : 0;
    }
}
