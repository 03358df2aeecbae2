package dev.larder.http.servlet;

import dev.larder.http.Origin;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import jakarta.servlet.FilterChain;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rest of the filter chain of one request, as the origin that the cache asks: once, because containers run the rest of a chain once, and
 * on the thread of the request, which has the context of the application. Who asks does not wait; the thread sees to it in its turn.
 */
final class ChainOrigin implements Origin {

    /** Makes a run of the chain. */
    @FunctionalInterface
    interface Runs {
        Run of(RequestHead head, Flow.@Nullable Publisher<ByteBuffer> content, boolean kept);
    }

    private final Turn turn;
    private final Runs runs;
    private final Consumer<RequestHead> forget;
    private volatile @Nullable Run run;
    private volatile boolean begun;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /**
     * Creates an origin.
     *
     * @param forget removes what is stored for a request
     */
    ChainOrigin(Turn turn, Runs runs, Consumer<RequestHead> forget) {
        this.turn = turn;
        this.runs = runs;
        this.forget = forget;
    }

    @Override
    public CompletionStage<Response> send(
            RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        return ask(request, content, true);
    }

    @Override
    public CompletionStage<Response> pass(
            RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        return ask(request, content, false);
    }

    private CompletionStage<Response> ask(
            RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, boolean kept) {
        Run next;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the request is over"));
            }
            next = run == null ? runs.of(request, content, kept) : null;
            if (next != null) {
                run = next;
            }
        }
        if (next == null) {
            // Its first answer was a 304 that says nothing of what is stored. The next request gets a whole response.
            forget.accept(request);
            return CompletableFuture.failedFuture(new IllegalStateException("the application is asked once"));
        }
        turn.wake();
        return next.answered();
    }

    /** Returns whether the application is to be asked, and was not yet. */
    boolean isAsked() {
        return run != null && !begun;
    }

    /** Returns whether it is to be asked for the store only, after the answer. */
    boolean isAskedInTheBackground() {
        Run mine = run;
        return mine != null && !begun && mine.isInTheBackground();
    }

    /** Runs the rest of the chain on this thread. What it throws is kept. */
    void run(FilterChain chain) {
        Run mine = run;
        if (mine != null) {
            begun = true;
            failure = mine.go(chain);
        }
    }

    /** Nothing is asked from now on. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        Run mine = run;
        if (mine != null && !begun) {
            mine.abandon();
        }
    }

    /** Returns what the application has thrown; null if it has not. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Returns whether the application is at work for the client, and has not begun its response. */
    boolean isBeforeItsResponse() {
        Run mine = run;
        return mine != null && begun && mine.isBeforeItsResponse();
    }

    /** Returns whether the application answers by itself, later. */
    boolean isAsync() {
        Run mine = run;
        return mine != null && begun && mine.isAsync();
    }

    /** Returns the error that the application has left to the container; null if there is none. */
    @Nullable
    SentError error() {
        Run mine = run;
        return mine == null ? null : mine.error();
    }
}
