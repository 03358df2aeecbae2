package dev.larder.http.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Content of a request that the cache has read, as the application reads it: what is asked for and not there yet is waited for. */
final class Inflow extends ServletInputStream implements Flow.Subscriber<ByteBuffer> {

    private final Turn turn;
    private final Flow.Publisher<ByteBuffer> content;
    private volatile Flow.@Nullable Subscription source;
    private volatile @Nullable ByteBuffer current;
    private volatile @Nullable Throwable failure;
    private volatile boolean over;
    private boolean begun;

    Inflow(Turn turn, Flow.Publisher<ByteBuffer> content) {
        this.turn = turn;
        this.content = content;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
    }

    @Override
    public void onNext(ByteBuffer bytes) {
        current = bytes.duplicate();
        turn.wake();
    }

    @Override
    public void onError(Throwable cause) {
        failure = cause;
        over = true;
        turn.wake();
    }

    @Override
    public void onComplete() {
        over = true;
        turn.wake();
    }

    /** Returns what can be read now; null at the end. */
    private @Nullable ByteBuffer next() throws IOException {
        if (!begun) {
            begun = true;
            content.subscribe(this);
        }
        ByteBuffer here = current;
        while (!over && (here == null || !here.hasRemaining())) {
            current = null;
            Objects.requireNonNull(source).request(1);
            turn.until(() -> over || current != null);
            here = current;
        }
        if (failure != null && (here == null || !here.hasRemaining())) {
            throw new IOException("the content of the request was cut short", failure);
        }
        return here == null || !here.hasRemaining() ? null : here;
    }

    @Override
    public int read() throws IOException {
        ByteBuffer here = next();
        return here == null ? -1 : here.get() & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, into.length);
        if (count == 0) {
            return 0;
        }
        ByteBuffer here = next();
        if (here == null) {
            return -1;
        }
        int part = Math.min(count, here.remaining());
        here.get(into, from, part);
        return part;
    }

    @Override
    public boolean isFinished() {
        ByteBuffer here = current;
        return over && (here == null || !here.hasRemaining());
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("the content of this request is read by blocking calls only");
    }
}
