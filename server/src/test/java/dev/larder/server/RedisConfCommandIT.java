package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.tck.RawRedis;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real servers run with what {@code larder redis-conf} and {@code larder acl} print. */
class RedisConfCommandIT {

    private static final String SECRET = "a-long-enough-secret";

    /** What a server says of the machine. */
    private static final List<String> OF_THE_MACHINE = List.of("overcommit", "Transparent Huge Pages", "TCP backlog");

    @TempDir
    private Path folder;

    private Path password;
    private String err = "";
    private int status;
    private Process server;
    private int port;

    @BeforeEach
    void write() throws Exception {
        password = Files.writeString(folder.resolve("password"), SECRET + "\n");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private String run(String... args) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(stdout)).setErr(new PrintWriter(stderr));
        status = command.execute(args);
        err = stderr.toString();
        return stdout.toString();
    }

    private String acl(String... more) {
        List<String> args = new ArrayList<>(List.of("acl", "--password-file", password.toString()));
        args.addAll(List.of(more));
        String line = run(args.toArray(String[]::new));
        assertThat(status).as(err).isZero();
        return line;
    }

    private void start(String... options) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path users = folder.resolve("users.acl");
        Files.writeString(
                users,
                "user default reset off\nuser admin on >admin ~* &* +@all\n"
                        + acl("--component", "engine", "--namespace", "grounds", "--format", "file")
                        + acl(
                                "--component",
                                "engine",
                                "--namespace",
                                "grounds",
                                "--format",
                                "file",
                                "--on",
                                "cluster",
                                "--user",
                                "node")
                        + acl("--component", "ops", "--namespace", "grounds", "--format", "file"));
        List<String> args =
                new ArrayList<>(List.of("redis-conf", "--aclfile", users.toString(), "--dir", data.toString()));
        args.addAll(List.of("--port", String.valueOf(port)));
        args.addAll(List.of(options));
        Path conf = Files.writeString(folder.resolve("redis.conf"), run(args.toArray(String[]::new)));
        server = new ProcessBuilder(EmbeddedRedis.binary().path().toString(), conf.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> log().contains("Ready to accept connections"));
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("log"));
    }

    private RawRedis admin() {
        RawRedis raw = new RawRedis("127.0.0.1", port);
        raw.call("AUTH", "admin", "admin");
        return raw;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--no-persistence --policy allkeys-lfu --memory 64MB"})
    void server_withThePrintedFile_startsWithoutAWarningAndMeansEveryLine(String options) throws Exception {
        String[] words = options.isEmpty() ? new String[0] : options.split(" ", -1);
        start(words);
        assertThat(log().lines().filter(line -> OF_THE_MACHINE.stream().noneMatch(line::contains)))
                .noneMatch(line -> line.contains("WARNING") || line.contains("rror") || line.contains("deprecated"));
        try (RawRedis raw = admin()) {
            List<String> all = new ArrayList<>(List.of("redis-conf", "--json", "--port", String.valueOf(port)));
            all.addAll(List.of("--aclfile", folder.resolve("users.acl").toString()));
            all.addAll(List.of("--dir", folder.resolve("data").toString()));
            all.addAll(List.of(words));
            Set<String> seen = new HashSet<>();
            for (JsonNode one : JsonMapper.shared()
                    .readTree(run(all.toArray(String[]::new)))
                    .get("directives")) {
                String name = one.get("name").asString();
                String value = one.get("value").asString().replace("\"", "");
                List<?> pair = (List<?>) raw.call("CONFIG", "GET", name);
                assertThat(pair).as(name).hasSize(2);
                String actual = new String((byte[]) pair.get(1), StandardCharsets.UTF_8);
                if (value.endsWith("mb") || value.endsWith("gb") || name.equals("client-output-buffer-limit")) {
                    assertThat(actual).as(name).isNotEqualTo("0");
                } else {
                    assertThat(actual).as(name).isEqualTo(value);
                }
                seen.add(name);
            }
            assertThat(seen).contains("aclfile", "maxmemory-policy", "enable-debug-command", "tracking-table-max-keys");
        }
    }

    @Test
    void server_withThePrintedFileAndUsers_servesTheEngineAndNobodyWithoutAName() throws Exception {
        start();
        try (RawRedis stranger = new RawRedis("127.0.0.1", port)) {
            assertThat(refusal(stranger, "PING")).startsWith("NOAUTH");
            stranger.call("AUTH", "larder-ops", SECRET);
            assertThat(stranger.call("INFO", "server")).isNotNull();
            assertThat(refusal(stranger, "GET", "grounds:c:{k}")).startsWith("NOPERM");
            assertThat(refusal(stranger, "FLUSHALL")).startsWith("NOPERM");
        }
        LarderConfig config = LarderConfig.builder().namespace("grounds").build();
        String uri = "redis://larder-engine:" + SECRET + "@127.0.0.1:" + port + "?timeout=20s&dead-after=30s";
        try (Larder one = Larder.builder().config(config).redis(uri).build();
                Larder two = Larder.builder().config(config).redis(uri).build();
                RawRedis raw = admin()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> one.coherent() && two.coherent());
            Cache<String, String> here =
                    one.cache("c", String.class, String.class, spec -> spec.tags((k, v) -> List.of(v)));
            Cache<String, String> there =
                    two.cache("c", String.class, String.class, spec -> spec.tags((k, v) -> List.of(v)));
            assertThat(here.get("k", key -> "1")).isEqualTo("1");
            await().until(() -> here.stats().fills() == 1);
            assertThat(there.get("k", key -> "unexpected")).isEqualTo("1");
            assertThat(here.put("k", "2")).isEqualTo(Delivery.ACKNOWLEDGED);
            await().untilAsserted(() ->
                    assertThat(there.get("k", key -> "unexpected")).isEqualTo("2"));
            assertThat(one.invalidateTags(tag -> tag.equals("2"))).isEqualTo(Delivery.ACKNOWLEDGED);
            await().untilAsserted(() -> assertThat(there.get("k", key -> "3")).isEqualTo("3"));
            assertThat(new String((byte[]) raw.call("INFO", "errorstats"), StandardCharsets.UTF_8))
                    .contains("errorstat_NOPERM:count=2")
                    .contains("errorstat_NOAUTH:count=1");
        }
    }

    private static String refusal(RawRedis raw, Object... command) {
        try {
            raw.call(command);
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        } catch (UncheckedIOException e) {
            return "closed";
        }
    }

    /** What stands in a line for redis-cli, a server splits as redis-cli does. */
    @Test
    void line_forRedisCli_isUnderstood() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                EmbeddedCluster cluster = EmbeddedCluster.start(1)) {
            for (String component : List.of("engine", "session", "live", "ops", "backup", "restore")) {
                assertThat(inline(redis.port(), acl("--component", component))).isEqualTo("+OK");
                assertThat(inline(redis.port(), acl("--component", component, "--select")))
                        .isEqualTo("+OK");
                assertThat(inline(cluster.nodes().get(0).port(), acl("--component", component, "--on", "cluster")))
                        .isEqualTo("+OK");
            }
            assertThat(inline(redis.port(), run("acl", "--component", "engine")))
                    .contains("password hash must be");
        }
    }

    private static String inline(int port, String line) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((line.strip() + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    @Test
    void tls_closesThePlainPortAndAsksForCertificates() {
        String text =
                run("redis-conf", "--tls-port", "6380", "--bind", "10.0.0.5 127.0.0.1", "--tls-folder", "/run/tls");
        assertThat(text.lines())
                .contains(
                        "port 0",
                        "tls-port 6380",
                        "bind 10.0.0.5 127.0.0.1",
                        "tls-auth-clients yes",
                        "tls-key-file \"/run/tls/server-key.pem\"");
        assertThat(run("redis-conf").lines()).contains("port 6379").noneMatch(line -> line.startsWith("tls-"));
    }

    /** A line of settings follows a comment, or another line that the same comment is about. */
    @Test
    void settings_all_sayWhy() {
        String before = "";
        for (String line : run("redis-conf", "--tls-port", "6380").lines().toList()) {
            assertThat(line.length()).as(line).isLessThanOrEqualTo(130);
            assertThat(line).doesNotContain("@port").doesNotContain("@dir");
            if (!line.isBlank() && !line.startsWith("#") && before.isBlank()) {
                assertThat(line).startsWith("dir ");
            }
            before = line;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--memory 1tb, such as 512mb",
        "--memory 0gb, such as 512mb",
        "--policy volatile-lfo, did you mean volatile-lfu?",
        "--port 0, give 1 to 65535",
        "--tls-port 70000, give 1 to 65535",
        "--port 6379 --tls-port 6379, leave --port out",
        "--bind ;, separated by spaces",
        "--dir a\"b, quotation mark"
    })
    void wrongUse_isToldWithARemedy(String arguments, String remedy) {
        assertThat(run(("redis-conf " + arguments).split(" ", -1))).isEmpty();
        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(remedy).contains("Try: larder redis-conf --help");
    }
}
