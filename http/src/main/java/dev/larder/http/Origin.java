package dev.larder.http;

import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where responses come from. Has its own time-outs; retries what is safe to retry. */
@FunctionalInterface
public interface Origin {

    /**
     * A response whose content is still on its way.
     *
     * @param arrival its head
     * @param content to be subscribed to once, or cancelled
     * @param personal whether it is for its client only, whatever its fields say
     */
    record Response(ResponseArrival arrival, Flow.Publisher<ByteBuffer> content, boolean personal) {

        /** Creates a response of which its fields say whom it is for. */
        public Response(ResponseArrival arrival, Flow.Publisher<ByteBuffer> content) {
            this(arrival, content, false);
        }
    }

    /**
     * Sends a request.
     *
     * @param request in the form that the cache has decided on
     * @param content of the request; null if there is none
     * @param interim takes interim responses but 101
     * @return fails if there is no response: no connection, a time-out, something that is not HTTP
     */
    CompletionStage<Response> send(
            RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim);

    /** Sends a request whose response goes to its own client and is never stored. The default does the same as {@link #send}. */
    default CompletionStage<Response> pass(
            RequestHead request, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        return send(request, content, interim);
    }
}
