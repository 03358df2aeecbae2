package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other rules for a gateway that runs. */
@Timeout(60)
class GatewayReloadIT {

    private static EmbeddedRedis redis;

    /** Each test has a site of its own: what ends in the middle of a fill leaves a lease for a while. */
    private final String host = "h" + System.nanoTime();

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private Larder larder;
    private RawOrigin origin;
    private RawOrigin other;
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
    void start() throws IOException {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        origin = new RawOrigin(wire -> {
            while (answer(wire, "one")) {
                // the next request of the connection
            }
        });
        other = new RawOrigin(wire -> {
            while (answer(wire, "two")) {
                // the next request of the connection
            }
        });
        gateway = Gateway.start(larder, config("routes: { all: { prefix: /, ttl: 1m } }"));
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        gateway.close();
        origin.close();
        other.close();
        larder.close();
    }

    private boolean answer(Wire wire, String name) throws IOException {
        String head = wire.head();
        if (head.isEmpty()) {
            return false;
        }
        asked.incrementAndGet();
        if (head.startsWith("GET /slow")) {
            waiting.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        String content = name + " " + asked.get();
        wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + content.length() + "\r\n\r\n"
                + content);
        return true;
    }

    private GatewayConfig config(String yaml) {
        return config(yaml, origin);
    }

    private static GatewayConfig config(String yaml, RawOrigin from) {
        return GatewayConfig.parse("listen: 127.0.0.1:0\norigin: " + from.uri() + "\n" + yaml, "larder.yaml");
    }

    private String get(String target) throws IOException {
        try (Wire client = Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()))) {
            client.write("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            String answer = client.rest();
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void change_rules_holdForRequestsThatComeFromNowOn() throws IOException {
        String first = get("/plots");
        await().until(() -> get("/plots").equals(first));

        GatewayEvent.Reloaded done =
                gateway.change(config("routes: { all: { prefix: /, cached: off } }"), "larder.yaml");

        assertThat(done.text())
                .isEqualTo("larder.yaml: routes changed: all; what these had stored is invalidated: all");
        assertThat(get("/plots")).isNotEqualTo(first);
        assertThat(get("/plots")).isNotEqualTo(get("/plots"));
    }

    @Test
    void change_rulesAndBack_servesNothingOld() throws IOException {
        String first = get("/plots");
        await().until(() -> get("/plots").equals(first));

        gateway.change(config("routes: { all: { prefix: /, ttl: 2m } }"), "larder.yaml");
        gateway.change(config("routes: { all: { prefix: /, ttl: 1m } }"), "larder.yaml");

        assertThat(get("/plots")).isNotEqualTo(first);
    }

    @Test
    void change_whileARequestIsUnderWay_letsItEnd() throws Exception {
        try (Wire client = Wire.of(new Socket("127.0.0.1", gateway.uri().getPort()))) {
            client.write("GET /slow HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

            gateway.change(config("routes: { none: { prefix: /elsewhere } }", other), "larder.yaml");
            go.countDown();

            assertThat(client.rest()).startsWith("HTTP/1.1 200").contains("one ");
        }
        assertThat(get("/plots")).startsWith("two ");
    }

    @Test
    void change_limitsAndTimeOuts_holdAtOnce() throws IOException {
        GatewayEvent.Reloaded done = gateway.change(
                config("limits: { target: 10B }\ntimeouts: { origin: 100ms }\nroutes: { all: { prefix: /, ttl: 1m } }"),
                "larder.yaml");

        assertThat(done.text()).isEqualTo("larder.yaml: settings changed: limits.target, timeouts.origin");
        assertThat(get("/a-long-path")).contains("target");
        assertThat(get("/slow")).contains("origin");
    }

    @Test
    void change_whatNeedsAStart_isSaidAndTheRestHolds() throws IOException {
        GatewayConfig next = GatewayConfig.parse(
                "listen: 127.0.0.1:1\nredis: redis://elsewhere\norigin: " + origin.uri()
                        + "\ntimeouts: { idle: 7s }\ncaches: { http: { near: off } }\nroutes: { all: { prefix: /, cached: off } }",
                "larder.yaml");

        GatewayEvent.Reloaded done = gateway.change(next, "larder.yaml");

        assertThat(done.changed()).containsExactly("all");
        assertThat(done.later()).containsExactly("caches", "listen", "redis");
        assertThat(get("/plots")).isNotEqualTo(get("/plots"));
    }

    @Test
    void change_rulesThatCannotHold_changesNothing() throws IOException {
        GatewayConfig large = config("routes: { all: { prefix: /, max-content: 17MiB } }", other);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gateway.change(large, "larder.yaml"))
                .withMessageContaining("restart");

        assertThat(get("/plots")).startsWith("one ");
    }
}
