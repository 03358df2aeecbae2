package dev.larder.gateway;

import dev.larder.http.Call;
import dev.larder.http.guard.Arrival;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.Refusal;
import dev.larder.http.guard.Refused;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call with what the gateway does around it: its place among the connections, its line in the access log, the end of its connection. */
final class Served implements Call {

    private final Call call;
    private final HttpServerRequest request;
    private final BooleanSupplier draining;
    private final Lobby.Stay stay;
    private final @Nullable Consumer<Visited> log;
    private final boolean query;
    private final Limited content;
    private final Loop loop = Loop.current();
    private final long begun = System.nanoTime();
    private volatile long firstByte;
    private volatile @Nullable ResponseHead answered;
    private boolean over;

    /**
     * Creates a call; on the event loop of its connection.
     *
     * @param draining whether connections are to end
     * @param stay told when it is over, and when its connection is
     * @param log takes what there is to be said of it; null if nothing is
     * @param query whether that may hold the query
     * @param most bytes of content
     */
    Served(
            Call call,
            HttpServerRequest request,
            BooleanSupplier draining,
            Lobby.Stay stay,
            @Nullable Consumer<Visited> log,
            boolean query,
            long most) {
        this.call = call;
        this.content = new Limited(call.content(), most, this::tooLong);
        this.request = request;
        this.draining = draining;
        this.stay = stay;
        this.log = log;
        this.query = query;
        HttpServerResponse response = request.response();
        response.bodyEndHandler(ignored -> over());
        response.closeHandler(ignored -> over());
    }

    private void over() {
        if (over) {
            return;
        }
        over = true;
        stay.left();
        if (log != null) {
            log.accept(visited());
        }
    }

    private Visited visited() {
        long now = System.nanoTime();
        ResponseHead head = answered;
        HttpServerResponse response = request.response();
        boolean began = head != null && response.headWritten();
        Duration total = Duration.ofNanos(now - begun);
        return new Visited(
                Instant.now().minus(total),
                request.remoteAddress() == null
                        ? "-"
                        : String.valueOf(request.remoteAddress().hostAddress()),
                call.arrival().method(),
                query ? call.arrival().target() : withoutQuery(call.arrival().target()),
                version(),
                request.getHeader("Referer"),
                request.getHeader("User-Agent"),
                began && head != null ? head.status() : 0,
                response.bytesWritten(),
                began ? Duration.ofNanos(firstByte - begun) : null,
                total,
                head == null ? null : head.fields().combined("Cache-Status"));
    }

    private static String withoutQuery(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark + 1) + "...";
    }

    private String version() {
        return switch (request.version()) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            default -> "HTTP/2.0";
        };
    }

    @Override
    public Arrival arrival() {
        return call.arrival();
    }

    @Override
    public String address() {
        return call.address();
    }

    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return content;
    }

    /** What the cache says later finds the request answered; what it has begun to say is all that its client gets. */
    private void tooLong() {
        OwnAnswer refusal = OwnAnswer.to(
                new Refused(Refusal.CONTENT_TOO_LONG), Set.of(), call.arrival().version());
        if (!request.response().headWritten()) {
            answer(refusal.head(), List.of(StandardCharsets.US_ASCII.encode(refusal.content())));
        }
    }

    @Override
    public void interim(ResponseHead head) {
        call.interim(head);
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        call.answer(begun(head), content);
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        call.stream(begun(head), content);
    }

    /** While the gateway drains, the answer is the last one of its connection; under HTTP/2 that is said once for all. */
    private ResponseHead begun(ResponseHead head) {
        if (content.isCut() && answered != null) {
            return head;
        }
        firstByte = System.nanoTime();
        answered = head;
        boolean first = request.version() != HttpVersion.HTTP_2;
        boolean refused =
                head.status() >= 400 && "close".equalsIgnoreCase(head.fields().first("Connection"));
        boolean closes = first && (refused || draining.getAsBoolean());
        if (closes) {
            loop.run(stay::last);
        }
        return closes
                ? head.with(head.fields().toBuilder().set("Connection", "close").build())
                : head;
    }
}
