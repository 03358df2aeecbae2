package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.gateway.RawOrigin.Wire;
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

/** Requests whose end two servers see in different places, over HTTP/1.1. Each hides a second one, which nobody answers or forwards. */
@Timeout(60)
final class SmugglingIT {

    private static final String HIDDEN = "smuggled";

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(ScreeningRules.DEFAULT, Route.of("all", "/", Profile.SAFE));
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    private static String hidden(String path) {
        return Scene.head("GET", path + HIDDEN);
    }

    /** Refuses a POST with these fields and this content, and forgets what comes behind. */
    private static void refused(int status, String fieldsAndContent) throws IOException {
        String path = scene.path();
        Reply reply = scene.isRefused(
                status, path, "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + fieldsAndContent + hidden(path));

        assertThat(reply.field("connection")).isEqualTo("close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"
            })
    void clTe_bothLengths_endTheConnection(String sent) throws IOException {
        refused(400, sent);
    }

    @ParameterizedTest
    @CsvSource({
        "400, xchunked",
        "400, identity",
        "400, ''",
        "400, 'chunked, identity'",
        "400, 'chunked, chunked'",
        "400, '\"chunked\"'",
        "501, 'gzip, chunked'"
    })
    void teTe_obfuscatedCoding_endsTheConnection(int status, String coding) throws IOException {
        refused(status, "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u000bchunked", "chunked\u0000", "chunked\u000c", "\u00a0chunked", "chun\rked"})
    void teTe_controlCharactersAround_endTheConnection(String coding) throws IOException {
        refused(400, "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");
    }

    @Test
    void teTe_severalLines_endTheConnection() throws IOException {
        refused(400, "Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n\r\n0\r\n\r\n");
        refused(400, "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer_Encoding", "TransferEncoding", "transfer.encoding", "Content_Length"})
    void obfuscation_namesThatSomeServerTakesForFraming_endTheConnection(String name) throws IOException {
        refused(400, name + ": chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                "Content-Length : 5",
                "Trans\u0000fer-Encoding: chunked",
                "H\u00f6st: b",
                ": chunked",
                "chunked",
                "a b: c"
            })
    void obfuscation_namesThatAreNoTokens_endTheConnection(String line) throws IOException {
        refused(400, line + "\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "-1", "0x5", "5 5", "5,5", "5, 5", "", "5.0", "1234567890123456789"})
    void contentLength_noNumber_endsTheConnection(String length) throws IOException {
        refused(400, "Content-Length: " + length + "\r\n\r\n0\r\n\r\n");
    }

    @Test
    void contentLength_severalLines_endTheConnection() throws IOException {
        refused(400, "Content-Length: 5\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        refused(400, "Content-Length: 0\r\nContent-length: 5\r\n\r\n0\r\n\r\n");
    }

    @Test
    void contentLength_leadingZeros_goOnAsOneNumber() throws IOException {
        String path = scene.path();
        List<Reply> replies =
                scene.send(Scene.head("POST", path, "Content-Length: 0012", "Connection: close") + "twelve bytes");

        assertThat(replies).hasSize(1);
        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .containsIgnoringCase("\r\nContent-Length: 12\r\n")
                        .endsWith("\r\n\r\ntwelve bytes"));
    }

    @Test
    void chunked_underHttp10_endsTheConnection() throws IOException {
        String path = scene.path();

        scene.isRefused(
                400,
                path,
                "POST " + path
                        + " HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                        + hidden(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void fatGet_contentInAnyForm_endsTheConnection(String method) throws IOException {
        for (String content :
                List.of("Content-Length: 5\r\n\r\na=b&c", "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n")) {
            String path = scene.path();
            try (Wire client = scene.client()) {
                client.write(method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + content + hidden(path));

                assertThat(client.head()).startsWith("HTTP/1.1 400 ");
                assertThat(client.rest()).doesNotContain("HTTP/1.1 200");
            }
            assertThat(scene.origin().seen(path)).isEmpty();
            scene.isClean(path);
        }
    }

    @Test
    void upgrade_toAnotherProtocol_doesNotReachTheOrigin() throws IOException {
        for (String protocol : List.of("websocket", "TLS/1.0")) {
            String path = scene.path();
            Reply reply = scene.send(Scene.head(
                            "GET",
                            path,
                            "Connection: close",
                            "Connection: Upgrade",
                            "Upgrade: " + protocol,
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="))
                    .get(0);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(scene.origin().seen(path))
                    .singleElement()
                    .satisfies(request -> assertThat(request).doesNotContainIgnoringCase("upgrade"));
            scene.isClean(path);
        }
    }

    /** The first protocol for WebSockets, of 2010: its request has eight bytes of content that no field tells of. */
    @Test
    void upgrade_hixie76_endsTheConnection() throws IOException {
        String path = scene.path();

        scene.isRefused(
                400,
                path,
                Scene.head(
                                "GET",
                                path,
                                "Connection: Upgrade",
                                "Upgrade: WebSocket",
                                "Sec-WebSocket-Key1: 1 2",
                                "Sec-WebSocket-Key2: 3 4")
                        + hidden(path));
    }

    @Test
    void expect_anythingButContinue_isRefusedAndContinueDoesNotGoOn() throws IOException {
        String path = scene.path();
        scene.isRefused(417, path, Scene.head("POST", path, "Expect: 100-continue, x", "Content-Length: 3") + "mow");

        List<Reply> replies = scene.send(
                Scene.head("POST", path, "Expect: 100-continue", "Content-Length: 3", "Connection: close") + "mow");
        assertThat(replies).extracting(Reply::status).containsExactly(100, 200);
        assertThat(scene.origin().seen("POST " + path))
                .singleElement()
                .satisfies(request ->
                        assertThat(request).doesNotContainIgnoringCase("expect").endsWith("mow"));
    }

    /** RFC 9112, section 5.2: one value, in which a space stands for the fold. */
    @Test
    void folded_line_isOneValue() throws IOException {
        String path = scene.path();
        scene.send(Scene.head("POST", path, "X-Folded: a\r\n b: c\r\n\td", "Content-Length: 0", "Connection: close"));

        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request).containsIgnoringCase("\r\nX-Folded: a b: c d\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" X-A: b", "\tTransfer-Encoding: chunked"})
    void folded_firstLine_endsTheConnection(String line) throws IOException {
        String path = scene.path();

        scene.isRefused(400, path, "GET " + path + " HTTP/1.1\r\n" + line + "\r\nHost: a\r\n\r\n" + hidden(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET {p} HTTP/1.1\nHost: a\n\n",
                "GET {p} HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                "GET {p} HTTP/1.1\r\nHost: a\r\n\n",
                "POST {p} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\nX: b\r\n\r\n0\r\n\r\n"
            })
    void lineFeed_alone_endsTheConnection(String request) throws IOException {
        String path = scene.path();

        scene.isRefused(400, path, request.replace("{p}", path) + hidden(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET {p}", "GET {p} HTTP/1.1 x", "GET {p}\rx HTTP/1.1", "GET {p} x HTTP/1.1", "{p} HTTP/1.1"})
    void requestLine_malformed_endsTheConnection(String line) throws IOException {
        String path = scene.path();

        scene.isRefused(400, path, line.replace("{p}", path) + "\r\nHost: a\r\n\r\n" + hidden(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/01.1", "http/1.1", "HTTP/9.9"})
    void requestLine_ofAnotherVersion_endsTheConnection(String version) throws IOException {
        String path = scene.path();
        List<Reply> replies = scene.send(
                "GET " + path + " " + version + "\r\nHost: a\r\nConnection: keep-alive\r\n\r\n" + hidden(path));

        assertThat(replies).extracting(Reply::status).containsExactly(501);
        assertThat(scene.origin().seen(path)).isEmpty();
        scene.isClean(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x3\r\nmow\r\n0\r\n\r\n",
                "+3\r\nmow\r\n0\r\n\r\n",
                "-3\r\nmow\r\n0\r\n\r\n",
                "3\nmow\n0\n\n",
                "3;a\nmow\r\n0\r\n\r\n",
                "\r\nmow\r\n0\r\n\r\n",
                "g\r\nmow\r\n0\r\n\r\n",
                "100000003\r\nmow\r\n0\r\n\r\n",
                "3\r\nmowX\r\n0\r\n\r\n",
                "3\r\nmow0\r\n\r\n",
                "3 5\r\nmow\r\n0\r\n\r\n",
                "3\u0000\r\nmow\r\n0\r\n\r\n",
                "3;a\rb\r\nmow\r\n0\r\n\r\n",
                "3\r\nmow\r\n0\r\nno colon\r\n\r\n",
                "3\r\nmow\r\n0\n\r\n"
            })
    void chunk_malformed_endsTheConnection(String content) throws IOException {
        String path = scene.path();
        List<Reply> replies =
                scene.send(Scene.head("POST", path, "Transfer-Encoding: chunked") + content + hidden(path));

        assertThat(replies).hasSizeLessThanOrEqualTo(1);
        assertThat(replies).allMatch(reply -> reply.status() >= 400);
        assertThat(scene.origin().seen(path + HIDDEN)).isEmpty();
        assertThat(scene.origin().seen(path)).noneMatch(request -> request.contains("0\r\n\r\n"));
        scene.isClean(path);
    }

    @Test
    void chunk_withExtensionsAndTrailers_goesOnWithoutThem() throws IOException {
        String path = scene.path();
        List<Reply> replies = scene.send(Scene.head("POST", path, "Transfer-Encoding: chunked", "Connection: close")
                + "3;evil=\"1\"\r\nmow\r\n0\r\nEvil: 1\r\nContent-Length: 9\r\nHost: evil\r\n\r\n");

        assertThat(replies).extracting(Reply::status).containsExactly(200);
        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .endsWith("\r\n\r\n3\r\nmow\r\n0\r\n\r\n")
                        .doesNotContainIgnoringCase("evil"));
    }

    @Test
    void pipelining_afterAnErrorWhoseEndIsKnown_goesOn() throws IOException {
        String path = scene.path();
        List<Reply> replies = scene.send(Scene.head("POST", path + "%2f", "Content-Length: 28")
                + "GET /content HTTP/1.1\r\nA: b\r\n"
                + Scene.head("GET", path, "Connection: close"));

        assertThat(replies).extracting(Reply::status).containsExactly(400, 200);
        assertThat(scene.origin().seen("/content")).isEmpty();
        assertThat(scene.origin().seen(path)).hasSize(1);
    }

    @Test
    void pipelining_severalRequests_areAnsweredInTheirOrder() throws IOException {
        String path = scene.path();
        List<Reply> replies = scene.send(Scene.head("GET", path + "1")
                + Scene.head("POST", path + "2", "Content-Length: 3")
                + "mow"
                + Scene.head("GET", path + "1")
                + Scene.head("GET", path + "3", "Connection: close")
                + hidden(path));

        assertThat(replies)
                .extracting(reply -> reply.content().split(" ", 3)[1])
                .containsExactly(path + "1", path + "2", path + "1", path + "3");
        assertThat(scene.origin().seen(path + HIDDEN)).isEmpty();
    }
}
