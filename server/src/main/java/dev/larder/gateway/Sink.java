package dev.larder.gateway;

import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes content to a client as fast as the client takes it; everything happens on the event loop of its connection. */
final class Sink implements Flow.Subscriber<ByteBuffer> {

    private final HttpServerResponse response;
    private final Loop loop;
    private Flow.@Nullable Subscription source;
    private boolean full;

    Sink(HttpServerResponse response, Loop loop) {
        this.response = response;
        this.loop = loop;
    }

    static void cancel(Flow.Publisher<ByteBuffer> content) {
        content.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(ByteBuffer bytes) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        loop.run(() -> {
            if (gone()) {
                subscription.cancel();
                return;
            }
            source = subscription;
            response.closeHandler(ignored -> subscription.cancel());
            response.drainHandler(ignored -> drained());
            subscription.request(1);
        });
    }

    private boolean gone() {
        return response.closed() || response.ended();
    }

    private void drained() {
        Flow.Subscription from = source;
        if (full && from != null) {
            full = false;
            from.request(1);
        }
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        loop.run(() -> {
            Flow.Subscription from = source;
            if (from == null) {
                return;
            }
            if (gone()) {
                from.cancel();
                return;
            }
            response.write(Buffers.of(bytes));
            if (response.writeQueueFull()) {
                full = true;
            } else {
                from.request(1);
            }
        });
    }

    /** The client has to see that the content is not whole. */
    @Override
    public void onError(Throwable failure) {
        loop.run(() -> {
            if (!gone()) {
                response.reset();
            }
        });
    }

    @Override
    public void onComplete() {
        loop.run(() -> {
            if (!gone()) {
                response.end();
            }
        });
    }
}
