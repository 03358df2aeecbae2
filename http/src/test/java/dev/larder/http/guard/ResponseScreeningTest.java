package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.admitted;
import static dev.larder.http.guard.Arrivals.get;
import static dev.larder.http.guard.Arrivals.lines;
import static dev.larder.http.guard.Arrivals.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.guard.Judged.Breakage;
import dev.larder.http.guard.Judged.Unshared;
import dev.larder.http.guard.ResponseRules.SetCookie;
import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are not for everybody, or for nobody. */
final class ResponseScreeningTest {

    private static final Ruling.Cached PLAIN = ruled(FieldRules.DEFAULT);
    private static final Ruling.Cached PASSED =
            ruled(FieldRules.builder().pass("X-Trusted").build(), "X-Trusted", "a");

    private static Ruling.Cached ruled(FieldRules rules, String... fields) {
        return (Ruling.Cached) rules.apply(admitted(get("/", fields)).request());
    }

    private static Judged judge(ResponseRules rules, String path, int status, String... fields) {
        return new ResponseScreening(rules)
                .judge(target(path, TargetRules.LENIENT), PLAIN, new ResponseArrival(status, lines(fields)));
    }

    private static Judged judge(String path, String... fields) {
        return judge(ResponseRules.SAFE, path, 200, fields);
    }

    private static Unshared unshared(Judged judged) {
        if (judged instanceof Judged.NotShared notShared) {
            return notShared.reason();
        }
        throw new AssertionError("not unshared: " + judged);
    }

    private static Fields shared(Judged judged) {
        if (judged instanceof Judged.Shared shared) {
            return shared.response().fields();
        }
        throw new AssertionError("not shared: " + judged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/account/x.css", "/account/x.CSS", "/account/x.css/", "/account/x.css//", "/account;x.css",
                        "/account;x.css;y",
                "/account%3Bx.css", "/account%23x.css", "/account%3fx.css", "/account%2fx.css", "/account%5Cx.css",
                        "/account,x.css",
                "/account!x.css", "/account$x.css", "/account~.css", "/account%20x.css", "/account.css%20",
                        "/account.css.",
                "/account@x.js", "/account:.png", "/x.css%3Baccount", "/.js", "/a%25.css"
            })
    void deception_pageUnderAPathOfAFile_isNotShared(String path) {
        assertThat(unshared(judge(path, "Content-Type", "text/html; charset=utf-8")))
                .isEqualTo(Unshared.DECEPTION);
        assertThat(unshared(judge(path, "Content-Type", "application/json"))).isEqualTo(Unshared.DECEPTION);
        assertThat(unshared(judge(path, "Content-Type", "application/problem+json")))
                .isEqualTo(Unshared.DECEPTION);
    }

    @Test
    void deception_noType_isNotShared() {
        assertThat(unshared(judge("/account/x.css"))).isEqualTo(Unshared.DECEPTION);
        assertThat(unshared(judge("/account/x.css", "Content-Type", ""))).isEqualTo(Unshared.DECEPTION);
        assertThat(unshared(judge("/account/x.css", "X-Content-Type-Options", "nosniff")))
                .isEqualTo(Unshared.DECEPTION);
    }

    @ParameterizedTest
    @CsvSource({
        "/a.css, text/css",
        "/a.css, 'Text/CSS; charset=utf-8'",
        "/a.js, application/javascript",
        "/a.mjs, text/javascript",
        "/a.png, image/webp",
        "/a.svg, image/svg+xml",
        "/a.woff2, font/woff2",
        "/a.pdf, application/pdf",
        "/a.zip, application/octet-stream",
        "/a.txt, text/plain",
        "/a, text/html",
        "/a.html, text/html",
        "/a.json, application/json",
        "/a.css/account, text/html",
        "/a.css;v=1/account, text/html",
        "/v1.2/account, application/json",
        "/, text/html"
    })
    void deception_pathAndTypeThatAgree_areShared(String path, String type) {
        assertThat(shared(judge(path, "Content-Type", type)).first("content-type"))
                .isEqualTo(type);
    }

