package dev.larder.http.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response on its way from the application that writes it to the cache. Whoever writes waits until it is asked for, so
 * nothing piles up. Read once.
 */
final class Outflow implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    private final Turn turn;
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean cancelled;
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> reader;
    private boolean over;

    Outflow(Turn turn) {
        this.turn = turn;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        reader = subscriber;
        subscriber.onSubscribe(this);
        turn.wake();
    }

    @Override
    public void request(long count) {
        wanted.updateAndGet(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
        turn.wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        turn.wake();
    }

    /** Returns whether nobody wants any more of it. */
    boolean isCancelled() {
        return cancelled;
    }

    /** Waits until somebody asks for content, or nobody ever will. */
    void await() throws IOException {
        turn.until(() -> cancelled || wanted.get() > 0);
    }

    /** Passes content on, once it is asked for; drops it if it was cancelled. */
    void put(ByteBuffer bytes) throws IOException {
        await();
        if (!cancelled) {
            wanted.decrementAndGet();
            Objects.requireNonNull(reader).onNext(bytes);
        }
    }

    /** Ends it. */
    void complete() throws IOException {
        end(null);
    }

    /** Ends it before its time. */
    void fail(Throwable failure) throws IOException {
        end(failure);
    }

    private void end(@Nullable Throwable failure) throws IOException {
        if (over) {
            return;
        }
        over = true;
        turn.until(() -> cancelled || reader != null);
        if (cancelled) {
            return;
        }
        Flow.Subscriber<? super ByteBuffer> to = Objects.requireNonNull(reader);
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }
}
