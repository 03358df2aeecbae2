package dev.larder.gateway;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content that is here, in pieces of 64 KiB at most as they are asked for; each subscriber stays on one thread. */
record Slices(List<ByteBuffer> parts) implements Flow.Publisher<ByteBuffer> {

    static final int LENGTH = 1 << 16;

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Cutting(parts.iterator(), subscriber));
    }

    /** One way through. */
    private static final class Cutting implements Flow.Subscription {
        private final Iterator<ByteBuffer> parts;
        private final Flow.Subscriber<? super ByteBuffer> to;
        private ByteBuffer part = ByteBuffer.allocate(0);
        private long demand;
        private boolean cutting;
        private boolean over;

        Cutting(Iterator<ByteBuffer> parts, Flow.Subscriber<? super ByteBuffer> to) {
            this.parts = parts;
            this.to = to;
        }

        /** Asked again from within, it goes on where it is: however long the content, the stack is not. */
        @Override
        public void request(long count) {
            long sum = demand + Math.max(0, count);
            demand = sum < 0 ? Long.MAX_VALUE : sum;
            if (cutting) {
                return;
            }
            cutting = true;
            while (demand > 0 && !over) {
                ByteBuffer slice = next();
                if (slice == null) {
                    over = true;
                    to.onComplete();
                } else {
                    demand--;
                    to.onNext(slice);
                }
            }
            cutting = false;
        }

        private @Nullable ByteBuffer next() {
            while (!part.hasRemaining()) {
                if (!parts.hasNext()) {
                    return null;
                }
                part = parts.next().duplicate();
            }
            int length = Math.min(LENGTH, part.remaining());
            ByteBuffer slice = part.slice(part.position(), length);
            part.position(part.position() + length);
            return slice;
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