    @Test
    void deception_ruleThatSaysSo_isShared() {
        ResponseRules rules = ResponseRules.SAFE.withDynamicUnderStaticPath(true);

        assertThat(shared(judge(rules, "/node.js", 200, "Content-Type", "text/html"))
                        .size())
                .isOne();
        assertThat(shared(judge(ResponseRules.SAFE, "/a.css", 304)).size()).isZero();
    }

    @Test
    void setCookie_safe_isForItsClientOnly() {
        Judged judged = judge("/", "Set-Cookie", "session=1", "Cache-Control", "public");

        assertThat(judged)
                .isEqualTo(new Judged.NotShared(
                        Unshared.PERSONAL,
                        new ResponseHead(200, Fields.of("Set-Cookie", "session=1", "Cache-Control", "public"))));
    }

    @Test
    void setCookie_strippedOrKept_isShared() {
        ResponseRules strip = ResponseRules.SAFE.withCookies(SetCookie.STRIP);

        assertThat(shared(judge(strip, "/", 200, "Set-Cookie", "a", "set-cookie", "b", "ETag", "\"1\""))
                        .names())
                .containsExactly("etag");
        assertThat(shared(judge(ResponseRules.RFC, "/", 200, "Set-Cookie", "a")).names())
                .containsExactly("set-cookie");
    }

