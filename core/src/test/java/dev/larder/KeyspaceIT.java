package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.embedded.EmbeddedRedis;
import dev.larder.redis.Redis;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class KeyspaceIT {

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Test
    void key_ofAKeyspace_cannotBeThatOfACache() {
        try (Larder larder = Larder.connect(redis.uri())) {
            Keyspace keyspace = larder.keyspace("sessions");

            assertThat(text(keyspace.key("42"))).isEqualTo("larder:@sessions:42");
            assertThat(text(keyspace.key("7", ":user"))).isEqualTo("larder:@sessions:{7}:user");
            assertThatThrownBy(() -> larder.cache("@sessions", String.class, String.class, spec -> {}))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void untracked_asked_isAlwaysTheSameAndEndsWithTheLarder() {
        Keyspace late;
        Redis connections;
        try (Larder larder = Larder.connect(redis.uri())) {
            Keyspace keyspace = larder.keyspace("sessions");
            connections = keyspace.untracked();
            late = keyspace;

            assertThat(connections).isSameAs(larder.keyspace("l").untracked()).isNotSameAs(keyspace.redis());
            assertThat(connections.available(keyspace.key("42"))).isTrue();
        }
        assertThat(connections.available(late.key("42"))).isFalse();
        try (Larder larder = Larder.connect(redis.uri())) {
            late = larder.keyspace("sessions");
        }
        assertThatThrownBy(late::untracked).isInstanceOf(CacheUnavailableException.class);
    }

    @Test
    void keyspace_asACacheIsNamed_isMade() {
        try (Larder larder = Larder.connect(redis.uri())) {
            larder.cache("sessions", String.class, String.class, spec -> {});

            assertThat(larder.keyspace("sessions").name()).isEqualTo("sessions");
        }
    }

    @Test
    void keyspace_takenOrMalformedOrWithoutRedis_isRefused() {
        try (Larder larder = Larder.connect(redis.uri());
                Larder local = Larder.local()) {
            larder.keyspace("sessions");

            assertThatThrownBy(() -> larder.keyspace("sessions")).hasMessageContaining("already");
            assertThatThrownBy(() -> larder.keyspace("{x}")).hasMessageContaining("no name for a keyspace");
            assertThatThrownBy(() -> local.keyspace("sessions")).hasMessageContaining("redis.uri");
        }
    }

    @Test
    void secret_thereIsNone_saysHowToGiveOne() {
        try (Larder larder = Larder.connect(redis.uri())) {
            Keyspace keyspace = larder.keyspace("sessions");

            assertThatThrownBy(() -> keyspace.secret("sessions"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("hash-secret");
        }
    }

    @Test
    void await_afterTheEnd_isRefused() {
        Larder larder = Larder.connect(redis.uri());
        Keyspace keyspace = larder.keyspace("sessions");

        larder.close();

        assertThatThrownBy(keyspace::requireOpen).isInstanceOf(CacheUnavailableException.class);
    }
}
