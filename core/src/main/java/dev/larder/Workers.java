package dev.larder;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one {@link Larder}: virtual ones for work where the JVM has them, else as many daemon threads as there is
 * work (the limits on loads bound it), and one for timers, which only hands work on.
 */
final class Workers implements Executor, AutoCloseable {

    private static final System.Logger LOG = System.getLogger("dev.larder");

    private final ExecutorService work = workExecutor();
    private final ScheduledThreadPoolExecutor timer;

    Workers() {
        timer = new ScheduledThreadPoolExecutor(1, daemons("larder-timer-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    private static ExecutorService workExecutor() {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, virtualThreads());
        } catch (ReflectiveOperationException e) {
            return Executors.newCachedThreadPool(daemons("larder-work-"));
        }
    }

    /** {@code Thread.ofVirtual().name("larder-work-", 0).factory()}, of JDK 21. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        try {
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, "larder-work-", 0L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e);
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs a task; after the end, on the caller's thread, so that nobody waits for ever. */
    @Override
    public void execute(Runnable task) {
        Runnable logged = () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "a task of the cache failed; this is a bug of Larder", e);
                throw e;
            }
        };
        try {
            work.execute(logged);
        } catch (RejectedExecutionException e) {
            logged.run();
        }
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** From now on the Larder counts as closed. What is due later is due now, so that nobody waits for it. */
    void stopTimer() {
        timer.shutdown();
        // What timers run hands work on, so it is quick. A periodic task cancels itself.
        for (Runnable pending : timer.getQueue().toArray(new Runnable[0])) {
            pending.run();
        }
    }

    @Override
    public void close() {
        stopTimer();
        timer.shutdownNow();
        work.shutdown();
    }
}
