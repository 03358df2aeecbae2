package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.admitted;
import static dev.larder.http.guard.Arrivals.get;
import static dev.larder.http.guard.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody has keyed changes nothing that is stored. */
final class FieldRulesTest {

    private static RequestHead asked(String... fields) {
        return admitted(get("/", fields)).request();
    }

    private static Ruling.Cached cached(FieldRules rules, String... fields) {
        if (rules.apply(asked(fields)) instanceof Ruling.Cached cached) {
            return cached;
        }
        throw new AssertionError("bypassed");
    }

    private static final Fields NOTHING = Fields.of("Accept-Encoding", "identity");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User-Agent",
                "Accept",
                "Accept-Language",
                "Origin",
                "Referer",
                "X-Anything",
                "X-Oversized-Header",
                "DNT",
                "Sec-Fetch-Dest",
                "Save-Data",
                "Max-Forwards",
                "Via",
                "Accept-Charset",
                "Akamai-Debug"
            })
    void unkeyedField_anyOfThem_doesNotReachTheOrigin(String name) {
        Ruling.Cached cached = cached(FieldRules.DEFAULT, name, "evil");

        assertThat(cached.origin().fields()).isEqualTo(NOTHING);
        assertThat(cached.request().fields()).isEqualTo(NOTHING);
        assertThat(cached.removed()).hasSize(1);
        assertThat(cached.plain()).isTrue();
    }

    @Test
    void unkeyedField_twoRequestsOfOneKey_areTheSameAtTheOrigin() {
        FieldRules rules =
                FieldRules.builder().key("Accept-Language", "de", "en").build();
        Ruling.Cached first = cached(rules, "User-Agent", "a", "Accept-Language", "DE", "Accept-Encoding", "gzip, br");
        Ruling.Cached second = cached(rules, "X-Evil", "b", "accept-language", "de", "Accept-Encoding", "*");

        assertThat(first.key())
                .isEqualTo(second.key())
                .isEqualTo(Map.of("accept-encoding", "gzip", "accept-language", "de"));
        assertThat(first.origin().fields().combined("accept-language"))
                .isEqualTo(second.origin().fields().combined("accept-language"));
        assertThat(first.origin().fields().names())
                .isEqualTo(second.origin().fields().names());
    }

    @Test
    void keyedField_otherValueThanListed_isAsIfItWereNotThere() {
        FieldRules rules = FieldRules.builder().key("Accept-Language", "de").build();

        assertThat(cached(rules, "Accept-Language", "x".repeat(99)).key())
                .isEqualTo(cached(rules).key());
        assertThat(cached(rules, "Accept-Language", "x").origin().fields()).isEqualTo(NOTHING);
        assertThat(cached(rules, "Accept-Language", "de", "Accept-Language", "evil")
                        .origin()
                        .fields())
                .isEqualTo(NOTHING);
    }

    @Test
    void keyedField_severalLines_areOneInKeyAndRequest() {
        Ruling.Cached cached = cached(FieldRules.builder().key("X-Tenant").build(), "X-Tenant", "a", "x-tenant", "b");

        assertThat(cached.key()).containsEntry("x-tenant", "a, b");
        assertThat(cached.origin().fields().all("x-tenant")).containsExactly("a, b");
        assertThat(cached.plain()).isTrue();
    }

    @Test
    void passedField_reachesTheOrigin_andItsRequestIsNotPlain() {
        Ruling.Cached cached = cached(FieldRules.builder().pass("User-Agent").build(), "User-Agent", "a");

        assertThat(cached.origin().fields().first("user-agent")).isEqualTo("a");
        assertThat(cached.key()).containsOnlyKeys("accept-encoding");
        assertThat(cached.plain()).isFalse();
    }

    @Test
    void everythingPassed_likeTheRfc_isNotPlainButHandledFieldsStay() {
        Ruling.Cached cached =
                cached(FieldRules.builder().passEverything().build(), "X-A", "a", "Range", "bytes=0-1", "Accept", "b");

        assertThat(cached.origin().fields().names()).containsExactly("accept", "accept-encoding", "x-a");
        assertThat(cached.plain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Range",
                "If-Range",
                "If-None-Match",
                "If-Modified-Since",
                "If-Match",
                "If-Unmodified-Since",
                "Cache-Control",
                "Pragma"
            })
    void conditionsRangesAndDirectives_onAMiss_doNotReachTheOrigin(String name) {
        Ruling.Cached cached = cached(FieldRules.DEFAULT, name, "x");

        assertThat(cached.request().fields().first(name)).isEqualTo("x");
        assertThat(cached.origin().fields()).isEqualTo(NOTHING);
        assertThat(cached.plain()).isTrue();
    }

    @Test
    void cookie_byDefault_bypassesWithAllItsFields() {
        RequestHead request = asked("Cookie", "session=1", "X-A", "b");

        assertThat(FieldRules.DEFAULT.apply(request)).isEqualTo(new Ruling.Bypassed(request));
    }

    @Test
    void cookie_stripped_isARequestLikeAnyOther() {
        FieldRules rules = FieldRules.builder().cookies(Credentials.STRIP).build();

        assertThat(cached(rules, "Cookie", "fehost=evil").origin().fields()).isEqualTo(NOTHING);
        assertThat(cached(rules, "Cookie", "a").request().fields()).isEqualTo(NOTHING);
    }

    @Test
    void cookie_keyed_hasResponsesOfItsOwn() {
        FieldRules rules = FieldRules.builder().cookies(Credentials.KEY).build();

        assertThat(cached(rules, "Cookie", "a=1").key()).containsEntry("cookie", "a=1");
        assertThat(cached(rules, "Cookie", "a=1").origin().fields().first("cookie"))
                .isEqualTo("a=1");
        assertThat(cached(rules, "Cookie", "a=1").toString()).doesNotContain("a=1");
    }

    @Test
    void authorization_byDefault_isSentAndSeenByTheRfc() {
        Ruling.Cached cached = cached(FieldRules.DEFAULT, "Authorization", "Bearer a");

        assertThat(cached.request().fields().has("authorization")).isTrue();
        assertThat(cached.origin().fields().has("authorization")).isTrue();
        assertThat(cached.plain()).isFalse();
        FieldRules bypass =
                FieldRules.builder().authorization(Credentials.BYPASS).build();
        assertThat(bypass.apply(asked("Authorization", "a"))).isInstanceOf(Ruling.Bypassed.class);
    }

    @Test
    void query_itsContentType_isPartOfItsKey() {
        RequestHead request = admitted(
                        request("QUERY", "/", "Content-Type", "application/sql", "Content-Length", "5", "X-A", "b"))
                .request();
        Ruling.Cached cached = (Ruling.Cached) FieldRules.DEFAULT.apply(request);

        assertThat(cached.key()).containsEntry("content-type", "application/sql");
        assertThat(cached.origin().fields().names())
                .containsExactly("accept-encoding", "content-length", "content-type");
        assertThat(cached.plain()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "'br, gzip', gzip",
        "GZIP, gzip",
        "'gzip;q=0.5', gzip",
        "'gzip; Q=1.000', gzip",
        "'*', gzip",
        "'*;q=0.1', gzip",
        "'gzip;q=0', identity",
        "'gzip;q=0.000, *', identity",
        "'*;q=0', identity",
        "'gzip, gzip;q=0', identity",
        "'gzip;q=2', identity",
        "'gzip;q=0.0001', identity",
        "'gzip;q=x', identity",
        "'gzip;a=b;q=1', identity",
        "'gzip;q=1;a=b', identity",
        "'x gzip', identity",
        "'', identity",
        "identity, identity",
        "evil, identity"
    })
    void acceptEncoding_anyValue_isOneOfFew(String value, String form) {
        assertThat(cached(FieldRules.DEFAULT, "Accept-Encoding", value).key()).containsEntry("accept-encoding", form);
    }

    @Test
    void acceptEncoding_severalCodings_areAskedForBestFirst() {
        FieldRules rules = FieldRules.builder().codings("gzip", "zstd").build();

        assertThat(cached(rules, "Accept-Encoding", "gzip, zstd;q=0.1").key()).containsEntry("accept-encoding", "zstd");
        assertThat(cached(rules, "Accept-Encoding", "gzip").key()).containsEntry("accept-encoding", "gzip");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldRules.builder().codings("lzma").build())
                .withMessageContaining("zstd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range", "Cookie", "Authorization", "Connection", "Accept-Encoding", "Transfer-Encoding"})
    void rules_fieldThatTheCacheAnswersTo_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldRules.builder().key(name))
                .withMessageContaining(name.toLowerCase(Locale.ROOT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldRules.builder().pass(name));
    }
}
