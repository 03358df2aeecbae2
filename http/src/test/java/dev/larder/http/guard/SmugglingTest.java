package dev.larder.http.guard;

import static dev.larder.http.guard.Arrivals.admitted;
import static dev.larder.http.guard.Arrivals.http2;
import static dev.larder.http.guard.Arrivals.lines;
import static dev.larder.http.guard.Arrivals.refused;
import static dev.larder.http.guard.Arrivals.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.guard.Arrival.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose end two servers see in different places. */
final class SmugglingTest {

    @Test
    void clTe_bothLengths_areRefusedAndTheConnectionEnds() {
        Refusal refusal = refused(request("POST", "/", "Content-Length", "13", "Transfer-Encoding", "chunked"));

        assertThat(refusal).isEqualTo(Refusal.FRAMING_AMBIGUOUS);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.closes()).isTrue();
        assertThat(refused(request("POST", "/", "Transfer-Encoding", "chunked", "Content-Length", "4")))
                .isEqualTo(Refusal.FRAMING_AMBIGUOUS);
        assertThat(refused(request("POST", "/", "Transfer-Encoding", "identity", "Content-Length", "0")))
                .isEqualTo(Refusal.FRAMING_AMBIGUOUS);
    }

    @ParameterizedTest
    @CsvSource({
        "xchunked, CODING_MALFORMED",
        "identity, CODING_MALFORMED",
        "'', CODING_MALFORMED",
        "'chunked, identity', CODING_MALFORMED",
        "'chunked, chunked', CODING_MALFORMED",
        "'chunked,', CODING_MALFORMED",
        "chunked;q=1, CODING_MALFORMED",
        "'\"chunked\"', CODING_MALFORMED",
        "'gzip chunked', CODING_MALFORMED",
        "'gzip, chunked', CODING_UNKNOWN",
        "'cow, chunked', CODING_UNKNOWN"
    })
    void teTe_obfuscatedCoding_isRefused(String value, Refusal refusal) {
        assertThat(refused(request("POST", "/", "Transfer-Encoding", value))).isEqualTo(refusal);
    }

    @Test
    void teTe_controlCharactersAround_areRefused() {
        for (String value :
                new String[] {"\u000bchunked", "chunked\u0000", "\nchunked", "chunked\r", "\u00a0chunked"}) {
            assertThat(refused(request("POST", "/", "Transfer-Encoding", value)))
                    .isIn(Refusal.FIELD_VALUE, Refusal.CODING_MALFORMED);
        }
    }

    @Test
    void teTe_severalLines_areRefused() {
        assertThat(refused(request("POST", "/", "Transfer-Encoding", "chunked", "Transfer-encoding", "cow")))
                .isEqualTo(Refusal.CODING_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer_Encoding",
                "transfer.encoding",
                "Transfer-Encoding-",
                "TransferEncoding",
                "Content_Length",
                "Sec-WebSocket-Key1"
            })
    void obfuscation_namesThatSomeServerTakesForFraming_areRefused(String name) {
        assertThat(refused(request("POST", "/", name, "chunked"))).isEqualTo(Refusal.FRAMING_OBFUSCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding ",
                "Transfer-Encoding\t",
                " Transfer-Encoding",
                "Trans\u0000fer",
                "",
                "Höst",
                "a:b"
            })
    void obfuscation_namesThatAreNoTokens_areRefused(String name) {
        assertThat(refused(request("POST", "/", name, "chunked"))).isEqualTo(Refusal.FIELD_NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "-1", "0x5", "5 5", "5,5", "", "5.0", "1e3", "1234567890123456789", "٥"})
    void contentLength_noNumber_isRefused(String value) {
        assertThat(refused(request("POST", "/", "Content-Length", value)))
                .isIn(Refusal.LENGTH_MALFORMED, Refusal.FIELD_VALUE);
    }

    @Test
    void contentLength_severalLines_areRefusedEvenIfTheSame() {
        assertThat(refused(request("POST", "/", "Content-Length", "5", "Content-Length", "5")))
                .isEqualTo(Refusal.LENGTH_MALFORMED);
    }

    @Test
    void contentLength_leadingZeros_goOnAsOneNumber() {
        Admitted admitted = admitted(request("POST", "/", "Content-Length", "0012"));

        assertThat(admitted.content()).isEqualTo(new Content.Sized(12));
        assertThat(admitted.request().fields().all("content-length")).containsExactly("12");
    }

    @Test
    void chunked_underHttp11_goesOnWithoutItsField() {
        Admitted admitted = admitted(request("POST", "/", "Transfer-Encoding", "Chunked"));

        assertThat(admitted.content()).isEqualTo(new Content.Streamed());
        assertThat(admitted.request().fields().names()).isEmpty();
    }

    @Test
    void chunked_underHttp10_isRefused() {
        Arrival arrival = new Arrival(
                Version.HTTP_1_0,
                "https",
                "POST",
                "/",
                null,
                lines("Host", "a", "Transfer-Encoding", "chunked"),
                false);

        assertThat(refused(arrival)).isEqualTo(Refusal.CODING_MALFORMED);
    }

    @Test
    void http2Downgrade_fieldsOfAConnection_areRefused() {
        assertThat(refused(http2("POST", "/", true, "transfer-encoding", "chunked")))
                .isEqualTo(Refusal.CODING_MALFORMED);
        assertThat(refused(http2("GET", "/", false, "connection", "keep-alive")))
                .isEqualTo(Refusal.CONNECTION_MALFORMED);
        assertThat(refused(http2("GET", "/", false, "upgrade", "h2c"))).isEqualTo(Refusal.CONNECTION_MALFORMED);
        assertThat(refused(http2("GET", "/", false, "te", "gzip"))).isEqualTo(Refusal.CONNECTION_MALFORMED);
        assertThat(admitted(http2("GET", "/", false, "te", "trailers"))
                        .request()
                        .fields()
                        .size())
                .isZero();
    }

    /** H2.CL: what the stream carries counts, and the origin gets it framed anew. */
    @Test
    void http2Downgrade_lengthOfNothingBeforeContent_isFramedAnew() {
        Admitted admitted = admitted(http2("POST", "/", true, "content-length", "0"));

        assertThat(admitted.content()).isEqualTo(new Content.Streamed());
        assertThat(admitted.request().fields().has("content-length")).isFalse();
    }

    @Test
    void http2Downgrade_lineEndsInPathMethodAndValues_areRefused() {
        assertThat(refused(http2("GET", "/ HTTP/1.1\r\nA: b", false))).isEqualTo(Refusal.TARGET_CHARACTER);
        assertThat(refused(http2("GET / HTTP/1.1\r\nA: b", "/", false))).isEqualTo(Refusal.METHOD_MALFORMED);
        assertThat(refused(http2("GET", "/", false, "a", "b\r\nc: d"))).isEqualTo(Refusal.FIELD_VALUE);
    }

    @Test
    void upgrade_toAnotherProtocol_doesNotReachTheOrigin() {
        Admitted admitted = admitted(request(
                "GET", "/", "Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c", "HTTP2-Settings", "AAMA"));

        assertThat(admitted.request().fields().size()).isZero();
    }

    @Test
    void expect_anythingButContinue_isRefusedAndContinueDoesNotGoOn() {
        assertThat(refused(request("POST", "/", "Expect", "100-continue, x"))).isEqualTo(Refusal.EXPECTATION);
        assertThat(admitted(request("POST", "/", "Expect", "100-Continue"))
                        .request()
                        .fields()
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void fatGet_contentInAnyForm_isRefused(String method) {
        assertThat(refused(request(method, "/", "Content-Length", "9"))).isEqualTo(Refusal.CONTENT_UNEXPECTED);
        assertThat(refused(request(method, "/", "Transfer-Encoding", "chunked")))
                .isEqualTo(Refusal.CONTENT_UNEXPECTED);
        assertThat(refused(http2(method, "/", true))).isEqualTo(Refusal.CONTENT_UNEXPECTED);
        assertThat(admitted(request(method, "/", "Content-Length", "0")).content())
                .isEqualTo(new Content.None());
    }

    @Test
    void fatGet_discarded_leavesNothingOfItsContent() {
        Admitted admitted = admitted(
                ScreeningRules.DEFAULT.withDiscardContent(true),
                request("GET", "/", "Content-Length", "9", "Content-Type", "text/plain", "Content-MD5", "x", "A", "b"));

        assertThat(admitted.content()).isEqualTo(new Content.Discarded());
        assertThat(admitted.request().fields().names()).containsExactly("a");
    }
}
