package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.redis.RedisConfig.Mode;
import dev.larder.redis.RedisConfig.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pure decisions, apart from any server. */
class DecisionsTest {

    @Test
    void redirect_ofErrorReplies_isRead() {
        assertThat(Redirect.of("MOVED 3999 10.0.0.7:6379", "asked")).isEqualTo(new Redirect.Moved(3999));
        assertThat(Redirect.of("ASK 3999 10.0.0.7:6379", "asked"))
                .isEqualTo(new Redirect.Ask(new Node("10.0.0.7", 6379)));
        assertThat(Redirect.of("ASK 3999 :6379", "asked")).isEqualTo(new Redirect.Ask(new Node("asked", 6379)));
        assertThat(Redirect.of("ASK 3999 fe80::1:6379", "asked"))
                .isEqualTo(new Redirect.Ask(new Node("fe80::1", 6379)));
        assertThat(Redirect.of("NOSCRIPT No matching script.", "asked")).isInstanceOf(Redirect.NoScript.class);
        assertThat(Redirect.of("LOADING Redis is loading", "asked")).isInstanceOf(Redirect.Later.class);
        assertThat(Redirect.of("READONLY You can't write", "asked")).isInstanceOf(Redirect.WrongServer.class);
        assertThat(Redirect.of("OOM command not allowed", "asked")).isInstanceOf(Redirect.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MOVED",
                "MOVED x y:1",
                "MOVED 1 y",
                "MOVED 16384 y:1",
                "MOVED -1 y:1",
                "ASK 1 y:99999",
                "ASK 1 y:"
            })
    void redirect_ofMalformedReplies_isRefused(String error) {
        assertThat(Redirect.of(error, "asked")).isInstanceOf(Redirect.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version:7.0.0, true",
        "redis_version:6.2.14, false",
        "redis_version:8.4.1, true",
        "redis_version:255.255.255, true",
        "redis_version:7.0-rc1, true",
        "redis_version:unstable, false",
        "redis_version:7.2.4;valkey_version:7.2.5, true",
        "redis_version:7.2.4;valkey_version:8.1.0, true",
        "redis_version:7.2.4;valkey_version:7.0.0, false",
        "'', false"
    })
    void serverFacts_ofVersions_areTheNeededOnes(String server, boolean suitable) {
        ServerFacts facts = ServerFacts.of(server.replace(";", "\r\n"), "role:master", "loading:0");
        assertThat(facts.problem("a:1", Mode.STANDALONE) == null).isEqualTo(suitable);
    }

    @Test
    void serverFacts_whileLoading_areTemporarilyUnsuitable() {
        ServerFacts facts = ServerFacts.of("redis_version:7.4.0", "role:master", "loading:1\r\n");
        assertThat(facts.problem("a:1", Mode.STANDALONE))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("loading");
    }

    @Test
    void backoff_ofFailures_doublesUpToTheLongest() {
        Duration min = Duration.ofMillis(20);
        Duration max = Duration.ofSeconds(2);
        assertThat(Backoff.pause(min, max, 0, 1)).isEqualTo(min);
        assertThat(Backoff.pause(min, max, 0, 0)).isEqualTo(Duration.ofMillis(10));
        assertThat(Backoff.pause(min, max, 3, 1)).isEqualTo(Duration.ofMillis(160));
        assertThat(Backoff.pause(min, max, 7, 1)).isEqualTo(max);
        assertThat(Backoff.pause(min, max, 1_000_000, 1)).isEqualTo(max);
        assertThat(Backoff.pause(Duration.ofHours(20), Duration.ofHours(24), 60, 1))
                .isEqualTo(Duration.ofHours(24));
    }

    @Test
    void clusterSlots_areRead() {
        Node from = new Node("asked", 1);
        List<Node> owners = ClusterResolver.read(
                List.of(
                        List.of(0L, 99L, List.of(bytes("a"), 7000L, bytes("id")), List.of(bytes("replica"), 1L)),
                        List.of(100L, 100L, List.of(bytes(""), 7001L, bytes("id")))),
                from);
        assertThat(owners).hasSize(16384);
        assertThat(owners.get(99)).isEqualTo(new Node("a", 7000));
        assertThat(owners.get(100)).isEqualTo(new Node("asked", 7001));
        assertThat(owners.get(101)).isNull();
    }

    @Test
    void clusterSlots_malformed_areRefused() {
        Node from = new Node("asked", 1);
        for (Object bad : List.of(
                7L,
                List.of(7L),
                List.of(List.of(0L, 16384L, List.of(bytes("a"), 1L))),
                List.of(List.of(5L, 1L, List.of(bytes("a"), 1L))),
                List.of(List.of(0L, 1L, List.of(bytes("a")))))) {
            assertThatThrownBy(() -> ClusterResolver.read(bad, from)).isInstanceOf(RedisUnavailableException.class);
        }
    }

    @Test
    void lineage_ofAnotherProcess_isAChange() {
        Lineage lineage = new Lineage(10);
        assertThat(lineage.changed(slot -> slot < 5, "a")).isFalse();
        assertThat(lineage.changed(slot -> slot >= 5, "b")).isFalse();
        assertThat(lineage.changed(slot -> slot < 5, "a")).isFalse();
        assertThat(lineage.changed(slot -> slot == 5, "a")).isTrue();
        assertThat(lineage.changed(slot -> slot >= 5, "a")).isTrue();
    }
}
