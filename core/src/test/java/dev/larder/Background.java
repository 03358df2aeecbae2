package dev.larder;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One call on a thread of its own. */
final class Background<T> {

    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Background() {}

    static <T> Background<T> run(Callable<T> call) {
        Background<T> background = new Background<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        background.result.complete(call.call());
                    } catch (Exception | Error e) {
                        background.result.completeExceptionally(e);
                    }
                },
                "test-background");
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    boolean isDone() {
        return result.isDone();
    }

    /** Waits for the end and returns the result; what the call threw is the cause of what this throws. */
    T await() throws ExecutionException, InterruptedException, TimeoutException {
        return result.get(60, TimeUnit.SECONDS);
    }
}
