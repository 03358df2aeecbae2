package dev.larder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.Route;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.ScreeningRules;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Poisoning by fields, over a socket: the origin would answer with all that reaches it. */
@Timeout(60)
final class RequestFieldsIT {

    private static Scene scene;

    @BeforeAll
    static void open() throws IOException {
        Route all = Route.of("all", "/", Profile.SAFE);
        FieldRules keyed = FieldRules.builder()
                .codings()
                .key("Accept-Language", "de", "en")
                .key("X-Tenant")
                .build();
        scene = Scene.open(
                ScreeningRules.DEFAULT,
                all,
                named("keyed", keyed),
                named("coded", FieldRules.builder().build()));
    }

    private static Route named(String name, FieldRules rules) {
        return Route.of(name, "/" + name, Profile.SAFE).with(rules);
    }

    @AfterAll
    static void close() throws IOException {
        scene.close();
    }

    /** Attacks first: what is stored then is what others get. */
    private static Reply harmless(String path, String... fields) throws IOException {
        Reply reply = scene.get(path, fields);
        scene.isClean(path);
        assertThat(scene.origin().seen(path)).hasSize(1).noneMatch(request -> request.contains("evil"));
        return reply;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Scheme",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "Forwarded",
                "X-Original-URL",
                "X-Original-Host",
                "X-Rewrite-URL",
                "X-Host",
                "X-HTTP-Host-Override",
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Middleware-Subrequest",
                "X-Accel-Redirect",
                "Proxy",
                "Surrogate-Capability",
                "X-Larder-Purge",
                "X_Forwarded_Host",
                "X.Forwarded.Host",
                "X-Forwarded_For"
            })
    void unkeyedRouting_anyOfItsNames_reachesTheOriginWithNoRequest(String name) throws IOException {
        harmless(scene.path(), name + ": evil.example");
        String path = scene.path();
        scene.send(Scene.head("POST", path, name + ": evil.example", "Content-Length: 0", "Connection: close"));

        assertThat(scene.origin().seen(path)).hasSize(1).noneMatch(request -> request.contains("evil"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent",
                "Accept",
                "Accept-Language",
                "Accept-Charset",
                "Origin",
                "Referer",
                "X-Anything",
                "DNT",
                "Sec-Fetch-Dest",
                "Save-Data",
                "Via",
                "Max-Forwards",
                "Akamai-Debug",
                "Content-Type"
            })
    void unkeyedField_anyOfThem_doesNotReachTheOrigin(String name) throws IOException {
        harmless(scene.path(), name + ": evil");
    }

    @Test
    void keyedField_otherValueThanListed_isAsIfItWereNotThere() throws IOException {
        String path = "/keyed" + scene.path();

        assertThat(harmless(path, "Accept-Language: evil").content()).doesNotContainIgnoringCase("accept-language");
        Reply german = scene.get(path, "Accept-Language: DE");
        assertThat(german.content()).containsIgnoringCase("\r\nAccept-Language: de\r\n");
        scene.isClean(path);
    }

    @Test
    void keyedField_severalLines_areOneInKeyAndRequest() throws IOException {
        String path = "/keyed" + scene.path();
        Reply both = scene.get(path, "X-Tenant: evil", "x-tenant: other");

        assertThat(both.content()).containsIgnoringCase("\r\nX-Tenant: evil, other\r\n");
        scene.isClean(path);
        assertThat(scene.get(path, "X-Tenant: other").content()).doesNotContain("evil");
        assertThat(scene.get(path, "X-Tenant: evil, other").field("cache-status"))
                .contains("hit");
    }

    @Test
    void acceptEncoding_anyValue_isOneOfFew() throws IOException {
        harmless(scene.path(), "Accept-Encoding: evil, gzip;q=0.1, *");
        String path = "/coded" + scene.path();
        for (String value : List.of("gzip", "evil, gzip;q=0.5", "*", "GZIP; q=1.000")) {
            assertThat(scene.get(path, "Accept-Encoding: " + value).content())
                    .containsIgnoringCase("\r\nAccept-Encoding: gzip\r\n");
        }
        for (String value : List.of("evil", "gzip;q=0", "gzip;q=x")) {
            assertThat(scene.get(path, "Accept-Encoding: " + value).content())
                    .containsIgnoringCase("\r\nAccept-Encoding: identity\r\n");
        }
        assertThat(scene.origin().seen(path)).hasSize(2).noneMatch(request -> request.contains("evil"));
    }

    @Test
    void cookie_byDefault_bypasses() throws IOException {
        String path = scene.path();

        assertThat(scene.get(path, "Cookie: session=1", "X-Own: 1").content())
                .containsIgnoringCase("\r\nCookie: session=1\r\n")
                .containsIgnoringCase("\r\nX-Own: 1\r\n");
        scene.isClean(path);
        assertThat(scene.get(path, "Cookie: session=2").content()).contains("session=2");
        scene.isClean(path);
    }

    @Test
    void authorization_byDefault_isSentAndNothingStored() throws IOException {
        String path = scene.path();

        assertThat(scene.get(path, "Authorization: Bearer victim").content()).contains("Bearer victim");
        assertThat(scene.get(path, "Authorization: Bearer other").content()).doesNotContain("victim");
        scene.isClean(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range: bytes=0-3",
                "Range: bytes=99999-",
                "Range: evil=1",
                "If-None-Match: \"evil\"",
                "If-None-Match: *",
                "If-Match: \"evil\"",
                "If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT",
                "If-Unmodified-Since: Fri, 01 Jan 1999 00:00:00 GMT",
                "If-Range: \"evil\"",
                "Cache-Control: no-cache",
                "Cache-Control: max-age=0, evil",
                "Pragma: no-cache"
            })
    void conditionsRangesAndDirectives_onAMiss_doNotReachTheOrigin(String field) throws IOException {
        String path = scene.path();
        harmless(path, field);

        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .doesNotContainIgnoringCase("range:")
                        .doesNotContainIgnoringCase("if-")
                        .doesNotContainIgnoringCase("pragma")
                        .doesNotContainIgnoringCase("cache-control"));
        scene.get(path, field);
        assertThat(scene.origin().seen(path)).hasSize(1);
    }

    @Test
    void query_sameContentOfAnotherType_hasAnAnswerOfItsOwn() throws IOException {
        String path = scene.path();
        for (String type : List.of("application/sql", "text/evil")) {
            List<Reply> replies = scene.send(
                    Scene.head("QUERY", path, "Content-Type: " + type, "Content-Length: 3", "Connection: close")
                            + "mow");
            assertThat(replies.get(0).content()).contains(type).endsWith("mow");
        }
        scene.isClean(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "Authorization",
                "Host",
                "Cache-Control",
                "Content-Length",
                "If-None-Match",
                "Accept-Encoding"
            })
    void hopByHop_fieldMeantForAll_isRefused(String option) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, Scene.head("GET", path, "Connection: close, " + option, "Cookie: a=1"));
    }

    @Test
    void hopByHop_fieldsOfThisHop_doNotReachTheOrigin() throws IOException {
        String path = scene.path();
        scene.send(Scene.head(
                "POST",
                path,
                "Connection: close, X-Mine",
                "X-Mine: evil",
                "Keep-Alive: evil",
                "TE: trailers",
                "Trailer: evil",
                "Proxy-Authorization: evil",
                "Proxy-Connection: evil",
                "Content-Length: 0"));

        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(
                        request -> assertThat(request).doesNotContain("evil").doesNotContainIgnoringCase("trailers"));
    }

    @Test
    void hopByHop_noTokens_areRefused() throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, Scene.head("GET", path, "Connection: a b"));
    }

    @ParameterizedTest
    @ValueSource(chars = {0, 7, 0x0b, '\r', 0x1b, 0x7f})
    void metaCharacter_inAValue_isRefused(char c) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, Scene.head("GET", path, "X-Metachar: a" + c + "b"));
    }

    @Test
    void oversized_fieldsHeadAndTarget_areRefused() throws IOException {
        String[] sizes = {
            "GET {p} HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(64) + "\r\n",
            "GET {p} HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(4_100) + "\r\n\r\n",
            "GET {p} HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(4_000) + "\r\nY: " + "a".repeat(4_000) + "\r\n\r\n",
            "GET {p} HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(40_000) + "\r\n\r\n",
            "GET {p} HTTP/1.1\r\nHost: a\r\n" + ("X: " + "a".repeat(1_000) + "\r\n").repeat(40) + "\r\n"
        };
        for (String sent : sizes) {
            String path = scene.path();
            scene.isRefused(431, path, sent.replace("{p}", path));
        }
        for (int length : new int[] {4_097, 9_000, 40_000}) {
            String path = scene.path();
            scene.isRefused(414, path, Scene.head("GET", path + "a".repeat(length), "Connection: close"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Content-Type", "If-Range", "Range", "If-Modified-Since", "Origin"})
    void duplicate_fieldThatDecides_isRefused(String name) throws IOException {
        String path = scene.path();
        scene.isRefused(400, path, Scene.head("GET", path, name + ": a", name + ": a", "Connection: close"));
    }

    @Test
    void duplicate_listsCookiesAndOthers_areOneMeaning() throws IOException {
        String path = scene.path();
        scene.send(Scene.head(
                "POST",
                path,
                "User-Agent: first",
                "user-agent: second",
                "Accept: a/b",
                "Accept: c/d",
                "Cookie: a=1",
                "cookie: b=2",
                "Content-Length: 0",
                "Connection: close"));

        assertThat(scene.origin().seen(path))
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .containsIgnoringCase("\r\nUser-Agent: first\r\n")
                        .doesNotContain("second")
                        .contains("a/b")
                        .contains("c/d")
                        .containsIgnoringCase("\r\nCookie: a=1; b=2\r\n"));
    }
}
