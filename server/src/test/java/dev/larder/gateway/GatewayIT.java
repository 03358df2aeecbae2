package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway between real sockets. */
class GatewayIT {

    private static EmbeddedRedis redis;

    /** What the origin does with a request. */
    interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Answering answering = exchange -> respond(exchange, 200, "hedges");
    private HttpServer origin;
    private Larder larder;
    private Gateway gateway;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.setExecutor(threads);
        origin.createContext("/", exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                answering.answer(exchange);
            }
        });
        origin.start();
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        URI from = URI.create("http://127.0.0.1:" + origin.getAddress().getPort());
        gateway = Gateway.start(larder, "127.0.0.1", 0, from, List.of(Route.of("all", "/", Profile.SAFE)));
    }

    @AfterEach
    void stop() {
        gateway.close();
        larder.close();
        origin.stop(0);
        threads.shutdownNow();
    }

    private static void respond(HttpExchange exchange, int status, String content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private HttpResponse<String> get(String target, HttpClient.Version version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve(target))
                .version(version)
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void get_twice_asksTheOriginOnce() throws Exception {
        HttpResponse<String> first = get("/first", HttpClient.Version.HTTP_1_1);
        HttpResponse<String> second = get("/first", HttpClient.Version.HTTP_1_1);

        assertThat(first.body()).isEqualTo("hedges");
        assertThat(second.body()).isEqualTo("hedges");
        assertThat(second.headers().firstValue("Age")).isPresent();
        assertThat(asked).hasValue(1);
    }

    @Test
    void get_http2_isTheSame() throws Exception {
        HttpResponse<String> first = get("/second", HttpClient.Version.HTTP_2);
        HttpResponse<String> second = get("/second", HttpClient.Version.HTTP_2);

        assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(first.body()).isEqualTo("hedges");
        assertThat(second.body()).isEqualTo("hedges");
        assertThat(asked).hasValue(1);
    }

    @Test
    void post_withContent_reachesTheOriginAndInvalidates() throws Exception {
        answering = exchange -> respond(
                exchange,
                200,
                exchange.getRequestMethod()
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        get("/orders", HttpClient.Version.HTTP_1_1);
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/orders"))
                    .version(version)
                    .POST(HttpRequest.BodyPublishers.ofString("mow"))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("POSTmow");
        }

        get("/orders", HttpClient.Version.HTTP_1_1);

        assertThat(asked).hasValue(4);
    }

    @Test
    void get_muchContent_streamsThroughWhole() throws Exception {
        byte[] part = new byte[1 << 16];
        answering = exchange -> {
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 512; i++) {
                exchange.getResponseBody().write(part);
            }
        };
        HttpRequest request =
                HttpRequest.newBuilder(gateway.uri().resolve("/much")).build();
        long length = 0;
        try (InputStream content =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            for (int read = content.read(part); read >= 0; read = content.read(part)) {
                length += read;
            }
        }

        assertThat(length).isEqualTo(512L << 16);
    }

    @Test
    void get_originGone_isAnErrorOfTheGatewaysOwn() throws Exception {
        origin.stop(0);

        HttpResponse<String> response = get("/gone", HttpClient.Version.HTTP_1_1);

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void get_contentCutShort_isNotStored() throws Exception {
        answering = exchange -> {
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };
        assertThat(get("/cut", HttpClient.Version.HTTP_1_1).statusCode()).isEqualTo(504);

        answering = exchange -> respond(exchange, 200, "whole");
        assertThat(get("/cut", HttpClient.Version.HTTP_1_1).body()).isEqualTo("whole");
    }

    @Test
    void raw_smuggling_isRefusedAndTheConnectionEnds() throws Exception {
        String answer = raw(
                "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /b"
                        + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(asked).hasValue(0);
    }

    /** It is in the same buffer, so it has been read already. */
    @Test
    void raw_requestAfterTheLastOne_isNone() throws Exception {
        String answer = raw("GET /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /b"
                + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(asked).hasValue(0);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.uri().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void start_portTaken_saysSo() {
        URI from = URI.create("http://127.0.0.1:1");
        int taken = origin.getAddress().getPort();
        try (Larder another = Larder.connect(redis.uri())) {
            assertThatThrownBy(() -> Gateway.start(another, "127.0.0.1", taken, from, List.of()))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("cannot listen");
        }
    }
}
