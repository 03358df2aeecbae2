package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand requests for one URL that is not there, at the same time, over two gateways with a Redis between them. */
@Timeout(120)
final class CollapsingIT {

    private static final int EACH = 5_000;
    private static final int CONNECTIONS = 64;

    private static final GatewaySettings SETTINGS = new GatewaySettings(
            Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(60), CONNECTIONS);

    /**
     * What a client got.
     *
     * @param content as text
     */
    private record Got(int status, String content, String cacheStatus) {}

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<Larder> larders = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClientAgent client = vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(EACH / 100).setMaxWaitQueueSize(-1));
    private volatile CountDownLatch gate = new CountDownLatch(1);
    private volatile String fields = "";
    private EmbeddedRedis redis;
    private RawOrigin origin;

    @BeforeEach
    void open() throws IOException {
        redis = EmbeddedRedis.start();
        origin = new RawOrigin(this::serve);
        for (int i = 0; i < 2; i++) {
            Larder larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
            larders.add(larder);
            await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
            gateways.add(Gateway.start(
                    larder, "127.0.0.1", 0, origin.uri(), List.of(Route.of("all", "/", Profile.SAFE)), SETTINGS));
        }
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        origin.close();
        gateways.forEach(Gateway::close);
        larders.forEach(Larder::close);
        redis.close();
    }

    /** All but the one in each process that asks or waits for the other process. */
    private long waiting() {
        return gateways.stream()
                .mapToLong(gateway -> gateway.stats().coalescedLoads())
                .sum();
    }

    private void serve(Wire wire) throws Exception {
        for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
            int number = asked.incrementAndGet();
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            gate.await();
            atOnce.decrementAndGet();
            String content = "answer " + number;
            wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + fields + "Content-Length: "
                    + content.length() + "\r\n\r\n" + content);
        }
    }

    /** Both gateways are asked for the same host. */
    private Future<Got> get(Gateway gateway) {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(gateway.uri().getPort(), "127.0.0.1"))
                .setHost("shop.example")
                .setPort(80)
                .setURI("/one");
        return client.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body()
                        .map(content -> new Got(
                                response.statusCode(), content.toString(), response.getHeader("Cache-Status"))));
    }

    /** Sends so many requests to each gateway, and opens the gate once all of them have been looked up. */
    private List<Got> ask(int each) throws Exception {
        List<Future<Got>> asked = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (Gateway gateway : gateways) {
                asked.add(get(gateway));
            }
        }
        await().atMost(Duration.ofSeconds(12)).until(() -> waiting() >= (each - 1L) * gateways.size());
        gate.countDown();
        return Future.all(asked)
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .list();
    }

    @Test
    void misses_tenThousandOverTwoGateways_areOneRequestToTheOrigin() throws Exception {
        fields = "Cache-Control: max-age=60\r\n";

        List<Got> all = ask(EACH);

        assertThat(all).hasSize(2 * EACH);
        assertThat(all).allMatch(got -> got.status() == 200 && got.content().equals("answer 1"));
        assertThat(asked).hasValue(1);
        assertThat(all.stream().filter(got -> got.cacheStatus().contains("collapsed")))
                .hasSizeGreaterThan(EACH);
    }

    @Test
    void misses_answerTurnsOutPrivate_areAnsweredEachForItself() throws Exception {
        fields = "Cache-Control: private, max-age=60\r\n";

        List<Got> all = ask(EACH);

        assertThat(all).hasSize(2 * EACH).allMatch(got -> got.status() == 200);
        assertThat(new HashSet<>(all.stream().map(Got::content).toList())).hasSize(2 * EACH);
        assertThat(asked).hasValue(2 * EACH);
        assertThat(most.get()).isBetween(2, 2 * CONNECTIONS);
    }

    @Test
    void misses_answerNotToBeStored_doNotWaitForEachOtherAgain() throws Exception {
        fields = "Cache-Control: no-store\r\n";
        assertThat(ask(100))
                .allMatch(got -> got.status() == 200)
                .extracting(Got::content)
                .doesNotHaveDuplicates();
        gate = new CountDownLatch(1);
        most.set(0);
        List<Future<Got>> second = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            second.add(get(gateways.get(0)));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> atOnce.get() == CONNECTIONS);
        gate.countDown();

        List<Got> all = Future.all(second)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .list();
        assertThat(all)
                .allMatch(got -> got.status() == 200)
                .extracting(Got::content)
                .doesNotHaveDuplicates();
    }
}
