package dev.larder.gateway;

import dev.larder.http.Call;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.Refusal;
import dev.larder.http.message.Field;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request that a client has sent to the gateway. Everything happens on the event loop of its connection. */
final class VertxCall implements Call {

    private static final Duration LINGERING = Duration.ofSeconds(1);

    private final HttpServerRequest request;
    private final Loop loop;
    private final Arrival arrival;
    private final String address;
    private final StreamContent content;
    private final boolean expects;
    private boolean continued;
    private boolean last;
    private boolean lingers;

    /**
     * Creates a call.
     *
     * @param patience for each next part of the content
     * @param proxies that say for whom they ask
     */
    VertxCall(HttpServerRequest request, Duration patience, TrustedProxies proxies) {
        this.request = request;
        this.loop = Loop.current();
        this.arrival = arrival(request);
        this.address = address(request, proxies);
        this.expects =
                request.version() == HttpVersion.HTTP_1_1 && request.headers().contains("Expect");
        this.last = asksToClose(request);
        if (!request.isEnded()) {
            request.pause();
        }
        this.content = new StreamContent(request, request.isEnded(), loop, patience, new Client());
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

    /** Returns whether one of several connection options is {@code close}; the server looks at the first one only. */
    private static boolean asksToClose(HttpServerRequest request) {
        return request.headers().getAll("Connection").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
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

    private static String address(HttpServerRequest request, TrustedProxies proxies) {
        SocketAddress peer = request.remoteAddress();
        return peer == null || peer.hostAddress() == null
                ? ""
                : proxies.client(peer.hostAddress(), request.headers().getAll("X-Forwarded-For"));
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return content;
    }

    @Override
    public void interim(ResponseHead head) {
        if (head.status() == 103 && request.version() != HttpVersion.HTTP_1_0) {
            loop.run(() -> {
                HttpServerResponse response = request.response();
                if (!response.headWritten() && !response.closed()) {
                    response.writeEarlyHints(Hints.of(head.fields()));
                }
            });
        }
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> parts) {
        loop.run(() -> {
            HttpServerResponse response = begin(head);
            if (response != null) {
                response.end(Buffers.of(parts));
                content.leaveUnread();
            }
        });
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> answer) {
        loop.run(() -> {
            boolean bare = request.method().equals(HttpMethod.HEAD) || head.status() == 304 || head.status() == 204;
            boolean unframed = !bare && !head.fields().has("Content-Length");
            last |= unframed && request.version() == HttpVersion.HTTP_1_0;
            HttpServerResponse response = begin(head);
            if (response == null) {
                Sink.cancel(answer);
                return;
            }
            if (unframed) {
                response.setChunked(true);
            }
            content.leaveUnread();
            answer.subscribe(new Sink(response, loop));
        });
    }

    /** Prepares the head; null if the client is gone or answered already. */
    private @Nullable HttpServerResponse begin(ResponseHead head) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended() || response.headWritten()) {
            return null;
        }
        response.setStatusCode(head.status());
        for (Field field : head.fields()) {
            response.headers().add(field.name(), field.value());
        }
        // A client that was not told to continue may send its content all the same, or another request: nobody could
        // tell.
        last |= expects && !continued;
        last |= "close".equalsIgnoreCase(response.headers().get("Connection"));
        boolean closes = last && request.version() != HttpVersion.HTTP_2;
        boolean sends = request.headers().contains("Content-Length")
                || request.headers().contains("Transfer-Encoding");
        lingers = closes && sends && head.status() == Refusal.CONTENT_TOO_LONG.status();
        if (closes) {
            response.headersEndHandler(ignored -> response.headers().set("Connection", "close"));
        }
        response.endHandler(ignored -> {
            if (last) {
                end();
            }
        });
        return response;
    }

    /**
     * Ends the connection after its last answer. What is on its way of content that is too long is thrown away for a while: closed at once, the
     * connection would be reset, and the answer lost with it.
     */
    private void end() {
        if (lingers && !content.isOver()) {
            new Alarm(loop, LINGERING, this::close).start();
        } else {
            close();
        }
    }

    /** Ends the connection, or under HTTP/2 the request; after the answer. */
    private void close() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(0);
        } else {
            request.connection().close();
        }
    }

    /** The client, as the source of content. */
    private final class Client implements StreamContent.Peer {

        private static final long MOST = 1 << 20;

        @Override
        public void wanted() {
            HttpServerResponse response = request.response();
            if (expects && !response.headWritten() && !response.closed()) {
                continued = true;
                response.writeContinue();
            }
        }

        @Override
        public long spare(long read) {
            return lingers ? Long.MAX_VALUE : MOST;
        }

        @Override
        public void ended() {
            if (lingers) {
                close();
            }
        }

        /** It is not read from any more; its answer still reaches it. */
        @Override
        public void leave(Throwable cause) {
            last = true;
            request.pause();
            if (request.response().ended()) {
                close();
            }
        }
    }
}
