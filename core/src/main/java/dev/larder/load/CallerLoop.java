package dev.larder.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The executor that a blocking caller is while it waits: the decoding and the loading of its call run on its own thread.
 *
 * <p>Tasks that arrive after the caller has left go to the fallback. One loop serves one call. The wait does not end early
 * when the thread is interrupted, because the thread may be the one that loads for others; the interrupt is kept.
 */
public final class CallerLoop implements Executor {

    private record Task(@Nullable Runnable run, @Nullable Task next) {}

    private static final Task CLOSED = new Task(null, null);

    private final Thread caller = Thread.currentThread();
    private final Executor fallback;
    private final AtomicReference<@Nullable Task> inbox = new AtomicReference<>();

    /** Creates the loop of the current thread. */
    public CallerLoop(Executor fallback) {
        this.fallback = fallback;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // CLOSED is a mark
    public void execute(Runnable run) {
        while (true) {
            Task head = inbox.get();
            if (head == CLOSED) {
                fallback.execute(run);
                return;
            }
            if (inbox.compareAndSet(head, new Task(run, head))) {
                wake();
                return;
            }
        }
    }

    /** Runs what arrives until the future is complete. Only for the thread that made the loop. */
    @SuppressWarnings("FutureReturnValueIgnored") // waking throws nothing
    public void runUntil(CompletableFuture<?> done) {
        boolean interrupted = false;
        if (!done.isDone()) {
            done.whenComplete((value, failure) -> wake());
        }
        try {
            while (!done.isDone()) {
                Task tasks = inbox.getAndSet(null);
                if (tasks == null) {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                } else {
                    runHere(tasks);
                }
            }
        } finally {
            handOver(oldestFirst(inbox.getAndSet(CLOSED)));
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /** Runs tasks on this thread; what one of them throws does not keep the others from running elsewhere. */
    private void runHere(Task newest) {
        Task task = oldestFirst(newest);
        try {
            while (task != null) {
                Runnable run = task.run;
                task = task.next;
                if (run != null) {
                    run.run();
                }
            }
        } finally {
            handOver(task);
        }
    }

    private void handOver(@Nullable Task oldest) {
        for (Task task = oldest; task != null; task = task.next) {
            if (task.run != null) {
                fallback.execute(task.run);
            }
        }
    }

    /** The caller itself needs no waking, and would find the permit when it parks for its next call. */
    private void wake() {
        if (Thread.currentThread() != caller) {
            LockSupport.unpark(caller);
        }
    }

    /** The inbox is a stack; the oldest task is at its bottom. */
    private static @Nullable Task oldestFirst(@Nullable Task newest) {
        Task oldest = null;
        for (Task task = newest; task != null; task = task.next) {
            oldest = new Task(task.run, oldest);
        }
        return oldest;
    }
}
