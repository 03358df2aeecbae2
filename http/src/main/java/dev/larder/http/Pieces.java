package dev.larder.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content that is here, given out by slices as fast as it is asked for. Nothing is copied. Subscribed to once. */
final class Pieces implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    /** The longest slice; what is no longer in all needs no slicing. */
    static final int SLICE = 1 << 16;

    private final Deque<ByteBuffer> left;
    private Flow.@Nullable Subscriber<? super ByteBuffer> reader;
    private long wanted;
    private boolean giving;
    private boolean over;

    Pieces(List<ByteBuffer> content) {
        left = new ArrayDeque<>();
        for (ByteBuffer piece : content) {
            for (int at = piece.position(); at < piece.limit(); at += SLICE) {
                left.add(piece.slice(at, Math.min(SLICE, piece.limit() - at)));
            }
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        synchronized (this) {
            reader = subscriber;
        }
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
            if (giving) {
                return;
            }
            giving = true;
        }
        while (give()) {
            // until nothing is wanted any more
        }
    }

    @Override
    public synchronized void cancel() {
        over = true;
        left.clear();
    }

    /** Gives one slice, or the end; nobody is called under the lock. */
    private boolean give() {
        ByteBuffer next;
        Flow.Subscriber<? super ByteBuffer> to;
        synchronized (this) {
            to = reader;
            if (over || to == null || (wanted == 0 && !left.isEmpty())) {
                giving = false;
                return false;
            }
            next = left.poll();
            over = next == null;
            wanted--;
        }
        if (next == null) {
            to.onComplete();
        } else {
            to.onNext(next);
        }
        return true;
    }
}
