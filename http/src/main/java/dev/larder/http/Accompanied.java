package dev.larder.http;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A call of somebody who was let in. Whatever the answer is, it carries what the gate tells; one that is not for all says so to the caches
 * between here and its client.
 */
record Accompanied(Call call, Gate.Entry.Let let) implements Call {

    static Call of(Call call, Gate.Entry.Let let) {
        return let.decided().isEmpty() ? call : new Accompanied(call, let);
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
        return call.content();
    }

    @Override
    public void interim(ResponseHead head) {
        call.interim(head);
    }

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        call.answer(Additions.to(let, head), content);
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        call.stream(Additions.to(let, head), content);
    }

    @Override
    public void afterwards(CompletionStage<?> work) {
        call.afterwards(work);
    }
}
