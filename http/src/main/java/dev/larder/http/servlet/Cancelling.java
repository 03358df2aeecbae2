package dev.larder.http.servlet;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Content that nobody wants. */
final class Cancelling implements Flow.Subscriber<ByteBuffer> {

    private Cancelling() {}

    static void cancel(Flow.Publisher<ByteBuffer> content) {
        content.subscribe(new Cancelling());
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
