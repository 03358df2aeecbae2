package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Content on its way to a client that leaves. */
class SinkTest {

    @Test
    void onSubscribe_clientHasLeft_cancels() throws Exception {
        CompletableFuture<Flow.Subscriber<? super ByteBuffer>> sink = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> {
                        request.connection().closeHandler(ignored -> left.countDown());
                        VertxCall call = new VertxCall(request, Duration.ofSeconds(10), TrustedProxies.NONE);
                        call.stream(new ResponseHead(200, Fields.NONE), sink::complete);
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
                client.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                sink.get(10, TimeUnit.SECONDS);
            }
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();

            sink.get(10, TimeUnit.SECONDS).onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {
                    cancelled.countDown();
                }
            });

            assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
