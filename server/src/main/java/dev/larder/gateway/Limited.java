package dev.larder.gateway;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content up to a limit: what comes beyond it cuts it short, so that nobody takes it for the whole. */
final class Limited implements Flow.Publisher<ByteBuffer> {

    private final Flow.Publisher<ByteBuffer> content;
    private final long most;
    private final Runnable beyond;
    private volatile boolean cut;

    /**
     * Creates content.
     *
     * @param beyond runs once the limit is passed, before the reader hears of it
     */
    Limited(Flow.Publisher<ByteBuffer> content, long most, Runnable beyond) {
        this.content = content;
        this.most = most;
        this.beyond = beyond;
    }

    boolean isCut() {
        return cut;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> reader) {
        content.subscribe(new Counting(reader));
    }

    private final class Counting implements Flow.Subscriber<ByteBuffer> {
        private final Flow.Subscriber<? super ByteBuffer> reader;
        private Flow.@Nullable Subscription source;
        private long read;
        private boolean over;

        Counting(Flow.Subscriber<? super ByteBuffer> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            reader.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            if (over) {
                return;
            }
            read += bytes.remaining();
            if (read <= most) {
                reader.onNext(bytes);
                return;
            }
            over = true;
            cut = true;
            Flow.Subscription from = source;
            if (from != null) {
                from.cancel();
            }
            beyond.run();
            reader.onError(new IllegalStateException("the content is longer than " + most + " bytes"));
        }

        @Override
        public void onError(Throwable failure) {
            if (!over) {
                over = true;
                reader.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (!over) {
                over = true;
                reader.onComplete();
            }
        }
    }
}
