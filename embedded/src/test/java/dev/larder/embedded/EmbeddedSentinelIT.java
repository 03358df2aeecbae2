package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedSentinelIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void failover_twice_swapsTheRolesAndKeepsTheData() throws IOException {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds")) {
            EmbeddedRedis first = sentinel.primary();
            EmbeddedRedis second = sentinel.replica();
            assertThat(sentinel.sentinels()).hasSize(3);
            assertThat(sentinel.uri()).matches("redis-sentinel://(127\\.0\\.0\\.1:\\d+,?){3}#grounds");
            try (RespClient client = first.connect(SOON)) {
                client.call("SET", "k", "v");
                assertThat(client.text("WAIT", "1", "5000")).isEqualTo("1");
            }
            assertThat(sentinel.failover()).isSameAs(second);
            assertThat(sentinel.primary()).isSameAs(second);
            try (RespClient client = second.connect(SOON)) {
                assertThat(client.text("GET", "k")).isEqualTo("v");
            }
            assertThat(sentinel.failover()).isSameAs(first);
        }
    }

    @Test
    void primary_killed_isReplacedByItself() {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds", 1)) {
            EmbeddedRedis replica = sentinel.replica();
            sentinel.primary().kill();
            await().atMost(Duration.ofSeconds(60)).until(() -> sentinel.primary() == replica);
        }
    }

    @Test
    void sentinel_restarted_remembersWhatItRewroteInItsOwnFile() throws IOException {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds", 1)) {
            EmbeddedRedis watcher = sentinel.sentinels().get(0);
            watcher.restart();
            assertThat(Files.readString(EmbeddedRedisIT.folderOf(watcher).resolve("redis.conf")))
                    .contains("sentinel known-replica grounds 127.0.0.1 "
                            + sentinel.replica().port());
        }
    }
}
