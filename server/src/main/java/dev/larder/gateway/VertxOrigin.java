package dev.larder.gateway;

import dev.larder.http.Origin;
import dev.larder.http.message.Field;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
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
    private final @Nullable Checks checks;

    /**
     * Creates an origin.
     *
     * @param settings those that hold now
     * @param checks say whether it is worth a try; null for always
     */
    VertxOrigin(HttpClientAgent client, Supplier<GatewaySettings> settings, @Nullable Checks checks) {
        this.checks = checks;
        this.client = client;
        this.settings = settings;
    }

    /** Returns what checks have found. */
    String health() {
        return checks == null ? "unchecked" : checks.up() ? "up" : "down";
    }

    @Override
    public CompletionStage<Response> send(
            RequestHead head, Flow.@Nullable Publisher<ByteBuffer> content, Consumer<ResponseHead> interim) {
        if (checks != null && !checks.up()) {
            return CompletableFuture.failedFuture(new IOException("the origin fails its checks"));
        }
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

    void stopChecks() {
        if (checks != null) {
            checks.stop();
        }
    }

    /** Lets requests under way end, and takes no others. */
    Future<Void> shutdown(Duration patience) {
        stopChecks();
        return client.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void attempt(
            RequestOptions options,
            Flow.@Nullable Publisher<ByteBuffer> content,
            Consumer<ResponseHead> interim,
            CompletableFuture<Response> answered,
            @Nullable Runnable again) {
        try {
            client.request(options)
                    .onComplete(
                            request -> begin(request, content, interim, answered, again),
                            answered::completeExceptionally);
        } catch (RuntimeException e) {
            answered.completeExceptionally(e);
        }
    }

    private void begin(
            HttpClientRequest request,
            Flow.@Nullable Publisher<ByteBuffer> content,
            Consumer<ResponseHead> interim,
            CompletableFuture<Response> answered,
            @Nullable Runnable again) {
        if (request.version() == HttpVersion.HTTP_2) {
            // There the authority has a place of its own.
            request.authority(HostAndPort.parseAuthority(request.headers().get("Host"), -1));
            request.headers().remove("Host");
        }
        new Attempt(request, settings.get().silence(), interim, answered, again).send(content);
    }
}
