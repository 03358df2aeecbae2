package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Purges over HTTP, byte by byte: who is listened to, and what is done. */
@Timeout(60)
class AdminIT {

    private static final String TOKEN = "correct-horse-battery-staple";

    private static EmbeddedRedis redis;

    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    private Path folder;

    private Larder larder;
    private RawOrigin origin;
    private Gateway gateway;
    private Admin admin;

    @BeforeAll
    static void connect() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        larder = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        origin = new RawOrigin(wire -> {
            wire.head();
            wire.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nCache-Tag: plots\r\nContent-Length: 2\r\n"
                    + "Content-Type: text/plain\r\nConnection: close\r\n\r\nv" + asked.incrementAndGet());
        });
        List<Route> routes = List.of(Route.of("all", "/", Profile.SAFE));
        gateway = Gateway.start(larder, "127.0.0.1", 0, origin.uri(), routes);
        admin = Admin.start(gateway, new Listen("127.0.0.1", 0), AdminToken.of(TOKEN));
        gateway.cache()
                .purge(new dev.larder.http.Purge.Everything(), dev.larder.http.Purge.Mode.HARD)
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() throws IOException {
        admin.close();
        gateway.close();
        origin.close();
        larder.close();
    }

    private static String ask(URI where, String request) throws IOException {
        try (Wire client = Wire.of(new Socket("127.0.0.1", where.getPort()))) {
            client.write(request);
            return client.rest();
        }
    }

    private String content(String target) throws IOException {
        String answer = ask(gateway.uri(), "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private String request(String fields, String body) {
        return "POST /purge HTTP/1.1\r\n" + fields + "Connection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private String host() {
        return "Host: 127.0.0.1:" + admin.uri().getPort() + "\r\n";
    }

    private static String token(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static final String JSON = "Content-Type: application/json\r\n";

    private String order(String body) throws IOException {
        return ask(admin.uri(), request(host() + token(TOKEN) + JSON, body));
    }

    @Test
    void purge_byTag_isDoneAndSaysSo() throws Exception {
        assertThat(content("/plots")).isEqualTo("v1");
        await().atMost(Duration.ofSeconds(30)).until(() -> content("/plots").equals("v1") && asked.get() == 1);

        assertThat(order("{\"tag\":\"plots\"}"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("Cache-Control: no-store".toLowerCase(java.util.Locale.ROOT))
                .contains("{\"preview\":false,\"mode\":\"hard\",\"delivery\":\"acknowledged\"}");

        assertThat(content("/plots")).isEqualTo("v2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\":\"http://a/plots\"}",
                "{\"prefix\":\"/plots\",\"mode\":\"hard\"}",
                "{\"prefix\":\"/\"}",
                "{\"tags\":[\"x\",\"plots\"]}",
                "{\"everything\":true}"
            })
    void purge_bySelector_isDone(String order) throws Exception {
        assertThat(content("/plots")).isEqualTo("v1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> order("{\"everything\":true,\"preview\":true}").contains("\"responses\":1"));

        String answer = order(order);

        assertThat(answer).startsWith("HTTP/1.1 200 OK");
        assertThat(content("/plots")).isEqualTo("v2");
    }

    @Test
    void preview_counts_andPurgesNothing() throws Exception {
        content("/plots");
        content("/hedges");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> order("{\"everything\":true,\"preview\":true}").contains("\"responses\":2"));

        assertThat(order("{\"prefix\":\"/plots\",\"preview\":true}"))
                .contains("\"preview\":true,\"responses\":1,\"exact\":true");
        assertThat(content("/plots")).isIn("v1", "v2");
        assertThat(asked).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | 403",
                "Host: evil.example              | 403",
                "Host: evil.example:{port}       | 403",
                "Host: 127.0.0.1.evil.example    | 403",
                "Host: localhost                 | 401",
                "Host: 127.0.0.1:{port}          | 401",
                "Host: [::1]:{port}              | 401"
            })
    void purge_underAnotherHost_isRefusedBeforeTheTokenIsAskedFor(String host, int status) throws Exception {
        String line = host.isEmpty()
                ? "Host:\r\n"
                : host.replace("{port}", "" + admin.uri().getPort()) + "\r\n";

        assertThat(ask(admin.uri(), request(line + JSON, "{\"everything\":true}")))
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: same-origin"
            })
    void purge_fromABrowser_isRefused(String field) throws Exception {
        assertThat(ask(admin.uri(), request(host() + token(TOKEN) + JSON + field + "\r\n", "{\"everything\":true}")))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("evil");
        assertThat(order("{\"tag\":\"t\"}")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer wrong-horse-battery-staple\r\n",
                "Authorization: Bearer correct-horse-battery-stapl\r\n",
                "Authorization: Bearer correct-horse-battery-staplee\r\n",
                "Authorization: Basic correct-horse-battery-staple\r\n",
                "Authorization: correct-horse-battery-staple\r\n"
            })
    void purge_withoutTheToken_isRefused(String field) throws Exception {
        assertThat(content("/plots")).isEqualTo("v1");
        String answer = ask(admin.uri(), request(host() + field + JSON, "{\"everything\":true}"));

        assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("WWW-Authenticate: Bearer");
        assertThat(answer).doesNotContain("horse");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"everything\"",
                "{}",
                "{\"everything\":false}",
                "{\"everything\":\"true\"}",
                "{\"url\":1}",
                "{\"url\":\"ftp://secret\"}",
                "{\"url\":\"http://a@secret/\"}",
                "{\"url\":\"http://a/secret%2f..\"}",
                "{\"prefix\":\"secret\"}",
                "{\"prefix\":\"/secret?a\"}",
                "{\"tag\":\"\"}",
                "{\"tag\":[\"secret\"]}",
                "{\"tags\":\"secret\"}",
                "{\"tags\":[]}",
                "{\"tags\":[1]}",
                "{\"tag\":\"a\",\"url\":\"http://secret/\"}",
                "{\"tag\":\"a\",\"secret\":1}",
                "{\"tag\":\"a\",\"tag\":\"secret\"}",
                "{\"tag\":\"a\"}secret",
                "{\"tag\":\"a\",\"mode\":\"secret\"}",
                "{\"tag\":\"a\",\"mode\":null}",
                "{\"tag\":\"a\",\"preview\":\"yes\"}"
            })
    void purge_whatIsNoOrder_isRefusedWithoutAnEcho(String body) throws Exception {
        assertThat(order(body))
                .startsWith("HTTP/1.1 400")
                .contains("{\"error\":\"")
                .doesNotContain("secret");
    }

    @Test
    void purge_longTag_isRefused() throws Exception {
        assertThat(order("{\"tag\":\"" + "t".repeat(513) + "\"}")).startsWith("HTTP/1.1 400");
    }

    @Test
    void purge_otherShapes_areRefused() throws Exception {
        String known = host() + token(TOKEN);
        String form = "Content-Type: application/x-www-form-urlencoded\r\n";
        String body = "{\"everything\":true}";

        assertThat(ask(admin.uri(), request(known + form, body))).startsWith("HTTP/1.1 415");
        assertThat(ask(admin.uri(), request(known + "Content-Type: text/plain\r\n", body)))
                .startsWith("HTTP/1.1 415");
        assertThat(ask(admin.uri(), request(known, body))).startsWith("HTTP/1.1 415");
        assertThat(ask(admin.uri(), request(known + JSON, body).replace("POST", "GET")))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("Allow: POST");
        assertThat(ask(admin.uri(), request(known + JSON, body).replace("/purge", "/other")))
                .startsWith("HTTP/1.1 404");
        assertThat(ask(admin.uri(), request(known + host() + JSON, body))).contains(" 40");
    }

    @Test
    void purge_longBody_isRefused() throws Exception {
        String known = "POST /purge HTTP/1.1\r\n" + host() + token(TOKEN) + JSON;

        assertThat(ask(admin.uri(), known + "Content-Length: 10000000\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(order(" ".repeat(70_000))).startsWith("HTTP/1.1 413");
        String chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
        assertThat(ask(admin.uri(), known + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5)))
                .startsWith("HTTP/1.1 413");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PURGE", "BAN", "REFRESH", "INVALIDATE"})
    void site_purgingMethods_areRefused(String method) throws Exception {
        assertThat(content("/plots")).isEqualTo("v1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> order("{\"everything\":true,\"preview\":true}").contains("\"responses\":1"));

        assertThat(ask(
                        gateway.uri(),
                        method + " /plots HTTP/1.1\r\nHost: a\r\n" + token(TOKEN) + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 501");

        assertThat(content("/plots")).isEqualTo("v1");
    }

    @Test
    void site_theOrderOfTheAdministration_goesToTheOrigin() throws Exception {
        assertThat(content("/plots")).isEqualTo("v1");

        String answer = ask(
                gateway.uri(),
                request(
                        "Host: 127.0.0.1:" + admin.uri().getPort() + "\r\n" + token(TOKEN) + JSON,
                        "{\"everything\":true}"));

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("v2");
        assertThat(content("/plots")).isEqualTo("v1");
    }

    @Test
    void token_whatIsNone_isRefusedWithoutAnEcho() throws Exception {
        Path file = folder.resolve("token");
        Files.writeString(file, "  " + TOKEN + "\n");
        assertThat(AdminToken.ofFile(file).isIn("bearer " + TOKEN)).isTrue();

        for (String text : List.of("", "short", "with blanks between them", "ümlaut-ümlaut-ümlaut", "x".repeat(513))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdminToken.of(text))
                    .satisfies(e -> assertThat(text.isEmpty() || !e.getMessage().contains(text))
                            .isTrue());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> AdminToken.ofFile(folder.resolve("none")));
    }

    private String read(String path, String fields) throws IOException {
        return ask(admin.uri(), "GET " + path + " HTTP/1.1\r\n" + fields + "Connection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready"})
    void health_anybodyAsks_saysYesAndNoMore(String path) throws Exception {
        assertThat(read(path, "Host: probe.example\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("no-store")
                .endsWith("\r\n\r\nok\n");
        assertThat(ask(gateway.uri(), "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .endsWith("v1");
        assertThat(ask(admin.uri(), request(host() + JSON, "{}").replace("/purge", path)))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void health_whileItDrains_saysNo() throws Exception {
        RawOrigin slow = new RawOrigin(wire -> {
            wire.head();
            asked.incrementAndGet();
            wire.in().read();
        });
        try (Gateway draining = Gateway.start(
                larderOfItsOwn(),
                "127.0.0.1",
                0,
                slow.uri(),
                List.of(Route.of("all", "/", Profile.SAFE).withoutCache()))) {
            URI there = draining.administer(new Listen("127.0.0.1", 0), AdminToken.of(TOKEN));
            String health = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            assertThat(ask(there, health)).startsWith("HTTP/1.1 200");
            try (Wire waiting = Wire.of(new Socket("127.0.0.1", draining.uri().getPort()))) {
                waiting.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
                await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() == 1);
                CompletableFuture<Void> closing = CompletableFuture.runAsync(draining::close);

                await().atMost(Duration.ofSeconds(9))
                        .until(() -> ask(there, health).startsWith("HTTP/1.1 503"));
                assertThat(ask(there, health)).endsWith("\r\n\r\nnot ok\n");
                assertThat(ask(there, health.replace("/health", "/ready"))).startsWith("HTTP/1.1 503");
                slow.close();
                closing.join();
            }
        } finally {
            own.close();
        }
    }

    private Larder own;

    private Larder larderOfItsOwn() {
        own = Larder.connect(redis.uri() + "?timeout=20s&dead-after=30s");
        await().atMost(Duration.ofSeconds(60)).until(own::coherent);
        return own;
    }

    @Test
    void ready_originFailsItsChecksOrRedisIsAway_saysNo() throws Exception {
        EmbeddedRedis other = EmbeddedRedis.start();
        AtomicInteger status = new AtomicInteger(500);
        RawOrigin checked = new RawOrigin(wire -> {
            wire.head();
            wire.write("HTTP/1.1 " + status.get() + " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        own = Larder.connect(other.uri() + "?timeout=20s&dead-after=30s");
        GatewayConfig config = GatewayConfig.parse("""
                listen: 127.0.0.1:0
                origin: { url: "%s", health: { path: /up, interval: 100ms, timeout: 100ms } }
                """.formatted(checked.uri()), "test");
        try (Gateway watched = Gateway.start(own, config, told -> {})) {
            URI there = watched.administer(new Listen("127.0.0.1", 0), AdminToken.of(TOKEN));
            String ready = "GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> watched.status().origins().get(0).health().equals("down"));
            assertThat(ask(there, ready)).startsWith("HTTP/1.1 503").endsWith("not ok\n");
            status.set(200);
            await().atMost(Duration.ofSeconds(60)).until(() -> ask(there, ready).startsWith("HTTP/1.1 200"));

            other.close();

            await().atMost(Duration.ofSeconds(60)).until(() -> ask(there, ready).startsWith("HTTP/1.1 503"));
            assertThat(ask(there, ready.replace("/ready", "/health"))).startsWith("HTTP/1.1 200");
        } finally {
            own.close();
            checked.close();
            other.close();
        }
    }

    @Test
    void status_withTheToken_saysHowItIs() throws Exception {
        content("/plots");
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.stats().fills() == 1);

        String answer = read("/status", host() + token(TOKEN));

        assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("no-store");
        JsonNode told = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(told.get("ready").booleanValue()).isTrue();
        assertThat(told.get("draining").booleanValue()).isFalse();
        assertThat(told.get("coherent").booleanValue()).isTrue();
        assertThat(told.get("connections").isNumber()).isTrue();
        assertThat(told.get("accessLogDropped").longValue()).isZero();
        assertThat(told.get("origins").get(0).get("health").stringValue()).isEqualTo("unchecked");
        assertThat(told.get("routes").get(0).get("name").stringValue()).isEqualTo("all");
        assertThat(told.get("routes").get(0).get("path").stringValue()).isEqualTo("/*");
        assertThat(told.get("cache").get("fills").longValue()).isEqualTo(1);
    }

    @Test
    void status_withoutTheTokenOrOnTheSite_isNotTold() throws Exception {
        assertThat(read("/status", host())).startsWith("HTTP/1.1 401").doesNotContain("coherent");
        assertThat(read("/status", "Host: evil.example\r\n" + token(TOKEN))).startsWith("HTTP/1.1 403");
        assertThat(read("/status", host() + token(TOKEN) + "Origin: http://evil\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(ask(admin.uri(), request(host() + token(TOKEN) + JSON, "{}").replace("/purge", "/status")))
                .startsWith("HTTP/1.1 405");
        assertThat(ask(
                        gateway.uri(),
                        "GET /status HTTP/1.1\r\nHost: a\r\n" + token(TOKEN) + "Connection: close\r\n\r\n"))
                .doesNotContain("coherent");
    }
}
