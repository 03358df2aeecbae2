package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.Gateway;
import dev.larder.gateway.GatewayConfig;
import dev.larder.gateway.Listen;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code larder purge} on what a gateway has stored. */
class PurgeCommandIT {

    private static EmbeddedRedis redis;
    private static com.sun.net.httpserver.HttpServer origin;
    private static Larder larder;
    private static Gateway gateway;
    private static final AtomicInteger ASKED = new AtomicInteger();

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String out = "";
    private String err = "";

    @BeforeAll
    static void start() throws IOException {
        redis = EmbeddedRedis.start();
        origin =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            byte[] content = ("v" + ASKED.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Cache-Control", "max-age=600, stale-while-revalidate=600");
            exchange.getResponseHeaders().add("Cache-Tag", "plots");
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        origin.start();
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        URI from = URI.create("http://127.0.0.1:" + origin.getAddress().getPort());
        gateway = Gateway.start(larder, "127.0.0.1", 0, from, List.of(Route.of("all", "/", Profile.SAFE)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        larder.close();
        origin.stop(0);
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command(Duration.ofSeconds(10), "FLUSHALL");
    }

    private int run(String... args) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(stdout)).setErr(new PrintWriter(stderr));
        int status = command.execute(args);
        out = stdout.toString();
        err = stderr.toString();
        return status;
    }

    private int purge(String... args) {
        String[] all = new String[args.length + 2];
        all[0] = "purge";
        all[1] = "--redis=" + redis.uri();
        System.arraycopy(args, 0, all, 2, args.length);
        return run(all);
    }

    private String get(String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve(target))
                .timeout(Duration.ofSeconds(60))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Answers the content that is stored: what was loaded first may not have been, when the server had just been emptied. */
    private String stored(String target) {
        AtomicReference<String> content = new AtomicReference<>("");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            String next = get(target);
            return next.equals(content.getAndSet(next)) && found(target);
        });
        return content.get();
    }

    private boolean found(String target) {
        purge("--preview", "--json", "--url", gateway.uri() + target);
        return JsonMapper.shared().readTree(out).get("responses").longValue() == 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--url=URI/plots/1", "--prefix=/plots", "--prefix=/", "--tag=plots", "--everything"})
    void purge_bySelector_isDone(String selector) throws Exception {
        String first = stored("/plots/1");

        int status = purge(selector.replace("URI", gateway.uri().toString()), "--json");

        assertThat(status).as(err).isEqualTo(ExitCode.GOOD);
        JsonNode told = JsonMapper.shared().readTree(out);
        assertThat(told.get("mode").stringValue()).isEqualTo("hard");
        assertThat(told.get("delivery").stringValue()).isEqualTo("acknowledged");
        await().atMost(Duration.ofSeconds(30)).until(() -> !get("/plots/1").equals(first));
    }

    @Test
    void purge_soft_isServedStaleAndRenewed() throws Exception {
        String first = stored("/plots/2");

        assertThat(purge("--tag", "plots", "--tag", "others", "--soft")).isEqualTo(ExitCode.GOOD);

        assertThat(out).isEqualTo("Made stale." + System.lineSeparator());
        await().atMost(Duration.ofSeconds(30)).until(() -> !get("/plots/2").equals(first));
    }

    @Test
    void purge_preview_purgesNothing() throws Exception {
        String first = stored("/plots/3");

        assertThat(purge("--everything", "--preview")).isEqualTo(ExitCode.GOOD);

        assertThat(out).contains("1 stored responses would be purged").contains("Nothing was purged.");
        assertThat(get("/plots/3")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--url=secret",
                "--url=http://a@secret/",
                "--prefix=secret",
                "--tag=",
                "--tag=a --everything",
                "--everything --limit=0",
                "--everything --namespace=%secret",
                "--url=http://a/ --profile=secrets"
            })
    void purge_wrongUse_isSaid(String args) {
        int status = purge(args.isEmpty() ? new String[0] : args.split(" ", -1));

        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("purge --help");
    }

    @Test
    void purge_everythingOnATerminal_asksFirst() throws Exception {
        String first = stored("/plots/4");
        InputStream in = System.in;
        System.setProperty("larder.terminal", "true");
        try {
            System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(purge("--everything")).isEqualTo(ExitCode.IMPOSSIBLE);
            assertThat(err).contains("[y/N]").contains("nothing was purged");
            assertThat(get("/plots/4")).isEqualTo(first);
            System.setIn(new ByteArrayInputStream("y\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(purge("--everything")).isEqualTo(ExitCode.GOOD);
            assertThat(purge("--everything", "--yes")).isEqualTo(ExitCode.GOOD);
            assertThat(err).isEmpty();
        } finally {
            System.setIn(in);
            System.clearProperty("larder.terminal");
        }
    }

    private Path config(String redisLine) throws IOException {
        Path file = folder.resolve("larder.yaml");
        Files.writeString(file, """
                %s
                namespace: routes
                origin: http://127.0.0.1:%d
                origins:
                  parcels: http://127.0.0.1:%d
                requests: { merge-slashes: on }
                routes:
                  contract: { path: "/contracts/{id}", tags: ["contract:{id}"], key: { parameters: [page] } }
                  contracts: { prefix: /contracts }
                  parcels: { prefix: /parcels, origin: parcels }
                """.formatted(
                redisLine, origin.getAddress().getPort(), origin.getAddress().getPort()));
        return file;
    }

    private long counted(Path file, String... selector) {
        List<String> args = new ArrayList<>(List.of("purge", "--config", file.toString(), "--preview", "--json"));
        args.addAll(List.of(selector));
        assertThat(run(args.toArray(String[]::new))).as(err).isEqualTo(ExitCode.GOOD);
        return JsonMapper.shared().readTree(out).get("responses").longValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis: REDIS", "redis: redis://127.0.0.1:1"})
    void purge_byAFile_knowsItsRoutesRedisAndNamespace(String line) throws Exception {
        Path file = config(line.replace("REDIS", redis.uri()));
        GatewayConfig said = GatewayConfig.load(file).at(new Listen("127.0.0.1", 0));
        List<String> targets =
                List.of("/contracts/42?page=1", "/contracts/43", "/contracts/42/files", "/contracts", "/parcels/1");
        try (Larder own = Larder.builder()
                        .config(said.larder())
                        .redis(redis.uri())
                        .build();
                Gateway other = Gateway.start(own, said)) {
            await().atMost(Duration.ofSeconds(60)).until(own::coherent);
            for (String target : targets) {
                client.send(
                        HttpRequest.newBuilder(other.uri().resolve(target)).build(),
                        HttpResponse.BodyHandlers.ofString());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> other.stats().fills() == 5);
            String redisThere = "--redis=" + redis.uri();

            assertThat(counted(file, redisThere, "--url", other.uri() + "//contracts/42?utm=1&page=1"))
                    .isEqualTo(1);
            assertThat(counted(file, redisThere, "--prefix", "/contracts/42")).isEqualTo(2);
            assertThat(counted(file, redisThere, "--prefix", "/contracts")).isEqualTo(4);
            assertThat(counted(file, redisThere, "--everything")).isEqualTo(5);
            assertThat(run("purge", "--config=" + file, redisThere, "--url=" + other.uri() + "/contracts/42?page=1"))
                    .as(err)
                    .isEqualTo(ExitCode.GOOD);
            assertThat(run("purge", "--config=" + file, redisThere, "--prefix=/parcels"))
                    .as(err)
                    .isEqualTo(ExitCode.GOOD);
            assertThat(counted(file, redisThere, "--everything")).isEqualTo(3);
            if (line.contains("REDIS")) {
                assertThat(counted(file, "--everything")).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--namespace=other", "--profile=rfc", "--tag=second"})
    void purge_byAFileAndWhatContradictsIt_isWrongUse(String option) throws IOException {
        Path file = config("redis: " + redis.uri());
        assertThat(run("purge", "--config=" + file, "--everything", option)).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(option.substring(0, option.indexOf('=')));
    }

    @Test
    void purge_byAFileThatCannotBeUsed_isWrongUse() throws IOException {
        Path file = config("");
        assertThat(run("purge", "--config=" + file, "--everything")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--redis");
        Files.writeString(file, "orign: http://a");
        assertThat(run("purge", "--config=" + file, "--everything")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("origin");
        assertThat(run("purge", "--config=" + folder.resolve("none"), "--everything"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("purge", "--everything")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--redis").contains("--config");
    }

    @Test
    void purge_noRedis_couldNotBeDone() {
        assertThat(run("purge", "--redis=redis://127.0.0.1:1", "--tag=t")).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err).contains("run it again");
    }

    @Test
    void serve_adminWithoutASafeToken_isWrongUse() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, "short-secret");
        for (String admin : List.of("--admin=127.0.0.1:0", "--admin=0.0.0.0:0")) {
            assertThat(run("serve", "--origin=http://a", "--listen=127.0.0.1:0", admin))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(err).contains("--admin-token-file");
        }
        assertThat(run("serve", "--origin=http://a", "--admin=127.0.0.1:0", "--admin-token-file=" + file))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("openssl").doesNotContain("short-secret");
        assertThat(run("serve", "--origin=http://a", "--admin-token-file=" + file))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("serve", "--origin=http://a", "--admin=8001", "--admin-token-file=" + file))
                .isEqualTo(ExitCode.USAGE);
    }
}
