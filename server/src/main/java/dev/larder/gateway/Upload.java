package dev.larder.gateway;

import io.vertx.core.http.HttpClientRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content on its way to the origin, as fast as that takes it; everything happens on the event loop of the connection. */
final class Upload implements Flow.Subscriber<ByteBuffer> {

    private final HttpClientRequest request;
    private final Loop loop;
    private final Runnable sent;
    private final Alarm alarm;
    private final long length;
    private long passed;
    private Flow.@Nullable Subscription source;
    private boolean full;
    private boolean over;

    /**
     * Creates an upload. If the request says how long its content is, it is exactly so long, or the connection ends: its end is nowhere
     * else for the origin than here.
     *
     * @param alarm runs while the origin takes nothing
     * @param sent runs once all is sent
     */
    Upload(HttpClientRequest request, Loop loop, Alarm alarm, Runnable sent) {
        this.request = request;
        this.loop = loop;
        this.sent = sent;
        this.alarm = alarm;
        String said = request.headers().get("Content-Length");
        this.length = said == null ? -1 : Long.parseLong(said);
        request.drainHandler(ignored -> drained());
    }

    /** The connection is broken: the rest is not wanted. */
    void stop() {
        over = true;
        alarm.stop();
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }

    private void drained() {
        Flow.Subscription from = source;
        if (full && !over && from != null) {
            full = false;
            alarm.stop();
            from.request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        loop.run(() -> {
            source = subscription;
            if (over) {
                subscription.cancel();
            } else {
                subscription.request(1);
            }
        });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        loop.run(() -> {
            Flow.Subscription from = source;
            if (over || from == null) {
                return;
            }
            passed += bytes.remaining();
            if (length >= 0 && passed > length) {
                contradicted(from);
                return;
            }
            request.write(Buffers.of(bytes));
            if (request.writeQueueFull()) {
                full = true;
                alarm.start();
            } else {
                from.request(1);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        loop.run(() -> {
            if (!over) {
                over = true;
                alarm.stop();
                request.reset(0, failure);
            }
        });
    }

    @Override
    public void onComplete() {
        loop.run(() -> {
            Flow.Subscription from = source;
            if (over || from == null) {
                return;
            }
            if (length >= 0 && passed != length) {
                contradicted(from);
                return;
            }
            over = true;
            alarm.stop();
            request.end();
            sent.run();
        });
    }

    private void contradicted(Flow.Subscription from) {
        over = true;
        alarm.stop();
        from.cancel();
        request.reset(0, new IOException("the content is not as long as its request says"));
    }
}
