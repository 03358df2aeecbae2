package dev.larder.check;

import java.util.function.Consumer;

/**
 * A check of what is promised. To make one starts all that it needs; {@link #close} ends that. Not for several threads, but for {@link #stop}.
 *
 * @param <P> how far it is
 * @param <R> what it shows
 */
public interface Check<P, R extends Check.Report> extends AutoCloseable {

    /** What a check has shown. */
    interface Report {

        /** Returns whether nothing was wrong. */
        boolean good();
    }

    /**
     * Checks.
     *
     * @param progress is told how far it is, by any thread
     */
    R run(Consumer<P> progress) throws InterruptedException;

    /** Makes {@link #run} end with what was judged so far. For any thread. */
    void stop();

    @Override
    void close();
}
