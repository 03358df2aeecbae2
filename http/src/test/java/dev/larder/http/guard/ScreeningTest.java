package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.admitted;
import static dev.larder.http.guard.Arrivals.bare;
import static dev.larder.http.guard.Arrivals.get;
import static dev.larder.http.guard.Arrivals.refused;
import static dev.larder.http.guard.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields and methods that make the origin see another request than the cache, or fail. */
final class ScreeningTest {

    @ParameterizedTest
    @CsvSource({
        "TRACE, METHOD_FORBIDDEN, 405",
        "CONNECT, METHOD_FORBIDDEN, 405",
        "get, METHOD_UNKNOWN, 501",
        "PURGE, METHOD_UNKNOWN, 501",
        "BREW, METHOD_UNKNOWN, 501",
        "'', METHOD_MALFORMED, 400",
        "'GET ', METHOD_MALFORMED, 400",
        "G\u0000T, METHOD_MALFORMED, 400"
    })
    void method_unknownOrMalformed_isRefused(String method, Refusal refusal, int status) {
        assertThat(refused(request(method, "/"))).isEqualTo(refusal);
        assertThat(refusal.status()).isEqualTo(status);
    }

    @Test
    void method_onTheList_isAdmitted() {
        ScreeningRules rules = ScreeningRules.DEFAULT.withMethods(Set.of("GET", "PROPFIND"));

        assertThat(admitted(rules, request("PROPFIND", "/")).request().method()).isEqualTo("PROPFIND");
        assertThat(refused(rules, request("POST", "/"))).isEqualTo(Refusal.METHOD_UNKNOWN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScreeningRules.DEFAULT.withMethods(Set.of("TRACE")))
                .withMessageContaining("never");
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
    void methodOverride_anyOfItsNames_isTakenAway(String name) {
        assertThat(admitted(request("POST", "/", name, "DELETE"))
                        .request()
                        .fields()
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-Forwarded-Host",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Scheme",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "X-Forwarded",
                "Forwarded",
                "X-Host",
                "X-HTTP-Host-Override",
                "X-Original-Host",
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "X-Middleware-Subrequest",
                "X-Envoy-Original-Path",
                "X-Accel-Redirect",
                "Proxy",
                "Surrogate-Capability",
                "X-Larder-Purge",
                "X_Forwarded_Host",
                "X.Forwarded.Host",
                "X-Forwarded_For"
            })
    void unkeyedRouting_anyOfItsNames_isTakenAway(String name) {
        assertThat(admitted(get("/", name, "evil.example", "Accept", "a"))
                        .request()
                        .fields()
                        .names())
                .containsExactly("accept");
    }

    @Test
    void unkeyedRouting_trustedName_stays() {
        ScreeningRules rules = ScreeningRules.DEFAULT.withTrusted(Set.of("X-Forwarded-For", "my_field"));

        assertThat(admitted(rules, get("/", "x-forwarded-for", "1", "My_Field", "2", "X-Real-IP", "3"))
                        .request()
                        .fields()
                        .names())
                .containsExactly("my_field", "x-forwarded-for");
        assertThat(refused(rules, get("/", "Connection", "My_Field"))).isEqualTo(Refusal.CONNECTION_ABUSED);
        assertThatIllegalArgumentException().isThrownBy(() -> ScreeningRules.DEFAULT.withTrusted(Set.of("TE")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "authorization",
                "Host",
                "Cache-Control",
                "Content-Length",
                "Transfer-Encoding",
                "Content-Type",
                "If-None-Match",
                "Range",
                "Accept-Encoding",
                "X-Forwarded-For",
                "Forwarded",
                "Origin",
                "close, Cookie",
                "Connection"
            })
    void hopByHop_fieldMeantForAll_isRefusedOrStays(String options) {
        Arrival arrival = get("/", "Connection", options, "Cookie", "a=1", "Authorization", "x");

        assertThat(refused(arrival)).isEqualTo(Refusal.CONNECTION_ABUSED);
        assertThat(admitted(ScreeningRules.DEFAULT.withConnectionAbuse(Handling.KEEP), arrival)
                        .request()
                        .fields()
                        .names())
                .containsExactly("authorization", "cookie");
    }

    @Test
    void hopByHop_fieldsOfThisHop_areTakenAway() {
        Admitted admitted = admitted(get(
                "/",
                "Connection",
                "keep-alive, X-Mine",
                "connection",
                "X-Other",
                "X-Mine",
                "1",
                "x-other",
                "2",
                "Keep-Alive",
                "timeout=5",
                "TE",
                "trailers",
                "Trailer",
                "a",
                "Proxy-Authorization",
                "x",
                "Proxy-Connection",
                "close",
                "X-Third",
                "3"));

        assertThat(admitted.request().fields().names()).containsExactly("x-third");
    }

    @Test
    void hopByHop_noTokens_areRefused() {
        assertThat(refused(get("/", "Connection", "a b"))).isEqualTo(Refusal.CONNECTION_MALFORMED);
        assertThat(admitted(get("/", "Connection", ", close,"))
                        .request()
                        .fields()
                        .size())
                .isZero();
    }

    @Test
    void metaCharacter_inAValue_isRefused() {
        for (char c : new char[] {0, 7, '\n', '\r', 0x1b, 0x7f, 0x100}) {
            assertThat(refused(get("/", "X-Metachar", "a" + c + "b"))).isEqualTo(Refusal.FIELD_VALUE);
        }
        assertThat(admitted(get("/", "X-Text", "a\tb\u00e4")).request().fields().size())
                .isOne();
    }

    @Test
    void oversized_fieldsHeadAndTarget_areRefused() {
        String[] many = new String[2 * 64];
        Arrays.fill(many, "a");

        assertThat(refused(get("/", many))).isEqualTo(Refusal.FIELDS_TOO_MANY);
        assertThat(refused(get("/", "X-Oversized", "a".repeat(4_096)))).isEqualTo(Refusal.FIELD_TOO_LONG);
        assertThat(refused(get("/", "A", "a".repeat(4_000), "B", "a".repeat(4_000))))
                .isEqualTo(Refusal.HEAD_TOO_LONG);
        assertThat(refused(get("/" + "a".repeat(4_096)))).isEqualTo(Refusal.TARGET_TOO_LONG);
        assertThat(refused(get("/" + "|".repeat(2_000)))).isEqualTo(Refusal.TARGET_TOO_LONG);
        assertThat(Refusal.FIELD_TOO_LONG.status()).isEqualTo(431);
        assertThat(Refusal.TARGET_TOO_LONG.status()).isEqualTo(414);
        assertThat(admitted(get("/" + "a".repeat(4_095))).target().path()).hasSize(4_096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "Content-Type", "If-Range", "Range", "If-Modified-Since", "Origin"})
    void duplicate_fieldThatDecides_isRefused(String name) {
        assertThat(refused(get("/", name, "a", name, "a"))).isEqualTo(Refusal.FIELD_REPEATED);
    }

    @Test
    void duplicate_fieldThatDecidesNothing_isTheFirst() {
        assertThat(admitted(get("/", "User-Agent", "a", "user-agent", "b"))
                        .request()
                        .fields()
                        .all("user-agent"))
                .containsExactly("a");
    }

    @Test
    void duplicate_list_keepsItsLines() {
        assertThat(admitted(get("/", "Accept", "a", "Accept", "b"))
                        .request()
                        .fields()
                        .combined("accept"))
                .isEqualTo("a, b");
    }

    @Test
    void duplicate_cookies_areOneLine() {
        assertThat(admitted(get("/", "Cookie", "a=1", "cookie", "b=2"))
                        .request()
                        .fields()
                        .all("cookie"))
                .containsExactly("a=1; b=2");
    }

    @Test
    void everything_shown_showsNothingOfTheRequest() {
        Arrival arrival = bare("/secret?secret=1", "Host", "secret.example", "Secret", "secret");

        assertThat(arrival.toString()).doesNotContainIgnoringCase("secret");
        assertThat(admitted(arrival).toString()).doesNotContain("secret=", "/secret", ".example");
        assertThat(refused(get("/", "secret secret", "")).code()).isEqualTo("field-name");
    }

    @Test
    void content_longerThanIsTaken_isRefused() {
        ScreeningRules rules = ScreeningRules.DEFAULT.withContent(9);

        assertThat(admitted(rules, request("POST", "/", "Content-Length", "9")).content())
                .isEqualTo(new Content.Sized(9));
        assertThat(refused(rules, request("POST", "/", "Content-Length", "10"))).isEqualTo(Refusal.CONTENT_TOO_LONG);
        assertThat(refused(request("POST", "/", "Content-Length", "16777217"))).isEqualTo(Refusal.CONTENT_TOO_LONG);
        assertThat(admitted(rules, request("POST", "/", "Transfer-Encoding", "chunked"))
                        .content())
                .isEqualTo(new Content.Streamed());
        assertThatIllegalArgumentException().isThrownBy(() -> ScreeningRules.DEFAULT.withContent(-1));
    }
}
