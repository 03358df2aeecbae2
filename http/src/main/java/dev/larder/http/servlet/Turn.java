package dev.larder.http.servlet;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of one request has to do: others put it here, from any thread, and it is done whenever that thread waits for something.
 * Whoever writes for the application waits here too, so that what the cache decides meanwhile is done by the one who writes.
 */
final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    /** Adds a task; it does not throw. */
    void later(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes those who wait look at their condition again. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does what there is to do now. */
    void work() {
        for (Runnable task = poll(); task != null; task = poll()) {
            task.run();
        }
    }

    private @Nullable Runnable poll() {
        lock.lock();
        try {
            return tasks.poll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does what there is to do until nothing is left and a condition holds.
     *
     * @param done quick, and without a lock
     * @throws InterruptedIOException if the thread is interrupted; it stays so
     */
    void until(BooleanSupplier done) throws IOException {
        until(done, null);
    }

    /** As {@link #until(BooleanSupplier)}, for so long at most; returns whether the condition holds. */
    boolean until(BooleanSupplier done, @Nullable Duration most) throws IOException {
        long end = most == null ? 0 : System.nanoTime() + most.toNanos();
        while (true) {
            Runnable task;
            lock.lock();
            try {
                task = tasks.poll();
                while (task == null && !done.getAsBoolean()) {
                    if (most == null) {
                        changed.await();
                    } else if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
                        return false;
                    }
                    task = tasks.poll();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException(
                        "the thread of a request was interrupted while it waited for the cache");
            } finally {
                lock.unlock();
            }
            if (task == null) {
                return true;
            }
            task.run();
        }
    }
}
