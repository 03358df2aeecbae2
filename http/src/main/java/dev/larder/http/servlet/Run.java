package dev.larder.http.servlet;

import dev.larder.http.Origin;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.RequestHead;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run of the rest of a chain, for a request as the cache has decided on it. Its response goes to the cache. If the application answers
 * later, by {@code startAsync()}, or has not begun when the cache stops waiting, the response goes to its client instead, and nothing of
 * it is stored.
 */
final class Run {

    /** So long the end of an asynchronous response waits for what it has made invalid. */
    private static final Duration INVALIDATION = Duration.ofSeconds(5);

    private final HttpServletRequest real;
    private final HttpServletResponse response;
    private final ServletCall call;
    private final Turn turn;
    private final RequestHead head;
    private final boolean background;
    private final Outflow outflow;
    private final SeenRequest seen;
    private final ToldResponse told;
    private final Shown shown;
    private final CompletableFuture<Origin.Response> answered = new CompletableFuture<>();
    private final AtomicBoolean held = new AtomicBoolean();
    private volatile boolean begun;
    private volatile boolean async;
    private volatile @Nullable SentError error;

    /**
     * Creates a run.
     *
     * @param content of the request; null if there is none
     * @param kept whether its response may be stored
     * @param addresses whether the application sees addresses of clients though its response may be stored
     */
    Run(
            HttpServletRequest real,
            HttpServletResponse response,
            ServletCall call,
            Turn turn,
            RequestHead head,
            Flow.@Nullable Publisher<ByteBuffer> content,
            boolean kept,
            boolean addresses) {
        this.real = real;
        this.response = response;
        this.call = call;
        this.turn = turn;
        this.head = head;
        this.background = call.goesOn();
        this.outflow = new Outflow(turn);
        this.seen = new SeenRequest(real, head, this, input(content), kept, addresses);
        this.told = new ToldResponse(
                this,
                response,
                real.getServletContext().getResponseCharacterEncoding(),
                head.method().equals("HEAD"));
        this.shown = new Shown(this, told);
    }

    /** Returns the content as the application reads it; null if it reads it as it comes. */
    private @Nullable ServletInputStream input(Flow.@Nullable Publisher<ByteBuffer> content) {
        if (content == null) {
            return new NoContent();
        }
        return content instanceof Received ? null : new Inflow(turn, content);
    }

    CompletionStage<Origin.Response> answered() {
        return answered;
    }

    /** Runs the chain; returns what it has thrown. */
    @Nullable
    Throwable go(FilterChain chain) {
        try {
            chain.doFilter(seen, shown);
            if (!async) {
                told.finish();
            }
            return null;
        } catch (Throwable e) {
            fail(e);
            return e;
        }
    }

    private void fail(Throwable thrown) {
        try {
            if (!begun) {
                answered.completeExceptionally(thrown);
            } else if (!told.isDirect()) {
                outflow.fail(thrown);
            }
        } catch (IOException e) {
            thrown.addSuppressed(e);
        }
    }

    /** It does not take place any more. */
    void abandon() {
        answered.completeExceptionally(new IllegalStateException("the request is over"));
    }

    /**
     * Hands the head to the cache, unless nobody waits for it there any more.
     *
     * @return whether the cache has it, and takes the content
     */
    boolean begin(int status, ToldHead made) throws IOException {
        turn.work();
        if (call.state() == ServletCall.State.LATE) {
            shown.letGo(call.direct());
            return false;
        }
        begun = true;
        List<Field> lines = made.lines();
        if (error != null) {
            lines.removeIf(line -> line.name().regionMatches(true, 0, "Content-", 0, 8));
        }
        boolean personal = error != null || (status != 304 && seen.isPersonal());
        answered.complete(new Origin.Response(new ResponseArrival(status, lines), outflow, personal));
        return true;
    }

    void put(ByteBuffer bytes) throws IOException {
        check();
        outflow.put(bytes);
        check();
    }

    private void check() throws IOException {
        IOException gone = background ? null : call.gone();
        if (gone != null) {
            throw new IOException("the client is gone", gone);
        }
    }

    void complete() throws IOException {
        outflow.complete();
    }

    /** Waits until the cache knows what to do with the response; if it goes on to its client, that is done now. */
    void flush() throws IOException {
        if (told.isDirect()) {
            response.flushBuffer();
            return;
        }
        outflow.await();
        turn.work();
        if (!background) {
            call.flush();
            check();
        }
    }

    void sendError(SentError left) {
        error = left;
    }

    @Nullable
    SentError error() {
        return error;
    }

    boolean isInTheBackground() {
        return background;
    }

    boolean isBegun() {
        return begun;
    }

    boolean isBeforeItsResponse() {
        return !begun && !background;
    }

    boolean isAsync() {
        return async;
    }

    boolean isAsyncSupported() {
        return !background && real.isAsyncSupported();
    }

    AsyncContext startAsync() {
        return startAsync(seen, shown);
    }

    AsyncContext startAsync(ServletRequest request, ServletResponse with) {
        boolean streams = call.state() == ServletCall.State.STREAMING;
        if (background || (begun && !told.isDirect() && !streams)) {
            throw new IllegalStateException(
                    "a response that may be stored has begun: call startAsync() before anything is"
                            + " flushed, or take the path out of the cached routes");
        }
        AsyncContext context = real.startAsync(request, with);
        async = true;
        try {
            letGo(context);
        } catch (IOException e) {
            throw new IllegalStateException("the response could not be begun", e);
        }
        return context;
    }

    private void letGo(AsyncContext context) throws IOException {
        if (told.isDirect()) {
            return;
        }
        call.detach();
        shown.letGo(call.direct());
        if (begun) {
            return;
        }
        begun = true;
        boolean safe = head.method().equals("GET") || head.method().equals("HEAD");
        if (safe) {
            List<Field> lines = List.of(new Field("Cache-Control", "no-store"));
            answered.complete(new Origin.Response(new ResponseArrival(200, lines), outflow, true));
        } else {
            held.set(true);
            context.addListener(new End());
        }
    }

    /** Before the client of an asynchronous unsafe request hears anything, what it has changed is invalidated. */
    void beforeDirect() throws IOException {
        if (tell()) {
            turn.until(call::isOver, INVALIDATION);
        }
    }

    private boolean tell() {
        if (!held.compareAndSet(true, false)) {
            return false;
        }
        List<Field> lines = new ArrayList<>();
        for (String name : response.getHeaderNames()) {
            response.getHeaders(name).forEach(value -> lines.add(new Field(name, value)));
        }
        answered.complete(new Origin.Response(new ResponseArrival(response.getStatus(), lines), outflow, true));
        return true;
    }

    /** The end of an asynchronous request that has written nothing. */
    private final class End implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            tell();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            tell();
        }

        @Override
        public void onError(AsyncEvent event) {
            tell();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
