package dev.larder.redis;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The control thread: the one on which everything about links and slots changes. What waits for its time when it is
 * closed runs at once instead of never.
 */
final class Control {

    private final PacedLog log;
    private final Set<Runnable> parked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor executor;

    Control(PacedLog log) {
        this.log = log;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, Transport.THREADS + "control");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    /** For time limits, whose tasks are short and cancelled as a rule. */
    ScheduledExecutorService timer() {
        return executor;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // tasks are guarded
    void every(long nanos, Runnable task) {
        executor.scheduleAtFixedRate(() -> run(task), 0, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs something on the control thread. Returns false once it has ended. */
    boolean execute(Runnable task) {
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs something on the control thread after a pause. Returns false, and does nothing, once it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // tasks are guarded
    boolean schedule(Runnable task, Duration pause) {
        if (closed.get()) {
            return false;
        }
        Runnable once = () -> run(task);
        parked.add(once);
        try {
            executor.schedule(() -> runParked(once), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return !parked.remove(once);
        }
        return true;
    }

    private void runParked(Runnable once) {
        if (parked.remove(once)) {
            once.run();
        }
    }

    /** Runs something on the caller's thread and reports what it throws. */
    void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.warn("redis: unexpected failure", e);
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Accepts no more pauses. Returns whether this was the first call. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Ends the thread, and runs here what still waits. */
    void end() {
        executor.shutdown();
        parked.forEach(this::runParked);
    }
}
