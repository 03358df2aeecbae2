package dev.larder.far;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A write that its server will not do after a time. While that time lasts, a write whose connection was lost may still be done;
 * so its caller is told no earlier. What others do after the caller has been told is then not undone.
 *
 * @param until {@link System#nanoTime()} after which the write is not done any more
 * @param later runs a task after some time
 */
record Unsettled(long until, BiConsumer<Duration, Runnable> later) {

    /** Runs a task when nothing can happen any more: here, if that is now. */
    void whenOver(Runnable task) {
        long left = until - System.nanoTime();
        if (left <= 0) {
            task.run();
        } else {
            later.accept(Duration.ofNanos(left), task);
        }
    }
}
