package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Route;
import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are not for everybody, or for nobody, over a socket. A page of the origin here is another one each time. */
@Timeout(60)
final class SharedResponsesIT {

    private static final String HTML = "Content-Type: text/html\r\n";

    private static Scene scene;

    private final AtomicInteger pages = new AtomicInteger();

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(
                ScreeningRules.DEFAULT,
                Route.of("all", "/", Profile.SAFE),
                Route.of("rfc", "/rfc", Profile.RFC),
                // Only the guard stands between these responses and others.
                Route.of("guarded", "/guarded", Profile.SAFE)
                        .with(CacheSettings.builder(Profile.RFC)
                                .encodingHandled(true)
                                .build()));
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    private String page() {
        return "page " + pages.incrementAndGet() + " of the victim";
    }

    /** The origin lets everybody store a page with these fields; the gateway gives each to one client all the same. */
    private Reply notShared(String target, String fields) throws IOException {
        scene.origin().says(target, request -> Witness.ok("Cache-Control: public\r\n" + fields, page()));
        Reply victim = scene.get(target);
        Reply attacker = scene.get(target);

        assertThat(victim.status()).isEqualTo(200);
        assertThat(victim.content()).startsWith("page ").isNotEqualTo(attacker.content());
        assertThat(attacker.content()).startsWith("page ");
        return victim;
    }

    private void shared(String target, String fields) throws IOException {
        scene.origin().says(target, request -> Witness.ok(fields, page()));

        assertThat(scene.get(target).content()).isEqualTo(scene.get(target).content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x.css",
                "/x.CSS",
                "/x.css/",
                "/x.css//",
                ",x.css",
                "!x.css",
                "$x.css",
                "~.css",
                "%20x.css",
                ".css%20",
                ".css.",
                "@x.js",
                ":.png",
                "/.js",
                "%25.css",
                "/logo.svg",
                "/a.woff2",
                "/a.pdf",
                "/a.zip"
            })
    void deception_pageUnderAPathOfAFile_isGivenToNobodyElse(String suffix) throws IOException {
        notShared(scene.path() + suffix, HTML);
        notShared(scene.path() + suffix, "Content-Type: application/json\r\n");
    }

    @Test
    void deception_noType_isGivenToNobodyElse() throws IOException {
        notShared(scene.path() + "/x.css", "");
        notShared(scene.path() + "/x.css", "X-Content-Type-Options: nosniff\r\n");
        notShared(scene.path() + "/x.css", "Content-Type:\r\n");
    }

    @Test
    void deception_pathAndTypeThatAgree_areShared() throws IOException {
        shared(scene.path() + "/x.css", "Content-Type: text/css\r\n");
        shared(scene.path() + "/x.zip", "Content-Type: application/octet-stream\r\n");
        shared(scene.path(), HTML);
    }

    @Test
    void setCookie_safe_isForItsClientOnly() throws IOException {
        notShared(scene.path(), HTML + "Set-Cookie: session=1\r\n");
        Reply victim = notShared("/guarded" + scene.path(), HTML + "Set-Cookie: session=1\r\nSet-Cookie: b=2\r\n");

        assertThat(victim.head())
                .containsIgnoringCase("Set-Cookie: session=1\r\n")
                .containsIgnoringCase("Set-Cookie: b=2\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Info: a",
                "Clear-Site-Data: \"cache\"",
                "WWW-Authenticate: Basic",
                "Set-Cookie2: a=b",
                "Content-Type: text/plain",
                "Content-Location: /a\r\nContent-Location: /b",
                "ETag: \"a\"\r\nETag: \"b\"",
                "Location: /a\r\nLocation: /b",
                "Connection: Cache-Control",
                "Connection: Set-Cookie",
                "Connection: Vary",
                "Connection: a b"
            })
    void field_personalTwiceOrTakenForThisHop_isForItsClientOnly(String field) throws IOException {
        notShared("/guarded" + scene.path(), HTML + field + "\r\n");
    }

    @Test
    void privateResponse_thatConnectionMakesLookPublic_isForItsClientOnly() throws IOException {
        String path = scene.path();
        scene.origin()
                .says(
                        path,
                        request -> Witness.response(
                                "200 OK",
                                HTML + "Cache-Control: private, max-age=60\r\nConnection: Cache-Control\r\n",
                                page()));
        Reply victim = scene.get(path);

        assertThat(victim.field("cache-control")).contains("private");
        assertThat(scene.get(path).content()).isNotEqualTo(victim.content());
    }

    /** Fails once, for the attacker; whoever comes then gets what there is. */
    private void failsOnce(String path, String status, String... fields) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        scene.origin()
                .says(
                        path,
                        request -> asked.getAndIncrement() == 0
                                ? Witness.response(status, "Cache-Control: public, max-age=60\r\n" + HTML, "poison")
                                : Witness.ok(HTML, "clean"));
        Reply attacker = scene.get(path, fields);
        Reply victim = scene.get(path);

