package dev.larder.http;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One request of a client and the way to its answer: what a server hands to the cache. Answered once, by {@link #answer} or by {@link
 * #stream}, on any thread.
 */
public interface Call {

    /** Returns the head of the request, as it came. */
    Arrival arrival();

    /** Returns the address of the client; empty, the default, if that is not known. */
    default String address() {
        return "";
    }

    /**
     * Hears, before an origin is asked, that the request was let in. The heads of answers have what that adds to them; who answers the client past
     * the cache adds it by {@link Gate.Entry.Let#lines}. The default does nothing.
     */
    default void entered(Gate.Entry.Let let) {}

    /** Returns the content of the request; subscribed to once at most, and only where {@link #arrival} says that there is some. */
    Flow.Publisher<ByteBuffer> content();

    /** Sends an interim response (1xx) on; before the answer, any number of times. */
    void interim(ResponseHead head);

    /**
     * Answers with content of 64 KiB at most; more is streamed.
     *
     * @param head its fields say how long the content is, if there may be any
     * @param content in this order; not to be changed by anybody from now on
     */
    void answer(ResponseHead head, List<ByteBuffer> content);

    /**
     * Answers with content that is still on its way, asking for no more than the client takes. If the content fails, the answer is to
     * be cut short so that the client sees it.
     */
    void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content);

    /**
     * Hears, before the answer, that work goes on after it: until that is over, the origin may be asked because of this call. The default
     * does nothing.
     */
    default void afterwards(CompletionStage<?> work) {}
}