    @Test
    void bypassed_response_isForItsClientWithItsCookies_orForNobody() {
        ResponseScreening screening = new ResponseScreening(ResponseRules.SAFE.withCookies(SetCookie.STRIP));
        Judged passed = screening.pass(new ResponseArrival(200, lines("Set-Cookie", "a", "Keep-Alive", "b")));

        assertThat(passed)
                .isEqualTo(
                        new Judged.NotShared(Unshared.BYPASSED, new ResponseHead(200, Fields.of("Set-Cookie", "a"))));
        assertThat(screening.pass(new ResponseArrival(200, lines("X-Echo", "a\r\nb"))))
                .isEqualTo(new Judged.Broken(Breakage.FIELD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Set-Cookie2", "Authentication-Info", "Clear-Site-Data", "WWW-Authenticate"})
    void personalField_anyOfThem_isForItsClientOnly(String name) {
        assertThat(unshared(judge("/", name, "a"))).isEqualTo(Unshared.PERSONAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 407, 408, 411, 413, 414, 415, 416, 417, 421, 429, 431, 501})
    void cpdos_errorThatBlamesTheRequest_isNotShared(int status) {
        assertThat(unshared(judge(ResponseRules.RFC, "/", status))).isEqualTo(Unshared.FAULT_OF_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 451, 500, 502, 503, 504, 599})
    void cpdos_errorOfARequestWithUnkeyedFields_isNotShared(int status) {
        ResponseArrival arrival = new ResponseArrival(status, lines());
        ResponseScreening screening = new ResponseScreening(ResponseRules.SAFE);

        assertThat(unshared(screening.judge(target("/"), PASSED, arrival))).isEqualTo(Unshared.PROVOKED);
        assertThat(screening.judge(target("/"), PLAIN, arrival)).isInstanceOf(Judged.Shared.class);
    }

    @Test
    void responseSplitting_controlCharactersAndBadNames_areGivenToNobody() {
        for (String value : new String[] {"a\r\nSet-Cookie: b", "a\n", "\u0000", "\u007f", "\u0100"}) {
            assertThat(judge("/", "X-Echo", value)).isEqualTo(new Judged.Broken(Breakage.FIELD));
        }
        assertThat(judge("/", "X Echo", "a")).isEqualTo(new Judged.Broken(Breakage.FIELD));
        for (int status : new int[] {99, 100, 101, 199}) {
            assertThat(judge(ResponseRules.SAFE, "/", status)).isEqualTo(new Judged.Broken(Breakage.STATUS));
        }
        assertThat(judge(ResponseRules.SAFE, "/", 1_000)).isEqualTo(new Judged.Broken(Breakage.STATUS));
    }

    @Test
    void responseFraming_thatContradictsItself_isGivenToNobody() {
        Judged broken = new Judged.Broken(Breakage.FRAMING);

        assertThat(judge("/", "Content-Length", "1", "Content-Length", "2")).isEqualTo(broken);
        assertThat(judge("/", "Content-Length", "1, 1")).isEqualTo(broken);
        assertThat(judge("/", "Content-Length", "+1")).isEqualTo(broken);
        assertThat(judge("/", "Content-Length", "1", "Transfer-Encoding", "chunked"))
                .isEqualTo(broken);
        assertThat(judge("/", "Transfer-Encoding", "gzip, chunked")).isEqualTo(broken);
        assertThat(judge("/", "Transfer-Encoding", "xchunked")).isEqualTo(broken);
        assertThat(judge("/", "Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"))
                .isEqualTo(broken);
        assertThat(shared(judge("/", "Content-Length", "1")).size()).isOne();
    }

    @Test
    void responseHead_tooLarge_isGivenToNobody() {
        Judged broken = new Judged.Broken(Breakage.TOO_LARGE);

        assertThat(judge("/", "A", "a".repeat(20_000))).isEqualTo(broken);
        String long15 = "a".repeat(15_000);
        assertThat(judge("/", "A", long15, "B", long15, "C", long15, "D", long15, "E", long15))
                .isEqualTo(broken);
        String[] many = new String[2 * 129];
        Arrays.fill(many, "a");
        assertThat(judge("/", many)).isEqualTo(broken);
    }

    @Test
    void truncatedContent_lessThanTheLength_isNotWhole() {
        ResponseHead ten = new ResponseHead(200, Fields.of("Content-Length", "10"));

        assertThat(ResponseScreening.isWhole("GET", ten, 10)).isTrue();
        assertThat(ResponseScreening.isWhole("GET", ten, 9)).isFalse();
        assertThat(ResponseScreening.isWhole("GET", ten, 11)).isFalse();
        assertThat(ResponseScreening.isWhole("HEAD", ten, 0)).isTrue();
        assertThat(ResponseScreening.isWhole("HEAD", ten, 10)).isFalse();
        assertThat(ResponseScreening.isWhole("GET", new ResponseHead(304, ten.fields()), 0))
                .isTrue();
        assertThat(ResponseScreening.isWhole("GET", new ResponseHead(200, Fields.NONE), 7))
                .isTrue();
    }

    @Test
    void hopByHop_ofAResponse_isTakenAway() {
        assertThat(shared(judge(
                                "/",
                                "Connection",
                                "close, X-Hop",
                                "X-Hop",
                                "a",
                                "Keep-Alive",
                                "b",
                                "Transfer-Encoding",
                                "chunked",
                                "Trailer",
                                "c",
                                "Upgrade",
                                "d",
                                "Proxy-Authenticate",
                                "e",
                                "ETag",
                                "\"1\""))
                        .names())
                .containsExactly("etag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control", "Set-Cookie", "Vary", "ETag", "Content-Type", "Content-Security-Policy"})
    void hopByHop_fieldOfAResponseMeantForAll_isNotShared(String option) {
        Judged judged = judge("/", "Connection", option, "Cache-Control", "private");

        assertThat(unshared(judged)).isEqualTo(Unshared.CONNECTION);
        assertThat(((Judged.NotShared) judged).response().fields().names()).containsExactly("cache-control");
        assertThat(unshared(judge("/", "Connection", "a b"))).isEqualTo(Unshared.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "ETag", "Location", "Content-Range", "Last-Modified"})
    void duplicate_fieldOfAResponseThatDecides_isNotShared(String name) {
        assertThat(unshared(judge("/", name, "a", name, "b"))).isEqualTo(Unshared.REPEATED);
    }
}
