package dev.larder.gateway;

import dev.larder.http.Origin;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on one connection to the origin, until its response begins; everything happens on the event loop of the connection. */
final class Attempt {

    private final HttpClientRequest request;
    private final Duration patience;
    private final Consumer<ResponseHead> interim;
    private final CompletableFuture<Origin.Response> answered;
    private final @Nullable Runnable again;
    private final Loop loop = Loop.current();
    private final Alarm silence;
    private boolean heard;
    private boolean begun;

    /**
     * Creates an attempt.
     *
     * @param again makes another one, in the place of this; null if there is none to be
     */
    Attempt(
            HttpClientRequest request,
            Duration patience,
            Consumer<ResponseHead> interim,
            CompletableFuture<Origin.Response> answered,
            @Nullable Runnable again) {
        this.request = request;
        this.patience = patience;
        this.interim = interim;
        this.answered = answered;
        this.again = again;
        this.silence = new Alarm(loop, patience, this::silent);
    }

    /** Sends; what breaks in here fails the response, and ends the connection. */
    void send(Flow.@Nullable Publisher<ByteBuffer> content) {
        try {
            request.earlyHintsHandler(this::hinted);
            request.exceptionHandler(ignored -> {});
            request.response().onComplete(this::received, this::failed);
            if (content == null) {
                request.end();
                sent();
            } else {
                if (!request.headers().contains("Content-Length")) {
                    request.setChunked(true);
                }
                Upload upload = new Upload(request, loop, silence, this::sent);
                request.exceptionHandler(ignored -> upload.stop());
                content.subscribe(upload);
            }
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void sent() {
        if (!begun) {
            silence.start();
        }
    }

    /** An origin that has begun to answer takes content when it likes: it may wait for a client to take what it sends. */
    private void silent() {
        if (!begun) {
            request.reset(0, new TimeoutException("the origin did nothing for " + patience.toMillis() + " ms"));
        }
    }

    private void hinted(MultiMap hints) {
        heard = true;
        Fields.Builder fields = Fields.builder();
        for (Map.Entry<String, String> hint : hints) {
            fields.add(hint.getKey(), hint.getValue());
        }
        interim.accept(new ResponseHead(103, fields.build()));
    }

    private void failed(Throwable failure) {
        silence.stop();
        boolean closed = failure instanceof HttpClosedException || failure instanceof IOException;
        if (closed && !heard && again != null) {
            again.run();
        } else {
            answered.completeExceptionally(failure);
        }
    }

    private void received(HttpClientResponse response) {
        begun = true;
        silence.stop();
        try {
            response.pause();
            List<Field> lines = new ArrayList<>(response.headers().size());
            for (Map.Entry<String, String> line : response.headers()) {
                lines.add(new Field(line.getKey(), line.getValue()));
            }
            Rest rest = new Rest(request, length(response));
            StreamContent content = new StreamContent(response, false, loop, patience, rest);
            answered.complete(new Origin.Response(new ResponseArrival(response.statusCode(), lines), content));
            if (response.statusCode() < 200) {
                // To the origin this is no connection of HTTP any more (101), or its response is still to come.
                request.connection().close();
            }
        } catch (RuntimeException | Error e) {
            broke(e);
        }
    }

    private void broke(Throwable cause) {
        silence.stop();
        answered.completeExceptionally(cause);
        request.reset(0, cause);
    }

    /** Returns how long the content is; below zero if that is not known. */
    private long length(HttpClientResponse response) {
        int status = response.statusCode();
        if (request.getMethod().equals(HttpMethod.HEAD) || status == 204 || status == 304) {
            return 0;
        }
        String length = response.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The rest of a response: read if there is little of it, otherwise not worth its connection. */
    private record Rest(HttpClientRequest request, long length) implements StreamContent.Peer {

        private static final long LITTLE = 1 << 16;

        @Override
        public long spare(long read) {
            long left = length - read;
            return length >= 0 && left <= LITTLE ? left : -1;
        }

        @Override
        public void leave(Throwable cause) {
            request.reset(0, cause);
        }
    }
}
