package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.larder.chaos.TlsFront;
import dev.larder.chaos.TlsFront.Identity;
import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A larder whose file sets up mutual TLS and credentials. */
class TransportIT {

    private static final Path PEMS = Path.of("..", "redis", "src", "test", "resources", "tls");

    @TempDir
    private Path folder;

    private EmbeddedRedis redis;
    private TlsFront front;
    private Path password;

    private static Path pem(String name) {
        return PEMS.resolve(name + ".pem").toAbsolutePath();
    }

    @BeforeEach
    void start() throws IOException {
        redis = EmbeddedRedis.builder().setting("requirepass", "right").start();
        front = TlsFront.to(
                redis.host(), redis.port(), new Identity(pem("one-server"), pem("one-server-key"), pem("one-ca")));
        password = Files.writeString(folder.resolve("password"), "right\n");
    }

    @AfterEach
    void stop() {
        front.close();
        redis.close();
    }

    private LarderConfig config(String trust) {
        return LarderConfig.parse(
                """
                redis:
                  uri: %s
                  tls-trust: %s
                  tls-certificate: %s
                  tls-key: %s
                  password-file: %s
                """.formatted(front.uri(), pem(trust), pem("one-client"), pem("one-client-key"), password),
                "larder.yaml");
    }

    private Larder connect() {
        Larder larder = Larder.builder().config(config("one-ca")).build();
        Connected.awaitCoherent(larder);
        return larder;
    }

    @Test
    void nearTiers_overTls_areCoherent() {
        try (Larder one = connect();
                Larder two = connect()) {
            Cache<Long, String> here = one.cache("plots", Long.class, String.class, spec -> spec.layer(Layer.STATIC));
            Cache<Long, String> there = two.cache("plots", Long.class, String.class, spec -> spec.layer(Layer.STATIC));
            here.put(7L, "north");
            await().until(() -> "north".equals(there.get(7L, id -> "loaded")));
            assertThat(there.get(7L, id -> "loaded")).isEqualTo("north");
            assertThat(there.stats().nearHits()).isPositive();
            here.put(7L, "south");
            await().until(() -> "south".equals(there.get(7L, id -> "loaded")));
        }
    }

    @Test
    void build_withTheWrongTrustOrPassword_saysWhatToDo() throws IOException {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Larder.builder().config(config("two-ca")).build())
                .withMessageContainingAll("not trusted", "tls-trust", "two-ca.pem");
        Files.writeString(password, "wrong-secret");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Larder.builder().config(config("one-ca")).build())
                .withMessageContainingAll("WRONGPASS", "password-file " + password)
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("wrong-secret"));
    }

    @Test
    void build_withOptionsThatFitNothing_isRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Larder.builder()
                        .config(LarderConfig.parse("redis: { tls-trust: /ca.pem }", "larder.yaml"))
                        .build())
                .withMessageContainingAll("tls-trust", "redis.uri");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Larder.builder()
                        .config(LarderConfig.builder()
                                .redis("redis://localhost")
                                .redisOption("tls-trust", "/ca.pem")
                                .build())
                        .build())
                .withMessageContaining("TLS is off; write rediss://");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Larder.builder()
                        .config(LarderConfig.builder()
                                .redis("redis://localhost")
                                .redisOption("tls-trusts", "/ca.pem")
                                .build())
                        .build())
                .withMessageContaining("did you mean 'tls-trust'?");
    }
}
