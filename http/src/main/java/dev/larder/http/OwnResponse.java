package dev.larder.http;

import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The place for a response that is for one request only. What comes after the request was answered is dropped. */
final class OwnResponse implements Load.Own {

    /** What came. */
    record Given(ResponseHead head, Incoming content) {}

    private @Nullable Given given;
    private boolean closed;

    @Override
    public void take(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        Incoming incoming = new Incoming(content);
        synchronized (this) {
            if (!closed) {
                given = new Given(head, incoming);
                return;
            }
        }
        incoming.drop();
    }

    /** Returns what came; null if nothing did. From now on nothing is taken. */
    synchronized @Nullable Given close() {
        closed = true;
        Given mine = given;
        given = null;
        return mine;
    }
}
