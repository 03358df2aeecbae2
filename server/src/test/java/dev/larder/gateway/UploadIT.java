package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content on its way to an origin, whose end is nowhere else than its length says. */
@Timeout(60)
final class UploadIT {

    private static Flow.Publisher<ByteBuffer> content(String text) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private boolean given;

            @Override
            public void request(long count) {
                if (!given) {
                    given = true;
                    subscriber.onNext(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {}
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mowGET /smuggled HTTP/1.1\r\n\r\n", "m"})
    void send_contentOfAnotherLength_endsTheConnection(String sent) throws Exception {
        CompletableFuture<String> got = new CompletableFuture<>();
        Vertx vertx = Vertx.vertx();
        try (RawOrigin origin = new RawOrigin(wire -> {
            wire.head();
            wire.socket().setSoTimeout(5_000);
            got.complete(wire.until("smuggled"));
        })) {
            HttpClientOptions options = new HttpClientOptions()
                    .setDefaultHost("127.0.0.1")
                    .setDefaultPort(origin.uri().getPort());
            RequestHead head = new RequestHead("POST", "http", "a", "/x", Fields.of("Content-Length", "3"));
            CompletableFuture<?> answered = new VertxOrigin(
                            vertx.createHttpClient(options), () -> GatewaySettings.DEFAULT, null)
                    .send(head, content(sent), hint -> {})
                    .toCompletableFuture();

            assertThatThrownBy(() -> answered.get(4, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            // A connection that nothing was sent on may live.
            assertThat(got.completeOnTimeout("", 2, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS))
                    .isIn("", "m");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
