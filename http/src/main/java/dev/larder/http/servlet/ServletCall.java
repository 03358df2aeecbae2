package dev.larder.http.servlet;

import dev.larder.http.Call;
import dev.larder.http.Gate;
import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request of a servlet container, and the way to its answer, which is written by the thread of that request. */
final class ServletCall implements Call {

    /** What an outer filter or the container may have set already, and which is added to. */
    private static final Set<String> ADDED = Set.of("set-cookie", "vary");

    /** What becomes of the answer of the cache. */
    enum State {
        /** There is none yet. */
        OPEN,
        /** It is being streamed. */
        STREAMING,
        /** It was written, or its client is gone. */
        ANSWERED,
        /** The application had not begun its response in time: it answers its own client, past the cache. */
        LATE,
        /** The application has failed: the container is to hear of that. */
        FAILED
    }

    private final HttpServletResponse response;
    private final boolean isHead;
    private final Arrival arrival;
    private final String address;
    private final Turn turn;
    private final Received content;
    private volatile State state = State.OPEN;
    private volatile Gate.Entry.@Nullable Let let;
    private volatile @Nullable CompletionStage<?> afterwards;
    private volatile boolean detached;
    private volatile @Nullable IOException gone;
    private @Nullable ChainOrigin origin;

    ServletCall(HttpServletRequest request, HttpServletResponse response, Turn turn) {
        this.response = response;
        this.isHead = request.getMethod().equals("HEAD");
        this.arrival = Arrivals.of(request);
        this.address = String.valueOf(request.getRemoteAddr());
        this.turn = turn;
        this.content = new Received(request, turn);
    }

    /** Names the origin of this call, before anything else happens. */
    void askedOf(ChainOrigin itsOrigin) {
        origin = itsOrigin;
    }

    State state() {
        return state;
    }

    /** Returns whether nothing has to be done for its client any more. */
    boolean isOver() {
        return state == State.ANSWERED || state == State.LATE || state == State.FAILED;
    }

    /** Returns whether the cache goes on after the answer. */
    boolean goesOn() {
        CompletionStage<?> work = afterwards;
        return work != null && !work.toCompletableFuture().isDone();
    }

    /** Returns why nothing can be written any more; null if nothing is known of that. */
    @Nullable
    IOException gone() {
        return gone;
    }

    /** From now on the application answers the client itself: what the cache answers only says that it has done its part. */
    void detach() {
        detached = true;
    }

    @Override
    public void entered(Gate.Entry.Let entry) {
        let = entry;
    }

    /** Puts what the gate adds on the response, and returns it as the application writes it to the client itself. */
    HttpServletResponse direct() {
        Gate.Entry.Let entry = let;
        return entry == null ? response : EnteredResponse.of(response, entry);
    }

    @Override
    public Arrival arrival() {
        return arrival;
    }

    @Override
    public String address() {
        return address;
    }

    /** Read here only where it is part of the key; otherwise the application reads it by itself. */
    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return content;
    }

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public void afterwards(CompletionStage<?> work) {
        afterwards = work;
        work.whenComplete((done, failure) -> turn.wake());
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        turn.later(() -> {
            if (!isItsOwn(head)) {
                return;
            }
            try {
                apply(head);
                if (!isHead) {
                    for (ByteBuffer part : content) {
                        write(response.getOutputStream(), part);
                    }
                }
                if (afterwards != null) {
                    response.getOutputStream().close();
                }
                state = State.ANSWERED;
            } catch (IOException | IllegalStateException e) {
                leave(e);
            }
        });
    }

    /** Returns whether an answer is to be written: not if the application itself says it better. */
    private boolean isItsOwn(ResponseHead head) {
        if (detached) {
            state = State.ANSWERED;
            return false;
        }
        ChainOrigin asked = Objects.requireNonNull(origin);
        if (head.status() == 504 && asked.hasFailed()) {
            // The container makes its page on this response.
            direct();
            state = State.FAILED;
            return false;
        }
        if (head.status() == 504 && asked.isBeforeItsResponse()) {
            state = State.LATE;
            return false;
        }
        return true;
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        turn.later(() -> {
            ChainOrigin asked = Objects.requireNonNull(origin);
            SentError error = asked.error();
            if (error != null && error.status() == head.status() && !detached) {
                Cancelling.cancel(content);
                send(head, error);
            } else if (isItsOwn(head)) {
                begin(head, content);
            } else {
                Cancelling.cancel(content);
            }
        });
    }

    private void begin(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        try {
            apply(head);
            state = State.STREAMING;
            content.subscribe(new Sink());
        } catch (IllegalStateException e) {
            Cancelling.cancel(content);
            leave(e);
        }
    }

    /** The container makes the page of an error. */
    private void send(ResponseHead head, SentError error) {
        try {
            Fields kept = head.fields().without("Content-Type", "Content-Length");
            apply(head.with(kept));
            error.send(response);
            state = State.ANSWERED;
        } catch (IOException | IllegalStateException e) {
            leave(e);
        }
    }

    private void leave(Exception e) {
        gone = e instanceof IOException io ? io : new IOException(e);
        state = State.ANSWERED;
    }

    private void apply(ResponseHead head) {
        response.setStatus(head.status());
        Set<String> seen = new HashSet<>(ADDED);
        for (Field line : head.fields()) {
            if (seen.add(line.name().toLowerCase(Locale.ROOT))) {
                response.setHeader(line.name(), line.value());
            } else {
                response.addHeader(line.name(), line.value());
            }
        }
    }

    private static void write(ServletOutputStream out, ByteBuffer bytes) throws IOException {
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            out.write(copy);
        }
    }

    /** Sends on what was written so far, if its client gets it as it comes. */
    void flush() {
        if (state == State.STREAMING) {
            try {
                response.flushBuffer();
            } catch (IOException e) {
                leave(e);
            }
        }
    }

    /** Takes content that is written while it comes: the container makes the writer wait for slow clients. */
    private final class Sink implements Flow.Subscriber<ByteBuffer> {

        private Flow.@Nullable Subscription source;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            Flow.Subscription from = Objects.requireNonNull(source);
            try {
                if (!isHead) {
                    write(response.getOutputStream(), bytes);
                }
                from.request(1);
            } catch (IOException | IllegalStateException e) {
                from.cancel();
                leave(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            gone = failure instanceof IOException io ? io : new IOException("the response was cut short", failure);
            state = State.FAILED;
            turn.wake();
        }

        @Override
        public void onComplete() {
            if (afterwards != null) {
                try {
                    response.getOutputStream().close();
                } catch (IOException e) {
                    leave(e);
                }
            }
            state = State.ANSWERED;
            turn.wake();
        }
    }
}
