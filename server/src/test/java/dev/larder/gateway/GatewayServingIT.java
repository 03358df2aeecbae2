package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway does around requests: limits, slow clients, the access log, checks of the origin, the end. */
@Timeout(60)
class GatewayServingIT {

    private static EmbeddedRedis redis;

    private final ConcurrentLinkedQueue<GatewayEvent> told = new ConcurrentLinkedQueue<>();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicBoolean well = new AtomicBoolean(true);
    private final String host = "h" + System.nanoTime();
    private Larder larder;
    private RawOrigin origin;
    private Gateway gateway;

    @BeforeAll
    static void connect() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        origin = new RawOrigin(wire -> {
            while (answer(wire)) {
                // the next request of the connection
            }
        });
    }

    private boolean answer(Wire wire) throws Exception {
        String head = wire.head();
        if (head.isEmpty()) {
            return false;
        }
        if (head.startsWith("GET /slow")) {
            waiting.countDown();
            go.await();
        }
        String status = head.startsWith("GET /health") && !well.get() ? "500 Down" : "200 OK";
        wire.write("HTTP/1.1 " + status
                + "\r\nContent-Type: text/plain\r\nCache-Control: max-age=60\r\nContent-Length: 6\r\n\r\nhedges");
        return true;
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        if (gateway != null) {
            gateway.close();
        }
        origin.close();
        larder.close();
    }

    private void start(String yaml) {
        gateway = Gateway.start(
                larder,
                GatewayConfig.parse(
                        "listen: 127.0.0.1:0\n"
                                + yaml.replace("ORIGIN", origin.uri().toString()),
                        "larder.yaml"),
                told::add);
    }

    private Wire client() throws IOException {
        return Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()));
    }

    private String get(String target) throws IOException {
        try (Wire client = client()) {
            client.write("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            return client.rest();
        }
    }

    @Test
    void connections_moreThanAllowed_areClosedAtOnceUntilOthersLeave() throws Exception {
        start("origin: ORIGIN\nlimits: { connections-per-address: 2 }");
        List<Wire> open = new ArrayList<>(List.of(client(), client()));
        for (Wire wire : open) {
            wire.write("GET /plots HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(wire.until("hedges")).startsWith("HTTP/1.1 200");
        }

        try (Wire third = client()) {
            third.write("GET /plots HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(third.in().read()).isEqualTo(-1);
        }

        open.get(0).close();
        await().until(() -> {
            try (Wire again = client()) {
                again.write("GET /plots HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                return again.rest().startsWith("HTTP/1.1 200");
            } catch (IOException e) {
                return false;
            }
        });
        open.get(1).close();
    }

    /** Bytes come all the time, so that a time-out for silence never ends it. */
    @Test
    void head_thatComesByAndBy_isNotWaitedForLongerThanAllowed() throws Exception {
        start("origin: ORIGIN\ntimeouts: { head: 700ms, idle: 30s }");
        long begun = System.nanoTime();
        try (Wire slow = client()) {
            slow.write("GET / HTTP/1.1\r\n");
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> {
                try {
                    return slow.in().read();
                } catch (SocketTimeoutException e) {
                    return -2;
                } catch (IOException e) {
                    return -1;
                }
            });
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        try {
                            slow.write("X-A: b\r\n");
                        } catch (IOException e) {
                            return true;
                        }
                        return end.isDone();
                    });
            assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        assertThat(get("/plots")).startsWith("HTTP/1.1 200");
    }

    @Test
    void head_requestUnderWay_isNotCutByTheTimeOutOfTheHead() throws Exception {
        start("origin: ORIGIN\ntimeouts: { head: 300ms, idle: 300ms }");
        try (Wire client = client()) {
            client.write("GET /slow HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(go::countDown);

            assertThat(client.rest()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void accessLog_requests_areLinesOfIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");
        start("origin: ORIGIN\nclear-text-http2: on\naccess-log: { to: " + file + ", format: json }");

        get("/plots?token=secret");
        await().until(() -> get("/plots?token=secret").contains(";hit"));
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.uri().resolve("/over-http2"))
                                .version(HttpClient.Version.HTTP_2)
                                .header("User-Agent", "a \"b\"")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        gateway.close();

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .contains("\"target\":\"/plots?...\"", "\"status\":200", "\"bytes\":6", "fwd=uri-miss")
                .doesNotContain("secret");
        assertThat(lines).anyMatch(line -> line.contains(";hit;ttl="));
        assertThat(lines.get(lines.size() - 1))
                .contains(
                        "/over-http2",
                        "\"version\":\"HTTP/2.0\"",
                        "\"status\":200",
                        "\"userAgent\":\"a \\u0022b\\u0022\"");
    }

    @Test
    void health_originThatFailsItsChecks_isNotAskedUntilItIsWell() throws Exception {
        start("origin: { url: ORIGIN, health: { path: /health, interval: 50ms, timeout: 50ms, failures: 2 } }");
        assertThat(get("/one")).startsWith("HTTP/1.1 200");

        well.set(false);
        await().until(() -> told.stream().anyMatch(event -> event.text().contains("fails its checks")));
        assertThat(get("/two")).startsWith("HTTP/1.1 504");

        well.set(true);
        await().until(() -> told.stream().anyMatch(event -> event.text().contains("answers its checks again")));
        assertThat(get("/three")).startsWith("HTTP/1.1 200");
    }

    /** An address that swallows packets costs one connect time-out of a check, not one of each request. */
    @Test
    void health_originDead_answersAtOnce() throws Exception {
        URI dead = origin.uri();
        start(
                "origin: { url: " + dead
                        + ", health: { path: /health, interval: 50ms, timeout: 50ms, failures: 1 } }\ntimeouts: { connection: 20s, connect: 20s, origin: 20s }");
        well.set(false);
        await().until(() -> !told.isEmpty());
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(get("/slow" + i)).startsWith("HTTP/1.1 504");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void close_requestUnderWay_endsFirstAndSaysThatItIsTheLast() throws Exception {
        start("origin: ORIGIN\ntimeouts: { drain: 20s }");
        try (Wire busy = client();
                Wire idle = client()) {
            idle.write("GET /plots HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(idle.until("hedges")).startsWith("HTTP/1.1 200");
            busy.write("GET /slow HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            int port = gateway.uri().getPort();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
            assertThat(idle.in().read()).isEqualTo(-1);
            await().until(() -> {
                try (Socket late = new Socket("127.0.0.1", port)) {
                    return late.getInputStream().read() < 0;
                } catch (IOException e) {
                    return true;
                }
            });
            go.countDown();

            assertThat(busy.rest())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("connection: close")
                    .endsWith("hedges");
            closed.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void close_requestThatDoesNotEnd_isWaitedForNoLongerThanAllowed() throws Exception {
        start("origin: ORIGIN\ntimeouts: { drain: 500ms }");
        try (Wire busy = client()) {
            busy.write("GET /slow HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            long begun = System.nanoTime();

            gateway.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThat(busy.in().read()).isEqualTo(-1);
        }
    }
}
