package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.gateway.RawOrigin.Wire;
import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over HTTP/2 that would be two, or another one, over the HTTP/1.1 to the origin. */
@Timeout(60)
final class Http2DowngradeIT {

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(ScreeningRules.DEFAULT, Route.of("all", "/", Profile.SAFE));
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    private static String[] request(String method, String path, String... more) {
        String[] pseudo = {":method", method, ":scheme", "http", ":authority", "a", ":path", path};
        return Stream.concat(Arrays.stream(pseudo), Arrays.stream(more)).toArray(String[]::new);
    }

    /** The stream is answered with an error or reset, nothing reaches the origin, and others notice nothing. */
    private static void refused(String path, Frames.Outcome outcome) throws IOException {
        assertThat(outcome.error() >= 0 || outcome.content().startsWith("400 "))
                .describedAs("%s", outcome)
                .isTrue();
        assertThat(scene.origin().seen(path)).isEmpty();
        scene.isClean(path);
    }

    @Test
    void request_plain_isTheSameAsOverHttp1() throws IOException {
        String path = scene.path();

        assertThat(scene.http2(null, request("GET", path)).content())
                .isEqualTo(scene.get(path).content());
        scene.isClean(path);
        assertThat(scene.origin().seen(path)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "transfer-encoding, chunked",
        "connection, keep-alive",
        "keep-alive, timeout=5",
        "proxy-connection, keep-alive",
        "upgrade, h2c",
        "te, gzip"
    })
    void fieldOfAConnection_anyOfThem_isRefused(String name, String value) throws IOException {
        String path = scene.path();
        refused(path, scene.http2("0\r\n\r\n" + Scene.head("GET", path), request("POST", path, name, value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "+3", "3, 3", "99"})
    void contentLength_otherThanTheContent_isRefused(String length) throws IOException {
        String path = scene.path();
        Frames.Outcome outcome =
                scene.http2(Scene.head("GET", path + "smuggled"), request("POST", path, "content-length", length));

        assertThat(outcome.error() >= 0 || !outcome.content().startsWith("POST"))
                .isTrue();
        assertThat(scene.origin().seen("GET " + path)).isEmpty();
        scene.isClean(path);
    }

    @Test
    void contentLength_asLongAsTheContent_isFramedAnew() throws IOException {
        String path = scene.path();
        Frames.Outcome outcome = scene.http2("mow", request("POST", path, "content-length", "3"));

        assertThat(outcome.content()).startsWith("POST " + path).endsWith("\r\n\r\nmow");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1|Host: b||GET, {p}, a, b",
        "GET, {p} HTTP/1.1|Host: b||, a, b",
        "GET, '{p} x', a, b",
        "GET, {p}, a, b|transfer-encoding: chunked",
        "GET, {p}, a, b|c: d||GET {p}smuggled HTTP/1.1|Host: a||",
        "GET, {p}, 'a|x: y', b",
        "GET, {p}, 'a: b', c",
        "GET, {p}, 'a b', c",
        "GET, {p}, Upper, c",
        "GET, {p}, '', c"
    })
    void lineEnds_inMethodPathNameOrValue_areRefused(String method, String target, String name, String value)
            throws IOException {
        String path = scene.path();
        String[] parts = {method, target, name, value};
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].replace("{p}", path).replace("|", "\r\n");
        }
        refused(path, scene.http2(null, request(parts[0], parts[1], parts[2], parts[3])));
    }

    @ParameterizedTest
    @ValueSource(chars = {0, '\n', '\r', 7, 0x7f})
    void controlCharacter_inAValue_isRefused(char c) throws IOException {
        String path = scene.path();
        refused(path, scene.http2(null, request("GET", path, "a", "b" + c + "c")));
    }

    @Test
    void authorityAndHost_thatDiffer_areRefused() throws IOException {
        String path = scene.path();
        refused(path, scene.http2(null, request("GET", path, "host", "evil.example")));
        path = scene.path();
        refused(path, scene.http2(null, request("GET", path, "host", "a", "host", "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method=GET :scheme=http :authority=a :path={p} :path={p}x",
                ":method=GET :method=POST :scheme=http :authority=a :path={p}",
                ":method=GET :scheme=http :authority=a :authority=b :path={p}",
                ":method=GET :scheme=http :authority=evil.example@a :path={p}",
                ":method=GET :scheme=http :authority=a/b :path={p}",
                ":method=GET :scheme=http :authority= :path={p}",
                ":method=GET :scheme=http :path={p}",
                ":method=GET :authority=a :path={p}",
                ":scheme=http :authority=a :path={p}",
                ":method=GET :scheme=http :authority=a :path=",
                ":method=GET :scheme=http :authority=a",
                ":method=GET :scheme=http :authority=a :path=http://a{p}",
                ":method=GET :scheme=http :authority=a :path=x{p}",
                ":method=GET :scheme=http :authority=a a=b :path={p}",
                ":method=GET :scheme=http :authority=a :path={p} :status=200",
                ":method=GET :scheme=http :authority=a :path={p} :evil=1"
            })
    void pseudoFields_missingTwiceOrOdd_areRefused(String fields) throws IOException {
        String path = scene.path();
        String[] sent = Arrays.stream(fields.replace("{p}", path).split(" "))
                .flatMap(field -> Stream.of(field.split("(?<=[a-z])=", 2)))
                .toArray(String[]::new);

        refused(path, scene.http2(null, sent));
    }

    /** What the connection is counts, and goes into the key. */
    @ParameterizedTest
    @ValueSource(strings = {"https", "http://evil.example/x?", "evil"})
    void scheme_anyValue_changesNothing(String scheme) throws IOException {
        String path = scene.path();
        scene.http2(null, ":method", "GET", ":scheme", scheme, ":authority", "a", ":path", path);

        scene.isClean(path);
        assertThat(scene.origin().seen(path)).hasSize(1);
    }

    @Test
    void trailers_withPseudoFieldsOrLineEnds_doNotReachTheOrigin() throws IOException {
        for (String[] trailers : new String[][] {{":path", "/evil"}, {"evil", "a\r\nb: c"}, {"host", "evil"}}) {
            String path = scene.path();
            try (Wire client = scene.client()) {
                Frames frames = new Frames(client);
                frames.headers(1, false, request("POST", path));
                frames.data(1, false, "mow");
                frames.headers(1, true, trailers);
                frames.outcome(1);
            }
            assertThat(scene.origin().seen("evil")).isEmpty();
            scene.isClean(path);
        }
    }

    /** What comes with GET over HTTP/2 is thrown away: whether there is content is not known when the request is. */
    @Test
    void fatGet_content_doesNotReachTheOrigin() throws IOException {
        String path = scene.path();
        scene.http2("evil=1", request("GET", path, "content-type", "application/x-www-form-urlencoded"));

        assertThat(scene.origin().seen("evil=1")).isEmpty();
        scene.isClean(path);
    }

    @Test
    void upgrade_fromHttp1_isARequestLikeAnyOther() throws IOException {
        String path = scene.path();
        try (Wire client = scene.client()) {
            client.write(Scene.head(
                    "GET",
                    path,
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    "X-Forwarded-Host: evil.example"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            Frames frames = new Frames(client);
            assertThat(frames.outcome(1).content()).startsWith("GET " + path);
        }
        assertThat(scene.origin().seen("evil.example")).isEmpty();
        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .doesNotContainIgnoringCase("upgrade")
                        .doesNotContainIgnoringCase("settings"));
        scene.isClean(path);
    }

    /** What the upgrade takes away of the fields may not be what frames the content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3|Transfer-Encoding: chunked||3;{p}|mow|0||",
                "Content-Length: 3|Content-Length: 90||mow",
                "Transfer-Encoding: xchunked||0||",
                "Content-Length: 3|Transfer-Encoding : chunked||0||"
            })
    void upgrade_ofARequestWithTwoEnds_hidesNone(String sent) throws IOException {
        String path = scene.path();
        try (Wire client = scene.client()) {
            client.write(("POST " + path + " HTTP/1.1|Host: a|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|"
                                    + "HTTP2-Settings: AAMAAABkAAQAAP__|" + sent)
                            .replace("|", "\r\n")
                            .replace("{p}", path)
                    + Scene.head("GET", path + "smuggled"));
            client.head();
        }
        scene.isClean(path);
        assertThat(scene.origin().seen("smuggled")).isEmpty();
        assertThat(scene.origin().seen("POST " + path)).noneMatch(request -> request.contains("mow"));
    }
}
