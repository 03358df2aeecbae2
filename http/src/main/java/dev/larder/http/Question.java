package dev.larder.http;

import dev.larder.http.decision.ForwardReason;
import dev.larder.http.guard.Content;
import dev.larder.http.guard.OwnAnswer;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A QUERY, whose content has to be read before its key is known. If that is too long for a key, the request passes. */
final class Question implements Gathering.Outcome {

    private final HttpCache cache;
    private final Call call;
    private final Origin origin;
    private final Asked asked;

    Question(HttpCache cache, Call call, Origin origin, Asked asked) {
        this.cache = cache;
        this.call = call;
        this.origin = origin;
        this.asked = asked;
    }

    void read(Content content) {
        if (content instanceof Content.None) {
            onWhole(new byte[0]);
        } else {
            call.content().subscribe(new Gathering(asked.settings().queryBytes(), this));
        }
    }

    @Override
    public void onWhole(byte[] content) {
        guarded(() -> new Visit(cache, call, origin, asked.asking(content), new Content.None()).begin());
    }

    @Override
    public void onTooLong(Flow.Publisher<ByteBuffer> content) {
        guarded(() -> new Passage(cache, call, origin, asked.site(), asked.forwarded(), content)
                .forward(ForwardReason.METHOD));
    }

    @Override
    public void onFailure(Throwable failure) {
        Passage.answer(call, OwnAnswer.plain(400, "content-incomplete"));
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            cache.broke(e);
            Passage.answer(call, OwnAnswer.plain(500, "internal"));
        }
    }
}
