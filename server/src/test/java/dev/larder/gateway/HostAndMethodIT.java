package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for another host than they seem, and methods that become others, over a socket. */
@Timeout(60)
final class HostAndMethodIT {

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(ScreeningRules.DEFAULT, Route.of("all", "/", Profile.SAFE));
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    private static String request(String line, String... fields) {
        return line + "\r\n" + String.join("\r\n", fields) + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void host_severalWaysToWriteIt_areOneResponse() throws IOException {
        String path = scene.path();
        for (String host :
                List.of("Shop.Example", "shop.example", "shop.example.", "shop.example:80", "SHOP.EXAMPLE.:80")) {
            assertThat(scene.send(request("GET " + path + " HTTP/1.1", "Host: " + host))
                            .get(0)
                            .status())
                    .isEqualTo(200);
        }

        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request).containsIgnoringCase("\r\nHost: shop.example\r\n"));
        scene.isClean(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "a b",
                "a,b",
                "user:pw@a",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "a%2eb",
                "a:b",
                "a:0",
                "a:65536",
                "a:1:2",
                "[::1",
                "::1",
                "[fe80::1%25eth0]",
                "<script>",
                "\u00e4",
                "a;b"
            })
    void host_invalid_isRefused(String host) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, request("GET " + path + " HTTP/1.1", "Host: " + host));
    }

    @Test
    void host_missingOrTwice_isRefused() throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, request("GET " + path + " HTTP/1.1", "X: y"));
        path = scene.path();
        scene.isRefused(400, path, request("GET " + path + " HTTP/1.1", "Host: a", "Host: evil.example"));
        path = scene.path();
        scene.isRefused(400, path, request("GET " + path + " HTTP/1.1", "Host: a", "host: a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example{p}",
                "http://a:444{p}",
                "http://a@evil.example{p}",
                "http://evil.example\\@a{p}",
                "http://{p}",
                "https://a{p}",
                "ftp://a{p}",
                "HTTP://evil.example{p}"
            })
    void absoluteForm_otherHostOrScheme_isRefused(String target) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, request("GET " + target.replace("{p}", path) + " HTTP/1.1", "Host: a"));
    }

    @Test
    void absoluteForm_sameHost_isTheSameRequest() throws IOException {
        String path = scene.path();
        scene.send(request("GET HTTP://A:80" + path + " HTTP/1.1", "Host: a"));

        scene.isClean(path);
        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request).startsWith("GET " + path + " HTTP/1.1\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a{p}", "a:80{p}", "?{p}", "@evil.example{p}", ":80{p}", "*{p}"})
    void target_neitherPathNorUrl_isRefused(String target) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, request("GET " + target.replace("{p}", path) + " HTTP/1.1", "Host: a"));
    }

    @Test
    void target_asterisk_isForOptionsOnly() throws IOException {
        assertThat(scene.send(request("GET * HTTP/1.1", "Host: a")).get(0).status())
                .isEqualTo(400);
        assertThat(scene.send(request("OPTIONS * HTTP/1.1", "Host: a")).get(0).status())
                .isEqualTo(200);
        assertThat(scene.origin().seen(" * "))
                .singleElement()
                .satisfies(request -> assertThat(request).startsWith("OPTIONS * HTTP/1.1\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "405, TRACE",
        "405, CONNECT",
        "501, get",
        "501, PURGE",
        "501, BREW",
        "501, PROPFIND",
        "400, 'G\u0000T'",
        "400, G@T"
    })
    void method_notOnTheList_isRefused(int status, String method) throws IOException {
        String path = scene.path();
        Reply reply = scene.isRefused(status, path, request(method + " " + path + " HTTP/1.1", "Host: a"));

        assertThat(reply.field("allow").contains("GET")).isEqualTo(status == 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "_method",
                "x-http-method-override"
            })
    void methodOverride_anyOfItsNames_doesNotReachTheOrigin(String name) throws IOException {
        String path = scene.path();
        scene.send(Scene.head("GET", path, name + ": DELETE", "Connection: close"));
        scene.isClean(path);
        scene.send(Scene.head("POST", path, name + ": DELETE", "Content-Length: 0", "Connection: close"));

        assertThat(scene.origin().seen(path)).hasSize(2).noneMatch(request -> request.contains("DELETE"));
    }
}
