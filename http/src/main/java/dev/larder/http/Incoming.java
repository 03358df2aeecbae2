package dev.larder.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content that somebody reads, once, or nobody: then it is dropped, so that its connection does not wait for a reader. */
final class Incoming implements Flow.Publisher<ByteBuffer> {

    private final Flow.Publisher<ByteBuffer> content;
    private final AtomicBoolean taken = new AtomicBoolean();

    Incoming(Flow.Publisher<ByteBuffer> content) {
        this.content = content;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("content is read once");
        }
        content.subscribe(subscriber);
    }

    /** Cancels it, unless somebody reads it. */
    void drop() {
        if (taken.compareAndSet(false, true)) {
            Discarding.cancel(content);
        }
    }
}
