package dev.larder.http;

import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;

/** An origin that answers as a test says, and remembers what it was asked. */
final class FakeOrigin implements Origin {

    final ConcurrentLinkedQueue<RequestHead> requests = new ConcurrentLinkedQueue<>();

    /** The content of the last request that had some. */
    volatile String content = "";

    volatile Function<RequestHead, CompletionStage<Response>> answers = request -> respond(404, "nothing");

    @Override
    public CompletionStage<Response> send(
            RequestHead request, Flow.Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        requests.add(request);
        if (content == null) {
            return answers.apply(request);
        }
        CompletableFuture<Response> answered = new CompletableFuture<>();
        content.subscribe(new Gathering(1 << 20, new Gathering.Outcome() {
            @Override
            public void onWhole(byte[] bytes) {
                FakeOrigin.this.content = new String(bytes, StandardCharsets.UTF_8);
                answers.apply(request).whenComplete((response, failure) -> answered.complete(response));
            }

            @Override
            public void onTooLong(Flow.Publisher<ByteBuffer> all) {
                throw new IllegalStateException("more than any test sends");
            }

            @Override
            public void onFailure(Throwable failure) {
                answered.completeExceptionally(failure);
            }
        }));
        return answered;
    }

    int asked() {
        return requests.size();
    }

    RequestHead last() {
        return requests.stream().reduce((a, b) -> b).orElseThrow();
    }

    /** A response with names and values of fields in turn. */
    static CompletionStage<Response> respond(int status, String content, String... fields) {
        return respond(status, new Bytes(content.getBytes(StandardCharsets.UTF_8)), fields);
    }

    static CompletionStage<Response> respond(int status, Flow.Publisher<ByteBuffer> content, String... fields) {
        List<Field> lines = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            lines.add(new Field(fields[i], fields[i + 1]));
        }
        if (content instanceof Bytes bytes
                && lines.stream().noneMatch(line -> line.name().equals("Content-Length"))) {
            lines.add(new Field("Content-Length", String.valueOf(bytes.content().length)));
        }
        if (lines.stream().noneMatch(line -> line.name().equals("Content-Type"))) {
            lines.add(new Field("Content-Type", "text/plain"));
        }
        return CompletableFuture.completedFuture(new Response(new ResponseArrival(status, lines), content));
    }
}
