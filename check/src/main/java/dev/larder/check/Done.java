package dev.larder.check;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** That something is over, whatever came of it. */
enum Done {
    DONE;

    private static final Executor SOON = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS);
    private static final Executor REST = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    /** Nothing to wait for. */
    static CompletionStage<Done> already() {
        return CompletableFuture.completedStage(DONE);
    }

    /** When it is worth looking again. */
    static CompletionStage<Done> soon() {
        return CompletableFuture.supplyAsync(() -> DONE, SOON);
    }

    /** When there has been some rest: before something is tried again. */
    static CompletionStage<Done> rested() {
        return CompletableFuture.supplyAsync(() -> DONE, REST);
    }

    /** When something is over. */
    static CompletionStage<Done> after(CompletionStage<?> stage) {
        return stage.thenApply(answer -> DONE);
    }
}
