package dev.larder.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks again and again until something is so. */
final class Poll {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Poll() {}

    /** What is asked; an {@link IOException} counts as "not yet". */
    interface Question {
        boolean isSo() throws IOException;
    }

    /**
     * Waits until it is so.
     *
     * @throws EmbeddedRedisException if that takes longer than the bound, or the thread is interrupted
     */
    static void until(String what, Duration bound, Question question) {
        long begin = System.nanoTime();
        @Nullable IOException last = null;
        while (true) {
            try {
                if (question.isSo()) {
                    return;
                }
                last = null;
            } catch (IOException e) {
                last = e;
            }
            if (System.nanoTime() - begin > bound.toNanos()) {
                throw new EmbeddedRedisException("Waited " + bound.toSeconds() + " s in vain: " + what, last);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedRedisException("Interrupted while waiting: " + what, last);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
