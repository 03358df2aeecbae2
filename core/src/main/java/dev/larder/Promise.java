package dev.larder;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A future whose dependents never run on an I/O thread: it is completed on the thread that made it, or on an executor.
 *
 * @param <T> type of the outcome
 */
final class Promise<T> {

    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Thread maker = Thread.currentThread();
    private final Executor executor;

    Promise(Executor executor) {
        this.executor = executor;
    }

    CompletableFuture<T> future() {
        return future;
    }

    void complete(T value) {
        run(() -> future.complete(value));
    }

    void fail(LarderException failure) {
        run(() -> future.completeExceptionally(failure));
    }

    /** Runs something here if this is the maker's thread, else on the executor. */
    void run(Runnable task) {
        if (Thread.currentThread() == maker) {
            task.run();
        } else {
            executor.execute(task);
        }
    }
}
