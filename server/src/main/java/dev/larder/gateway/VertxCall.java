package dev.larder.gateway;

import dev.larder.http.Call;
import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request that a client has sent to the gateway. Everything happens on the event loop of its connection. */
final class VertxCall implements Call {

    private final HttpServerRequest request;
    private final Loop loop;
    private final Arrival arrival;

    VertxCall(HttpServerRequest request) {
        this.request = request;
        this.loop = Loop.current();
        this.arrival = arrival(request);
        if (!request.isEnded()) {
            request.pause();
        }
        request.exceptionHandler(failure -> {});
        request.response().exceptionHandler(failure -> {});
    }

    private static Arrival arrival(HttpServerRequest request) {
        List<Field> lines = new ArrayList<>(request.headers().size());
        for (Map.Entry<String, String> line : request.headers()) {
            lines.add(new Field(line.getKey(), line.getValue()));
        }
        boolean second = request.version() == HttpVersion.HTTP_2;
        String scheme = request.isSSL() ? "https" : "http";
        String authority =
                second && request.authority() != null ? request.authority().toString() : null;
        return new Arrival(
                version(request.version()),
                scheme,
                request.method().name(),
                request.uri(),
                authority,
                lines,
                second && mayHaveContent(request));
    }

    /**
     * Under HTTP/2 it is not known yet whether content follows. GET and HEAD are taken to have none: what comes all the same is thrown
     * away, and never reaches the origin.
     */
    private static boolean mayHaveContent(HttpServerRequest request) {
        boolean without =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return !without && !request.isEnded();
    }

    private static Arrival.Version version(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> Arrival.Version.HTTP_1_0;
            case HTTP_1_1 -> Arrival.Version.HTTP_1_1;
            default -> Arrival.Version.HTTP_2;
        };
    }

    @Override
    public Arrival arrival() {
        return arrival;
    }

    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return new StreamContent(request, loop);
    }

    @Override
    public void interim(ResponseHead head) {
        if (head.status() == 103) {
            loop.run(() -> {
                if (!request.response().headWritten()) {
                    MultiMap hints = MultiMap.caseInsensitiveMultiMap();
                    head.fields().forEach(field -> hints.add(field.name(), field.value()));
                    request.response().writeEarlyHints(hints);
                }
            });
        }
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        loop.run(() -> {
            HttpServerResponse response = begin(head);
            if (response == null) {
                return;
            }
            if (content.size() == 1) {
                response.end(Buffers.of(content.get(0)));
            } else {
                Buffer whole = Buffer.buffer();
                content.forEach(part -> whole.appendBuffer(Buffers.of(part)));
                response.end(whole);
            }
            if (!request.isEnded()) {
                request.resume();
            }
        });
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        loop.run(() -> {
            HttpServerResponse response = begin(head);
            if (response == null) {
                Sink.cancel(content);
                return;
            }
            boolean framed = head.fields().has("Content-Length");
            boolean bare = request.method().name().equals("HEAD") || head.status() == 304 || head.status() == 204;
            if (!framed && !bare) {
                response.setChunked(true);
            }
            if (!request.isEnded()) {
                request.resume();
            }
            content.subscribe(new Sink(response, loop));
        });
    }

    /** Writes the head; null if the client is gone or answered already. */
    private @Nullable HttpServerResponse begin(ResponseHead head) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended() || response.headWritten()) {
            return null;
        }
        response.setStatusCode(head.status());
        for (Field field : head.fields()) {
            response.headers().add(field.name(), field.value());
        }
        return response;
    }
}
