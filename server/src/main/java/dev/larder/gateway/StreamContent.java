package dev.larder.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** Content that comes from a connection as it is asked for; everything happens on the connection's event loop. */
final class StreamContent implements Flow.Publisher<ByteBuffer> {

    private final ReadStream<Buffer> stream;
    private final Loop loop;

    /**
     * Creates content.
     *
     * @param stream paused
     */
    StreamContent(ReadStream<Buffer> stream, Loop loop) {
        this.stream = stream;
        this.loop = loop;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        loop.run(() -> {
            Reading reading = new Reading(subscriber);
            stream.exceptionHandler(reading::failed);
            stream.endHandler(ignored -> reading.ended());
            stream.handler(reading::came);
            subscriber.onSubscribe(reading);
        });
    }

    /** One reader. */
    private final class Reading implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private boolean over;

        Reading(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        private void came(Buffer buffer) {
            if (!over) {
                subscriber.onNext(Buffers.of(buffer));
            }
        }

        private void ended() {
            if (!over) {
                over = true;
                subscriber.onComplete();
            }
        }

        private void failed(Throwable failure) {
            if (!over) {
                over = true;
                subscriber.onError(failure);
            }
        }

        @Override
        public void request(long count) {
            loop.run(() -> stream.fetch(count));
        }

        /** What still comes is read and thrown away, so that the connection can be used again. */
        @Override
        public void cancel() {
            loop.run(() -> {
                over = true;
                stream.resume();
            });
        }
    }
}