        assertThat(attacker.content()).isEqualTo("poison");
        assertThat(victim.status()).isEqualTo(200);
        assertThat(victim.content()).isEqualTo("clean");
        scene.isStored(path);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 407, 408, 411, 413, 414, 415, 416, 417, 421, 429, 431, 501})
    void cpdos_errorThatBlamesTheRequest_isNotStored(int status) throws IOException {
        failsOnce(scene.path(), status + " Blamed");
        failsOnce("/rfc" + scene.path(), status + " Blamed");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 451, 500, 502, 503, 504})
    void cpdos_errorOfARequestWithUnkeyedFields_isNotStored(int status) throws IOException {
        failsOnce("/rfc" + scene.path(), status + " Provoked", "X-Anything: evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Echo: a\u0000b\r\n",
                "X-Echo: a\u0007b\r\n",
                "X-Echo: a\rSet-Cookie: evil=1\r\n",
                "X-Echo: a\u007f\r\n",
                "X-\u0000: a\r\n",
                ": a\r\n"
            })
    void responseSplitting_controlCharactersAndBadNames_areGivenToNobody(String field) throws IOException {
        for (String method : List.of("GET", "POST")) {
            String path = scene.path();
            scene.origin().says(path, request -> Witness.ok(field, "evil"));
            List<Reply> replies = scene.send(Scene.head(method, path, "Content-Length: 0", "Connection: close"));

            assertThat(replies).hasSize(1);
            assertThat(replies.get(0).status()).isBetween(502, 504);
            assertThat(replies.get(0).content()).doesNotContain("evil");
            Scene.isOwn(replies.get(0));
            scene.origin().says(path, request -> Witness.ok("", "clean"));
            assertThat(scene.get(path).content()).isEqualTo("clean");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 1|Content-Length: 4",
        "Content-Length: 4|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 4",
        "Content-Length: +4",
        "'Content-Length: 4, 4'",
        "Content-Length: 0x4",
        "Transfer-Encoding: xchunked",
        "'Transfer-Encoding: chunked, identity'",
        "'Transfer-Encoding: gzip, chunked'"
    })
    void framing_thatContradictsItself_isGivenToNobody(String fields) throws IOException {
        String path = scene.path();
        scene.origin()
                .says(
                        path,
                        request -> "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + fields.replace("|", "\r\n")
                                + "\r\n\r\n4\r\nevil\r\n0\r\n\r\n");
        Reply attacker = scene.get(path);

        assertThat(attacker.status()).isBetween(502, 504);
        Scene.isOwn(attacker);
        scene.origin().says(path, request -> Witness.ok("", "clean"));
        assertThat(scene.get(path).content()).isEqualTo("clean");
    }

    /** What comes behind a response is nobody's: least of all that of the next request on the same connection. */
    @Test
    void content_longerThanItsLength_isNotTheNextResponse() throws IOException {
        for (int i = 0; i < 20; i++) {
            String path = scene.path();
            scene.origin().says(path, request -> Witness.ok("", "four") + Witness.ok("", "evil"));
            assertThat(scene.get(path).content()).isEqualTo("four");
            assertThat(scene.get(path).content()).isEqualTo("four");
            scene.isClean(scene.path());
        }
    }

    @Test
    void content_shorterThanItsLength_isNeverStored() throws IOException {
        String path = scene.path();
        AtomicInteger asked = new AtomicInteger();
        scene.origin()
                .says(
                        path,
                        request -> asked.getAndIncrement() == 0
                                ? "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nConnection: close\r\nContent-Length: 9\r\n\r\nhalf"
                                : Witness.ok("", "whole"));

        Scene.isOwn(scene.get(path));
        assertThat(scene.get(path).content()).isEqualTo("whole");
    }

    @Test
    void head_tooLarge_isGivenToNobody() throws IOException {
        for (String large : List.of(
                "A: " + "a".repeat(20_000) + "\r\n",
                ("A: " + "a".repeat(15_000) + "\r\n").repeat(5),
                "A: a\r\n".repeat(129))) {
            String path = scene.path();
            scene.origin().says(path, request -> Witness.ok(large, "evil"));
            Reply reply = scene.get(path);

            assertThat(reply.status()).isBetween(502, 504);
            Scene.isOwn(reply);
            scene.origin().says(path, request -> Witness.ok("", "clean"));
            assertThat(scene.get(path).content()).isEqualTo("clean");
        }
    }

    @Test
    void hopByHop_ofAResponse_doesNotReachTheClient() throws IOException {
        String path = scene.path();
        scene.origin()
                .says(
                        path,
                        request -> Witness.ok(
                                "Connection: X-Hop\r\nX-Hop: evil\r\nKeep-Alive: evil\r\nTrailer: evil\r\nUpgrade: evil\r\n"
                                        + "Proxy-Authenticate: evil\r\n",
                                "mown"));

        for (int i = 0; i < 2; i++) {
            assertThat(scene.get(path).head()).doesNotContain("evil");
        }
        assertThat(scene.origin().seen(path)).hasSize(1);
    }
}
