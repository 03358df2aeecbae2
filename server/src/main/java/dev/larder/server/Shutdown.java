package dev.larder.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in an orderly way when the process is told to stop (Ctrl-C, SIGTERM): the process waits until the
 * command has closed this, a few seconds at most.
 */
final class Shutdown implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Runnable stop = () -> {};
    private final Thread hook;

    Shutdown() {
        hook = new Thread(this::stopAndWait, "larder-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Calls {@code action} when the process is told to stop, at once if it was already. May be called twice then. */
    void onStop(Runnable action) {
        stop = action;
        if (stopping.getCount() == 0) {
            action.run();
        }
    }

    /** Whether the process is ending. Costs some microseconds: for the way of an error. */
    static boolean underWay() {
        Thread probe = new Thread(() -> {}, "larder-shutdown-probe");
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending and the hook, which runs already, was let go above.
        }
    }

    private void stopAndWait() {
        stopping.countDown();
        stop.run();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("larder: gave up waiting for the command to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
