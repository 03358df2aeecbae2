package dev.larder.gateway;

import dev.larder.http.Origin;
import dev.larder.http.guard.ResponseArrival;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An origin over pooled connections. A response has to begin within ten seconds. */
final class VertxOrigin implements Origin {

    private static final long IDLE_MILLIS = 10_000;

    private final HttpClientAgent client;

    VertxOrigin(HttpClientAgent client) {
        this.client = client;
    }

    @Override
    public CompletionStage<Response> send(
            RequestHead head, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        CompletableFuture<Response> answered = new CompletableFuture<>();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(head.method()))
                .setURI(head.target())
                .setIdleTimeout(IDLE_MILLIS);
        for (Field field : head.fields()) {
            options.addHeader(field.name(), field.value());
        }
        options.putHeader("Host", head.authority());
        client.request(options)
                .onFailure(answered::completeExceptionally)
                .onSuccess(request -> sent(request, content, interim, answered));
        return answered;
    }

    private static void sent(
            HttpClientRequest request,
            Flow.@Nullable Publisher<ByteBuffer> content,
            Consumer<ResponseHead> interim,
            CompletableFuture<Response> answered) {
        Loop loop = Loop.current();
        request.earlyHintsHandler(hints -> {
            Fields.Builder fields = Fields.builder();
            for (Map.Entry<String, String> hint : hints) {
                fields.add(hint.getKey(), hint.getValue());
            }
            interim.accept(new ResponseHead(103, fields.build()));
        });
        request.response()
                .onFailure(answered::completeExceptionally)
                .onSuccess(response -> answered.complete(received(response, loop)));
        if (content == null) {
            request.end();
        } else {
            if (!request.headers().contains("Content-Length")) {
                request.setChunked(true);
            }
            content.subscribe(new Upload(request, loop));
        }
    }

    private static Response received(HttpClientResponse response, Loop loop) {
        response.pause();
        List<Field> lines = new ArrayList<>(response.headers().size());
        for (Map.Entry<String, String> line : response.headers()) {
            lines.add(new Field(line.getKey(), line.getValue()));
        }
        return new Response(new ResponseArrival(response.statusCode(), lines), new StreamContent(response, loop));
    }

    /** Content on its way to the origin. */
    private static final class Upload implements Flow.Subscriber<ByteBuffer> {
        private final HttpClientRequest request;
        private final Loop loop;
        private Flow.@Nullable Subscription source;

        Upload(HttpClientRequest request, Loop loop) {
            this.request = request;
            this.loop = loop;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            loop.run(() -> {
                source = subscription;
                subscription.request(1);
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            loop.run(() -> {
                Flow.Subscription from = Objects.requireNonNull(source);
                request.write(Buffers.of(bytes));
                if (request.writeQueueFull()) {
                    request.drainHandler(again -> from.request(1));
                } else {
                    from.request(1);
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            loop.run(() -> request.reset());
        }

        @Override
        public void onComplete() {
            loop.run(() -> request.end());
        }
    }
}
