package dev.larder.load;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The executor of many small tasks of one call, such as the decoding of a large read: they run on the executor of the call, one after the
 * other, and while many wait, on another one as well. Helpers are asked for and not waited for: where all processors are busy they come too
 * late, find nothing to do, and leave. Thread-safe.
 *
 * <p>No task is stranded: who adds one finds either nobody at work on the call's executor, and sends somebody there, or somebody who looks
 * at the queue once more after he has said that he leaves.
 */
public final class Crew implements Executor {

    /** Tasks that wait for each one at work before another helper is asked for: fewer are done before he comes. */
    static final int TASKS_EACH = 16;

    private final Executor own;
    private final Executor others;
    private final int mostHelpers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicBoolean atWork = new AtomicBoolean();

    /**
     * Creates one.
     *
     * @param own the executor of the call, on which every task may run
     * @param others where helpers run
     * @param mostHelpers at the same time; with 0 everything runs on {@code own}
     */
    public Crew(Executor own, Executor others, int mostHelpers) {
        this.own = own;
        this.others = others;
        this.mostHelpers = mostHelpers;
    }

    /** Takes a task on. What it throws is thrown on the call's executor. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        int left = waiting.incrementAndGet();
        if (!begin() && left > TASKS_EACH * (1 + helpers.get()) && takeHelper()) {
            ask();
        }
    }

    /** Sends somebody to work on the call's executor, unless somebody is there. */
    private boolean begin() {
        boolean begins = atWork.compareAndSet(false, true);
        if (begins) {
            own.execute(this::work);
        }
        return begins;
    }

    private boolean takeHelper() {
        int now = helpers.get();
        return now < mostHelpers && helpers.compareAndSet(now, now + 1);
    }

    private void ask() {
        try {
            others.execute(this::help);
        } catch (RejectedExecutionException e) {
            helpers.decrementAndGet(); // then it is done without him
        }
    }

    private void work() {
        try {
            runAll();
        } finally {
            atWork.set(false);
            if (!tasks.isEmpty()) { // added meanwhile, or left behind by one that has failed
                begin();
            }
        }
    }

    private void help() {
        try {
            runAll();
        } catch (RuntimeException | Error e) {
            own.execute(() -> {
                throw e;
            });
        } finally {
            helpers.decrementAndGet();
        }
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            waiting.decrementAndGet();
            task.run();
        }
    }
}
