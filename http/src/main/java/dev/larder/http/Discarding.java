package dev.larder.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Content that nobody wants: it is cancelled, so that the connection can be used again or closed. */
final class Discarding implements Flow.Subscriber<ByteBuffer> {

    private Discarding() {}

    static void cancel(Flow.Publisher<ByteBuffer> content) {
        content.subscribe(new Discarding());
    }

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
}
