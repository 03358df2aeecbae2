package dev.larder.gateway;

import dev.larder.http.Origin;
import dev.larder.http.message.Field;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An origin over pooled connections. GET and HEAD are sent once more if their connection was closed before anything of a response came: a
 * server may close one that nobody uses in the very moment that it is used again.
 */
final class VertxOrigin implements Origin {

    private final HttpClientAgent client;
    private final Supplier<GatewaySettings> settings;

    /**
     * Creates an origin.
     *
     * @param settings those that hold now
     */
    VertxOrigin(HttpClientAgent client, Supplier<GatewaySettings> settings) {
        this.client = client;
        this.settings = settings;
    }

    @Override
    public CompletionStage<Response> send(
            RequestHead head, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(head.method()))
                .setURI(head.target())
                .setConnectTimeout(settings.get().turn().toMillis());
        for (Field field : head.fields()) {
            options.addHeader(field.name(), field.value());
        }
        options.putHeader("Host", head.authority());
        CompletableFuture<Response> answered = new CompletableFuture<>();
        boolean safe = head.method().equals("GET") || head.method().equals("HEAD");
        Runnable again = safe && content == null ? () -> attempt(options, null, interim, answered, null) : null;
        attempt(options, content, interim, answered, again);
        return answered;
    }

    /** Lets requests under way end, and takes no others. */
    Future<Void> shutdown(Duration patience) {
        return client.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(
            RequestOptions options,
            Flow.@Nullable Publisher<ByteBuffer> content,
            Consumer<ResponseHead> interim,
            CompletableFuture<Response> answered,
            @Nullable Runnable again) {
        client.request(options)
                .onComplete(
                        request -> begin(request, content, interim, answered, again), answered::completeExceptionally);
    }

    private void begin(
            HttpClientRequest request,
            Flow.@Nullable Publisher<ByteBuffer> content,
            Consumer<ResponseHead> interim,
            CompletableFuture<Response> answered,
            @Nullable Runnable again) {
        new Attempt(request, settings.get().silence(), interim, answered, again).send(content);
    }
}
