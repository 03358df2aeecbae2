package dev.larder.http;

import dev.larder.http.guard.Arrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** A client's call whose answer a test can look at. */
final class FakeCall implements Call {

    /** An answer as the client has received it. */
    record Received(ResponseHead head, String content) {

        int status() {
            return head.status();
        }

        String field(String name) {
            return head.fields().first(name);
        }
    }

    private final Arrival arrival;
    private final byte[] content;
    private final CompletableFuture<Received> received = new CompletableFuture<>();
    private volatile boolean streamed;

    FakeCall(String method, String target, String... fields) {
        this(new byte[0], method, target, fields);
    }

    private FakeCall(byte[] content, String method, String target, String... fields) {
        this.content = content;
        List<Field> lines = new ArrayList<>(List.of(new Field("Host", "grounds.example")));
        for (int i = 0; i < fields.length; i += 2) {
            lines.add(new Field(fields[i], fields[i + 1]));
        }
        arrival = new Arrival(Arrival.Version.HTTP_1_1, "http", method, target, null, lines, false);
    }

    /** A QUERY whose length is said. */
    static FakeCall query(String target, String content, String... fields) {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("Content-Length", String.valueOf(content.length()), "Content-Type", "text/plain"));
        return new FakeCall(content.getBytes(StandardCharsets.UTF_8), "QUERY", target, all.toArray(new String[0]));
    }

    /** A QUERY that comes in chunks. */
    static FakeCall chunked(String target, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new FakeCall(bytes, "QUERY", target, "Transfer-Encoding", "chunked", "Content-Type", "text/plain");
    }

    static FakeCall get(String target, String... fields) {
        return new FakeCall("GET", target, fields);
    }

    /** Returns whether it was answered by {@link #stream}. */
    boolean isStreamed() {
        return streamed;
    }

    Received await() throws Exception {
        return received.get(60, TimeUnit.SECONDS);
    }

    boolean isAnswered() {
        return received.isDone();
    }

    @Override
    public Arrival arrival() {
        return arrival;
    }

    @Override
    public Flow.Publisher<ByteBuffer> content() {
        return new Bytes(content);
    }

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public void answer(ResponseHead head, List<ByteBuffer> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.forEach(part -> add(bytes, part));
        end(head, bytes);
    }

    private static void add(ByteArrayOutputStream bytes, ByteBuffer part) {
        byte[] copy = new byte[part.remaining()];
        part.duplicate().get(copy);
        bytes.writeBytes(copy);
    }

    private void end(ResponseHead head, ByteArrayOutputStream bytes) {
        if (!received.complete(new Received(head, bytes.toString(StandardCharsets.ISO_8859_1)))) {
            throw new IllegalStateException("a call is answered once");
        }
    }

    @Override
    public void stream(ResponseHead head, Flow.Publisher<ByteBuffer> content) {
        streamed = true;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription source;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                source = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(ByteBuffer part) {
                add(bytes, part);
                source.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                received.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                end(head, bytes);
            }
        });
    }
}
