package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of the access log, and how they are written. */
class AccessLogTest {

    private final ConcurrentLinkedQueue<GatewayEvent> told = new ConcurrentLinkedQueue<>();

    private static Visited visited(String target, String agent, String cacheStatus) {
        return new Visited(
                Instant.parse("2026-11-30T12:00:00Z"),
                "10.0.0.1",
                "GET",
                target,
                "HTTP/1.1",
                null,
                agent,
                200,
                42,
                Duration.ofMillis(3),
                Duration.ofMillis(5),
                cacheStatus);
    }

    private static AccessLogSettings settings(Path file, int queue) {
        return new AccessLogSettings(file, AccessFormat.COMMON, queue, false);
    }

    @Test
    void line_formats_areAsUsual() {
        Visited visited = visited("/plots", "curl", "\"larder\";hit;ttl=5");

        assertThat(AccessFormat.COMMON.line(visited))
                .isEqualTo("10.0.0.1 - - [30/Nov/2026:12:00:00 +0000] \"GET /plots HTTP/1.1\" 200 42");
        assertThat(AccessFormat.COMBINED.line(visited))
                .isEqualTo("10.0.0.1 - - [30/Nov/2026:12:00:00 +0000] \"GET /plots HTTP/1.1\" 200 42 \"-\" \"curl\""
                        + " \"\\x22larder\\x22;hit;ttl=5\" 0.003000");
        assertThat(AccessFormat.JSON.line(visited))
                .isEqualTo(
                        "{\"time\":\"2026-11-30T12:00:00Z\",\"client\":\"10.0.0.1\",\"method\":\"GET\","
                                + "\"target\":\"/plots\",\"version\":\"HTTP/1.1\",\"status\":200,\"bytes\":42,"
                                + "\"firstByteSeconds\":0.003000,\"seconds\":0.005000,"
                                + "\"cacheStatus\":\"\\u0022larder\\u0022;hit;ttl=5\",\"referer\":null,\"userAgent\":\"curl\"}");
    }

    @Test
    void line_whatAClientHasSent_forgesNothing() {
        String evil = "a\" 200 1\n10.0.0.2 \\ \u001b[31m\u0000\u00e4\r";

        for (AccessFormat format : AccessFormat.values()) {
            String line = format.line(visited("/" + evil, evil, null));
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(line).doesNotContain("a\" 200 1");
        }
    }

    @Test
    void line_keyInCacheStatus_isNotShown() {
        String said = "\"larder\";hit;key=\"secret;\\\"x\";ttl=1, other;key=secret2";

        assertThat(AccessFormat.JSON.line(visited("/", "a", said)))
                .doesNotContain("secret")
                .contains(";hit;ttl=1, other");
    }

    @Test
    void log_lines_areWrittenInTheirOrder(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(settings(file, 1_000), told::add)) {
            for (int i = 0; i < 500; i++) {
                log.log(visited("/" + i, "a", null));
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(500);
        assertThat(lines.get(499)).contains("GET /499 ");
        assertThat(told).isEmpty();
    }

    @Test
    void log_writerThatHangs_dropsAndCountsAndNeverWaits() {
        CountDownLatch go = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                written.write(bytes, from, length);
            }
        };
        try (AccessLog log = AccessLog.open(settings(null, 10), () -> slow, told::add)) {
            for (int i = 0; i < 2_000; i++) {
                log.log(visited("/" + i, "a", null));
            }
            assertThat(log.dropped()).isPositive();
            go.countDown();
            await().until(() -> !told.isEmpty());
            assertThat(told.peek().text()).contains("lines of the access log were dropped");
            assertThat(log.dropped() + 1_000).isGreaterThan(1_900);
        }
        assertThat(written.toString(StandardCharsets.US_ASCII)).contains("GET /0 ");
    }

    @Test
    void reopen_fileMovedAway_goesOnInANewOne(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.open(settings(file, 10), told::add)) {
            log.log(visited("/one", "a", null));
            await().until(() -> Files.size(file) > 0);
            Files.move(file, folder.resolve("access.log.1"));
            log.reopen();
            log.log(visited("/two", "a", null));
        }

        assertThat(Files.readString(file)).contains("/two").doesNotContain("/one");
    }

    @Test
    void open_noFolder_saysWhatToDo(@TempDir Path folder) {
        assertThatThrownBy(() -> AccessLog.open(settings(folder.resolve("none/access.log"), 10), told::add))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("create its folder");
    }
}
