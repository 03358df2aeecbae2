package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.CacheStatus;
import dev.larder.http.decision.ForwardReason;
import dev.larder.http.decision.Invalidation;
import dev.larder.http.guard.Content;
import dev.larder.http.guard.Judged;
import dev.larder.http.guard.OwnAnswer;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request past the store: to the origin and back, streaming both ways. Nothing is stored; what the request has changed is
 * invalidated before its client hears of it.
 */
final class Passage {

    private final HttpCache cache;
    private final Call call;
    private final Origin origin;
    private final Site site;
    private final RequestHead request;
    private final Flow.@Nullable Publisher<ByteBuffer> content;

    /**
     * Creates a way.
     *
     * @param request as it goes to the origin
     */
    Passage(HttpCache cache, Call call, Origin origin, Site site, RequestHead request, Content content) {
        this(cache, call, origin, site, request, sent(call, content));
    }

    /**
     * Creates a way for a request whose content was read already.
     *
     * @param request as it goes to the origin
     * @param content null if there is none
     */
    Passage(
            HttpCache cache,
            Call call,
            Origin origin,
            Site site,
            RequestHead request,
            Flow.@Nullable Publisher<ByteBuffer> content) {
        this.cache = cache;
        this.call = call;
        this.origin = origin;
        this.site = site;
        this.request = request;
        this.content = content;
    }

    private static Flow.@Nullable Publisher<ByteBuffer> sent(Call call, Content content) {
        if (content instanceof Content.Discarded) {
            Discarding.cancel(call.content());
        }
        return content instanceof Content.Sized || content instanceof Content.Streamed ? call.content() : null;
    }

    /** Forwards the request, and answers. */
    void forward(ForwardReason reason) {
        Fields fields = cache.outgoing(request.fields());
        origin.pass(request.with(fields), content, call::interim).whenComplete((response, failure) -> {
            if (response == null) {
                refuse(504, "origin-failed");
                return;
            }
            Incoming received = new Incoming(response.content());
            guarded(received, () -> answer(reason, response.arrival(), received));
        });
    }

    /** What goes wrong in here is an error of this program: the client gets 500, and nobody waits for the content. */
    private void guarded(Incoming received, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            cache.broke(e);
            received.drop();
            refuse(500, "internal");
        }
    }

    private void answer(ForwardReason reason, ResponseArrival arrival, Incoming received) {
        Judged judged = site.screening().pass(arrival);
        if (!(judged instanceof Judged.NotShared passed)) {
            received.drop();
            refuse(502, "bad-response");
            return;
        }
        CacheSettings settings = site.route().settings();
        ResponseHead head = passed.response();
        CacheStatus status = CacheStatus.forwarded(reason).answered(head.status(), false, null);
        Fields fields = head.fields().without(settings.tagFields());
        ResponseHead told = head.with(status.appendTo(fields, settings));
        Invalidation invalidation = Invalidation.of(request, head, settings);
        if (invalidation.equals(Invalidation.NONE)) {
            call.stream(told, received);
        } else {
            cache.invalidate(request, invalidation)
                    .whenComplete((done, failure) -> guarded(received, () -> call.stream(told, received)));
        }
    }

    /** Answers by itself. */
    void refuse(int status, String code) {
        answer(call, OwnAnswer.plain(status, code));
    }

    static void answer(Call call, OwnAnswer answer) {
        call.answer(answer.head(), List.of(ByteBuffer.wrap(answer.content().getBytes(StandardCharsets.US_ASCII))));
    }
}
