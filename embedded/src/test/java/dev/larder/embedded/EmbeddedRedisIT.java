package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void start_defaults_answersAsThatProcess() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespClient client = redis.connect(SOON)) {
            assertThat(client.text("PING")).isEqualTo("PONG");
            assertThat(client.text("INFO", "server")).contains("process_id:" + redis.pid() + "\r\n");
            assertThat(client.text("CONFIG", "GET", "save")).isEqualTo("[save, ]");
            assertThat(client.text("CONFIG", "GET", "appendonly")).isEqualTo("[appendonly, no]");
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(redis.port()).isBetween(11_000, 31_999);
            assertThat(redis.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        }
    }

    @Test
    void folder_whileRunning_isForItsUserAlone() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            Path folder = folderOf(redis);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(folder.resolve("redis.conf")).exists();
        }
    }

    @Test
    void close_afterUse_leavesNoProcessAndNoFolder() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        redis.close();
        redis.close();
        assertThat(ProcessHandle.of(redis.pid())).isEmpty();
        assertThat(folderOf(redis)).doesNotExist();
        assertThat(redis.isRunning()).isFalse();
    }

    @Test
    void close_paused_endsIt() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        redis.pause();
        redis.close();
        assertThat(ProcessHandle.of(redis.pid())).isEmpty();
        assertThat(folderOf(redis)).doesNotExist();
    }

    @Test
    void setting_maxmemory_reachesTheServer() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .setting("maxmemory", "64mb")
                        .setting("maxmemory-policy", "allkeys-lfu")
                        .setting("save", "60 1")
                        .start();
                RespClient client = redis.connect(SOON)) {
            assertThat(client.text("CONFIG", "GET", "maxmemory")).isEqualTo("[maxmemory, 67108864]");
            assertThat(client.text("CONFIG", "GET", "maxmemory-policy")).isEqualTo("[maxmemory-policy, allkeys-lfu]");
            assertThat(client.text("CONFIG", "GET", "save")).isEqualTo("[save, 60 1]");
        }
    }

    @Test
    void setting_password_startsAndAsksForIt() throws IOException {
        try (EmbeddedRedis redis =
                        EmbeddedRedis.builder().setting("requirepass", "secret").start();
                RespClient stranger = RespClient.connect(redis.port(), SOON);
                RespClient friend = redis.connect(SOON)) {
            assertThatThrownBy(() -> stranger.call("GET", "k")).hasMessageStartingWith("NOAUTH");
            assertThat(friend.text("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void start_unknownSetting_failsWithTheTailOfTheLogAndLeavesNothing() throws IOException {
        String unknown = "no-such-setting-" + System.nanoTime();
        assertThatThrownBy(() -> EmbeddedRedis.builder().setting(unknown, "1").start())
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining(unknown + " 1");
        try (var folders = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "larder-redis-*")) {
            for (Path folder : folders) {
                assertThat(folder).satisfies(path -> assertThat(configOf(path)).doesNotContain(unknown));
            }
        }
    }

    @Test
    void start_portTaken_failsAndSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            EmbeddedRedis.builder().port(taken.getLocalPort()).start())
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void pause_thenResume_answersAgain() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespClient before = redis.connect(Duration.ofMillis(200))) {
            redis.pause();
            assertThat(redis.isRunning()).isTrue();
            assertThatThrownBy(() -> before.call("PING")).isInstanceOf(SocketTimeoutException.class);
            redis.resume();
            try (RespClient after = redis.connect(SOON)) {
                assertThat(after.text("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void restart_running_keepsPortAndData() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            write(redis, "k", "v");
            int port = redis.port();
            long pid = redis.pid();
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.pid()).isNotEqualTo(pid);
            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThat(read(redis, "k")).isEqualTo("v");
        }
    }

    @Test
    void restart_killedWithAppendOnlyFile_replaysIt() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .setting("appendonly", "yes")
                .setting("appendfsync", "always")
                .start()) {
            write(redis, "k", "v");
            redis.kill();
            assertThat(redis.isRunning()).isFalse();
            assertThat(ProcessHandle.of(redis.pid())).isEmpty();
            redis.restart();
            assertThat(read(redis, "k")).isEqualTo("v");
        }
    }

    @Test
    void restartEmpty_withSnapshot_forgetsIt() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            write(redis, "k", "v");
            redis.restart();
            redis.restartEmpty();
            assertThat(read(redis, "k")).isEmpty();
        }
    }

    @Test
    void restart_failsOnce_canBeTriedAgain() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.kill();
            try (ServerSocket taken = new ServerSocket()) {
                taken.setReuseAddress(true);
                taken.bind(new java.net.InetSocketAddress(redis.host(), redis.port()));
                assertThatThrownBy(redis::restart).hasMessageContaining("in use");
            }
            redis.restart();
            write(redis, "k", "v");
            assertThat(read(redis, "k")).isEqualTo("v");
        }
    }

    @Test
    void keepDataIn_closedAndStartedAgain_hasTheData(@TempDir Path data) throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().keepDataIn(data).start()) {
            write(redis, "k", "v");
            assertThatThrownBy(redis::restartEmpty).isInstanceOf(IllegalStateException.class);
        }
        try (EmbeddedRedis again = EmbeddedRedis.builder().keepDataIn(data).start()) {
            assertThat(read(again, "k")).isEqualTo("v");
        }
        try (EmbeddedRedis copy =
                EmbeddedRedis.builder().dataFrom(data.resolve("dump.rdb")).start()) {
            assertThat(read(copy, "k")).isEqualTo("v");
            write(copy, "k", "changed");
        }
        try (EmbeddedRedis copy = EmbeddedRedis.builder().dataFrom(data).start()) {
            assertThat(read(copy, "k")).isEqualTo("v");
        }
    }

    static Path folderOf(EmbeddedRedis redis) {
        return java.util.Objects.requireNonNull(redis.dataFolder().getParent());
    }

    /** The configuration of a server, maybe of another JVM, that may end at any moment. */
    private static String configOf(Path folder) {
        try {
            return Files.readString(folder.resolve("redis.conf"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static void write(EmbeddedRedis redis, String key, String value) throws IOException {
        try (RespClient client = redis.connect(SOON)) {
            client.call("SET", key, value);
        }
    }

    private static String read(EmbeddedRedis redis, String key) throws IOException {
        try (RespClient client = redis.connect(SOON)) {
            return client.text("GET", key);
        }
    }
}
