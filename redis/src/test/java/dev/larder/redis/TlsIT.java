package dev.larder.redis;

import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.chaos.TlsFront;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {

    @TempDir
    private Path folder;

    private EmbeddedRedis server;
    private TlsFront front;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start();
        front = TlsFront.to(server.host(), server.port(), Pems.server("one-server"));
    }

    @AfterEach
    void stop() {
        front.close();
        server.close();
    }

    private String uri(String options) {
        return front.uri() + "?min-backoff=5ms&max-backoff=50ms&connect-timeout=5s&timeout=20s&dead-after=30s"
                + options;
    }

    private static String trust(String authority) {
        return "&tls-trust=" + Pems.file(authority);
    }

    private static String client(Path certificate, Path key) {
        return "&tls-certificate=" + certificate + "&tls-key=" + key;
    }

    private static String client(String name) {
        return client(Pems.file(name), Pems.file(name + "-key"));
    }

    private static Throwable refusal(Redis redis) {
        return redis.ready()
                .handle((ready, failure) -> failure)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private void refuses(String options, String... parts) {
        try (Redis redis = recorder.open(uri(options))) {
            assertThat(refusal(redis))
                    .isInstanceOf(UnsuitableServerException.class)
                    .hasMessageContainingAll(parts)
                    .hasMessageContaining("127.0.0.1:" + front.port());
        }
    }

    private static void works(Redis redis, String value) {
        set(redis, "k", value).await();
        assertThat(text(get(redis, "k").await())).isEqualTo(value);
    }

    private static void awaitReconnect(Redis redis, long before) {
        await().until(() -> redis.stats().reconnects() > before && redis.available(Outcomes.bytes("k")));
        works(redis, "again");
    }

    @Test
    void commands_overTls_areTrackedAndProvenFresh() {
        try (Redis redis = recorder.connect(uri(trust("one-ca")))) {
            works(redis, "1");
            await().until(() -> redis.coherent(System.nanoTime()));
            await().during(Duration.ofMillis(700)).until(() -> redis.coherent(System.nanoTime()));
            recorder.events.clear();
            get(redis, "k").await();
            assertThat(Raw.say(server.port(), "SET k 2")).isEqualTo("+OK");
            await().until(() -> recorder.events.contains("invalidate k"));
        }
        assertThat(front.accepted()).isEqualTo(1);
    }

    @Test
    void largeValues_overTls_arrive() {
        String large = "x".repeat(1_000_000);
        try (Redis redis = recorder.connect(uri(trust("one-ca")))) {
            works(redis, large);
        }
    }

    @Test
    void certificate_forAnotherHostName_isRefused() {
        front.use(Pems.server("other-name"));
        refuses(trust("one-ca"), "another host name", "connect by a name that is in it");
        try (LogTap log = new LogTap("dev.larder")) {
            recorder.connect(uri(trust("one-ca") + "&tls-verify-hostname=false"))
                    .close();
            assertThat(log.lines)
                    .filteredOn(line -> line.startsWith("WARNING"))
                    .singleElement()
                    .asString()
                    .contains("tls-verify-hostname is off");
        }
    }

    @Test
    void certificate_ofAnotherAuthority_isRefused() {
        refuses(trust("two-ca"), "not trusted", "tls-trust", "two-ca.pem");
        refuses("", "not trusted", "set tls-trust");
        refuses(trust("two-ca") + "&tls-verify-hostname=false", "not trusted");
    }

    @Test
    void mutualTls_wantsTheRightClient() {
        front.use(Pems.server("one-server", "one-ca"));
        refuses(trust("one-ca"), "wants a client certificate", "tls-certificate and tls-key");
        refuses(trust("one-ca") + client("two-client"), "refuses the client's certificate", "two-client.pem");
        try (Redis redis = recorder.connect(uri(trust("one-ca") + client("one-client")))) {
            works(redis, "1");
        }
    }

    @Test
    void clientCertificate_replaced_isUsedByTheNextConnection() {
        front.use(Pems.server("one-server", "one-ca"));
        Path certificate = folder.resolve("client.pem");
        Path key = folder.resolve("client-key.pem");
        Pems.replace(certificate, Pems.file("two-client"));
        Pems.replace(key, Pems.file("two-client-key"));
        try (Redis redis = recorder.open(uri(trust("one-ca") + client(certificate, key)))) {
            assertThat(refusal(redis)).hasMessageContaining("refuses the client's certificate");
            Pems.replace(certificate, Pems.file("one-client"));
            Pems.replace(key, Pems.file("one-client-key"));
            await().until(() -> redis.available(Outcomes.bytes("k")));
            works(redis, "1");
        }
    }

    @Test
    void trust_replaced_isUsedByTheNextConnection() {
        Path trust = folder.resolve("ca.pem");
        Pems.replace(trust, Pems.file("one-ca"));
        try (Redis redis = recorder.connect(uri("&tls-trust=" + trust))) {
            front.use(Pems.server("two-server"));
            Pems.replace(trust, Pems.file("two-ca"));
            works(redis, "the old connection lives on");
            assertThat(redis.stats().reconnects()).isZero();
            front.reset();
            awaitReconnect(redis, 0);
        }
    }

    @Test
    void files_brokenLater_leaveTheOldOnesInUse() {
        front.use(Pems.server("one-server", "one-ca"));
        Path trust = folder.resolve("ca.pem");
        Path certificate = folder.resolve("client.pem");
        Path key = folder.resolve("client-key.pem");
        Pems.replace(trust, Pems.file("one-ca"));
        Pems.replace(certificate, Pems.file("one-client"));
        Pems.replace(key, Pems.file("one-client-key"));
        try (LogTap log = new LogTap("dev.larder");
                Redis redis = recorder.connect(uri("&tls-trust=" + trust + client(certificate, key)))) {
            Pems.replace(certificate, Pems.file("two-client"));
            await().until(() -> log.lines.stream()
                    .anyMatch(
                            line -> line.startsWith("WARNING") && line.contains("does not belong to the certificate")));
            front.reset();
            awaitReconnect(redis, 0);
            Pems.write(trust, "no PEM");
            front.reset();
            awaitReconnect(redis, 1);
        }
    }

    @Test
    void missingFile_atTheStart_isNamedAndAwaited() {
        Path trust = folder.resolve("ca.pem");
        try (Redis redis = recorder.open(uri("&tls-trust=" + trust))) {
            assertThat(refusal(redis))
                    .isInstanceOf(UnsuitableServerException.class)
                    .hasMessageContainingAll("tls-trust " + trust, "no such file");
            Pems.replace(trust, Pems.file("one-ca"));
            await().until(() -> redis.available(Outcomes.bytes("k")));
        }
    }

    @Test
    void brokenRecord_inAConnection_endsIt() {
        try (Redis redis = recorder.connect(uri(trust("one-ca")))) {
            works(redis, "1");
            front.garble();
            awaitReconnect(redis, 0);
        }
    }

    @Test
    void cluster_overTls_isAskedAndUsedOverTls() {
        try (EmbeddedRedis node =
                EmbeddedRedis.builder().setting("cluster-enabled", "yes").start()) {
            try (TlsFront clustered = TlsFront.to(node.host(), node.port(), Pems.server("one-server"))) {
                Raw.say(node.port(), "CONFIG SET cluster-announce-port " + clustered.port());
                Raw.say(node.port(), "CONFIG SET cluster-announce-ip 127.0.0.1");
                assertThat(Raw.say(node.port(), "CLUSTER ADDSLOTSRANGE 0 16383"))
                        .isEqualTo("+OK");
                await().until(() -> "+OK".equals(Raw.say(node.port(), "SET k 0")));
                String uri = clustered.uri() + "?cluster=true" + trust("one-ca");
                try (Redis redis = recorder.connect(uri)) {
                    works(redis, "1");
                }
                assertThat(clustered.accepted()).isEqualTo(2);
            }
        }
    }
}
