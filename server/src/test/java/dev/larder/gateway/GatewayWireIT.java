package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the gateway does with peers that are slow, silent, gone, or say odd things. */
@Timeout(60)
class GatewayWireIT {

    private static final GatewaySettings QUICK = new GatewaySettings(
            Duration.ofSeconds(2), Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofSeconds(10), 16);

    private static EmbeddedRedis redis;

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

    private void start(RawOrigin.Serving serving) throws IOException {
        start(serving, QUICK);
    }

    private void start(RawOrigin.Serving serving, GatewaySettings settings) throws IOException {
        origin = new RawOrigin(serving);
        start(origin.uri(), settings);
    }

    private void start(URI from, GatewaySettings settings) {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        GatewayConfig config = GatewayConfig.builder()
                .listen(new Listen("127.0.0.1", 0))
                .origin("", OriginSettings.of(from).withConnections(settings.connections()))
                .settings(ignored -> settings.toBuilder())
                .screening(rules -> rules.withContent(1L << 30))
                .route(Route.of("all", "/", Profile.SAFE))
                .build();
        gateway = Gateway.start(larder, config);
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
        gateway.close();
        larder.close();
    }

    private Wire client() throws IOException {
        return Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()));
    }

    private String ask(String request) throws IOException {
        try (Wire client = client()) {
            client.write(request);
            return client.rest();
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    }

    @Test
    void stream_originStalls_isCutShortAndTheConnectionEnds() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        start(wire -> {
            wire.head();
            wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 1000\r\n\r\npart");
            if (wire.in().read() < 0) {
                left.countDown();
            }
        });

        assertThat(ask(get("/stall"))).startsWith("HTTP/1.1 200").endsWith("part");
        assertThat(left.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void post_longerThanTheOriginMayBeSilent_arrives() throws Exception {
        start(wire -> {
            String head = wire.head();
            if (head.startsWith("GET")) {
                wire.in().read();
                return;
            }
            wire.until("end");
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe");
        });
        try (Wire client = client()) {
            client.write("POST /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 8\r\n\r\nbegin");
            // Another request is given up as overdue meanwhile.
            assertThat(ask(get("/mute"))).startsWith("HTTP/1.1 504");
            assertThat(ask(get("/mute"))).startsWith("HTTP/1.1 504");
            client.write("end");

            assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("safe");
        }
    }

    @Test
    void post_answeredBeforeItIsRead_isNotReadAhead() throws Exception {
        long length = 128L << 20;
        CountDownLatch go = new CountDownLatch(1);
        start(
                wire -> {
                    wire.head();
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsafe");
                    go.await();
                    wire.in().skipNBytes(length + 3);
                    wire.write("done");
                },
                GatewaySettings.DEFAULT);
        AtomicLong sent = new AtomicLong();
        try (Wire client = client()) {
            client.write("POST /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + (length + 3)
                    + "\r\n\r\n");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                byte[] block = new byte[1 << 16];
                try {
                    for (long at = 0; at < length; at += block.length) {
                        client.out().write(block);
                        sent.addAndGet(block.length);
                    }
                    client.write("end");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(client.until("safe")).endsWith("safe");
            AtomicLong before = new AtomicLong(-1);
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());

            assertThat(sent.get()).isLessThan(length);
            go.countDown();
            assertThat(client.rest()).isEqualTo("done");
            sending.get(20, TimeUnit.SECONDS);
        }
    }

    private static void endless(Wire wire, CountDownLatch broken) throws IOException {
        wire.head();
        wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
        String block = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
        try {
            while (true) {
                wire.write(block);
            }
        } catch (IOException e) {
            broken.countDown();
        }
    }

    @Test
    void stream_clientLeaves_endsTheConnectionToTheOrigin() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        start(wire -> endless(wire, broken));
        try (Wire client = client()) {
            client.write(get("/endless"));
            client.until("xxxx");
        }

        assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stream_clientHasLeftBefore_endsTheConnectionToTheOrigin() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        start(
                wire -> {
                    String head = wire.head();
                    asked.countDown();
                    if (head.contains("/other")) {
                        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                        return;
                    }
                    left.await();
                    wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
                    try {
                        while (true) {
                            wire.write("4\r\nxxxx\r\n");
                        }
                    } catch (IOException e) {
                        broken.countDown();
                    }
                },
                GatewaySettings.DEFAULT);
        try (Wire client = client()) {
            client.write("POST /left HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            asked.await();
        }
        ask(get("/other"));
        left.countDown();

        assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void post_originBreaksAfterItsHead_clientSeesTheEnd() throws Exception {
        start(wire -> {
            wire.head();
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        });
        for (int i = 0; i < 20; i++) {
            // What a POST has changed is invalidated first: the origin is gone before anybody reads its content.
            assertThat(ask("POST /broken HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                    .doesNotContain("500 ");
        }
    }

    @Test
    void post_expectsContinue_isToldTo() throws Exception {
        start(wire -> {
            wire.head();
            wire.until("mow");
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe");
        });
        try (Wire client = client()) {
            client.write("POST /expect HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 3\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            client.write("mow");

            assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("safe");
        }
    }

    @Test
    void get_allConnectionsBusy_isAnsweredSoon() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean open = new AtomicBoolean();
        start(
                wire -> {
                    wire.head();
                    busy.countDown();
                    if (wire.in().read() < 0) {
                        open.set(false);
                    }
                },
                new GatewaySettings(
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        1));
        open.set(true);
        try (Wire client = client()) {
            client.write(get("/busy"));
            busy.await();

            assertThat(ask(get("/turn"))).startsWith("HTTP/1.1 504");
            assertThat(open).isTrue();
        }
    }

    @Test
    void get_connectionClosedWhenUsedAgain_isSentOnceMore() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        start(wire -> {
            boolean first = connections.getAndIncrement() == 0;
            wire.head();
            wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\n\r\nsafe");
            wire.head();
            if (!first) {
                wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\n\r\nsafe");
            }
        });

        assertThat(ask(get("/one"))).endsWith("safe");
        assertThat(ask(get("/two"))).startsWith("HTTP/1.1 200").endsWith("safe");
        assertThat(origin.accepted()).isEqualTo(2);
    }

    @Test
    void post_connectionClosed_isNotSentAgain() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        start(wire -> {
            wire.head();
            sent.incrementAndGet();
        });

        assertThat(ask("POST /once HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 504");
        assertThat(sent).hasValue(1);
    }

    @Test
    void hints_ofOneHop_stay() throws Exception {
        start(wire -> {
            wire.head();
            wire.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nKeep-Alive: timeout=9\r\nX-Hop: 1\r\n"
                    + "Connection: X-Hop\r\n\r\n");
            wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 4\r\n\r\nsafe");
            wire.head();
        });
        try (Wire client = client()) {
            client.write(get("/hints"));

            assertThat(client.head().toLowerCase(Locale.ROOT))
                    .startsWith("http/1.1 103")
                    .contains("link: </a>")
                    .doesNotContain("x-hop")
                    .doesNotContain("keep-alive")
                    .doesNotContain("connection");
            assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("safe");
        }
        assertThat(ask("GET /hints10 HTTP/1.0\r\nHost: a\r\n\r\n"))
                .doesNotContain(" 103 ")
                .endsWith("safe");
    }

    @Test
    void http10_keptAliveAndUnframed_endsWithTheConnection() throws Exception {
        start(wire -> {
            wire.head();
            wire.write("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "4\r\nsafe\r\n0\r\n\r\n");
            wire.head();
        });

        String answer = ask("POST /old HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer).endsWith("\r\n\r\nsafe").doesNotContain("keep-alive");
    }

    @Test
    void get_validatedTwice_needsOneConnection() throws Exception {
        AtomicInteger validated = new AtomicInteger();
        start(
                wire -> {
                    for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                        if (head.contains("If-None-Match")) {
                            validated.incrementAndGet();
                            wire.write("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 100000\r\n\r\n");
                        } else {
                            wire.write(
                                    "HTTP/1.1 200 OK\r\nCache-Control: no-cache\r\nContent-Type: text/plain\r\nETag: \"a\"\r\n"
                                            + "Content-Length: 4\r\n\r\nsafe");
                        }
                    }
                },
                // The client has its answer before the connection is back in the pool: with a second one
                // allowed, the next request may or may not find it.
                GatewaySettings.builder().connections(1).build());

        for (int i = 0; i < 3; i++) {
            assertThat(ask(get("/valid"))).startsWith("HTTP/1.1 200").endsWith("safe");
        }
        assertThat(validated.get()).isPositive();
        assertThat(origin.accepted()).isEqualTo(1);
    }

    @Test
    void post_expectsContinueInVain_isTheLastOfItsConnection() throws Exception {
        origin = new RawOrigin(Wire::head);
        // Bound, so that nobody else can have the port, and not listening: whoever connects is refused.
        try (Socket refusing = new Socket()) {
            refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            start(URI.create("http://127.0.0.1:" + refusing.getLocalPort()), QUICK);

            assertThat(ask("POST /vain HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"))
                    .startsWith("HTTP/1.1 504")
                    .containsIgnoringCase("Connection: close");
        }
    }

    @Test
    void get_muchThatIsStored_comesWhole() throws Exception {
        String content = "0123456789abcdef".repeat(1 << 14);
        start(
                wire -> {
                    wire.head();
                    wire.write(
                            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Type: text/plain\r\nContent-Length: "
                                    + content.length() + "\r\n\r\n" + content);
                    wire.head();
                },
                GatewaySettings.DEFAULT);

        assertThat(ask(get("/much-stored"))).endsWith(content);
        assertThat(ask(get("/much-stored"))).endsWith(content).contains("Age: ");
        assertThat(origin.accepted()).isEqualTo(1);
    }
}
