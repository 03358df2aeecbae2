package dev.larder.http.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The content of a request, as the cache reads it: on the thread of the request, in its turn. */
final class Received implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    private static final int PART = 8_192;

    private final HttpServletRequest request;
    private final Turn turn;
    private volatile Flow.@Nullable Subscriber<? super ByteBuffer> reader;
    private volatile boolean over;

    Received(HttpServletRequest request, Turn turn) {
        this.request = request;
        this.turn = turn;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        reader = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        turn.later(() -> read(count));
    }

    @Override
    public void cancel() {
        over = true;
    }

    private void read(long count) {
        Flow.Subscriber<? super ByteBuffer> to = Objects.requireNonNull(reader);
        try {
            for (long left = count; left > 0 && !over; left--) {
                byte[] part = new byte[PART];
                int read = request.getInputStream().read(part);
                if (read < 0) {
                    over = true;
                    to.onComplete();
                } else {
                    to.onNext(ByteBuffer.wrap(part, 0, read));
                }
            }
        } catch (IOException | IllegalStateException e) {
            over = true;
            to.onError(e);
        }
    }
}
