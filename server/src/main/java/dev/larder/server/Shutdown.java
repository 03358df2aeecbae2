package dev.larder.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a command end in an orderly way when the process is told to stop (Ctrl-C, SIGTERM): the process waits until the
 * command has closed this, a few seconds at most unless it is told otherwise.
 */
final class Shutdown implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    /** Whoever prints a result has it; a process that gives up waiting takes it, and keeps it. */
    private static final ReentrantLock PRINTING = new ReentrantLock();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Runnable stop = () -> {};
    private final Thread hook;

    private final Duration patience;

    Shutdown() {
        this(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** Makes one that waits so long for the command to end. */
    Shutdown(Duration patience) {
        this.patience = patience;
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

    /** Prints a result, if the process still waits for it: it does not end in the middle. */
    static void print(Runnable print) {
        Thread guard = new Thread(Shutdown::silence, "larder-shutdown-print");
        PRINTING.lock();
        try {
            boolean guarded = add(guard);
            print.run();
            if (guarded) {
                remove(guard);
            }
        } finally {
            PRINTING.unlock();
        }
    }

    /** Waits for what is being printed; nothing is afterwards. */
    private static void silence() {
        try {
            if (!PRINTING.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("larder: gave up waiting for the result to be read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean add(Thread hook) {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook runs already.
        }
    }

    /** Whether the process is ending. Costs some microseconds: for the way of an error. */
    static boolean underWay() {
        Thread probe = new Thread(() -> {}, "larder-shutdown-probe");
        boolean running = add(probe);
        if (running) {
            remove(probe);
        }
        return !running;
    }

    @Override
    public void close() {
        closed.countDown();
        remove(hook);
    }

    private void stopAndWait() {
        stopping.countDown();
        stop.run();
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("larder: gave up waiting for the command to end");
                silence();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
