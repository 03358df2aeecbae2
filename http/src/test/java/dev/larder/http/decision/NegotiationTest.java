package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

    private static final CacheSettings SETTINGS =
            CacheSettings.builder(Profile.SAFE).encodingHandled(true).build();
    private static final Life LIFE = new Life(
            Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false, false, false);

    private static Stored stored(String... fields) {
        return new Stored(new ResponseHead(200, Fields.of(fields)), Duration.ZERO, LIFE, "", null);
    }

    private static RequestHead request(String... fields) {
        return new RequestHead("GET", "http", "grounds.example", "/", Fields.of(fields));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "GZIP | GZIP",
                "x-gzip | GZIP",
                "gzip, deflate, br, zstd | ZSTD",
                "zstd;q=0.5, gzip | GZIP",
                "zstd;q=0.5, gzip;q=0.5 | ZSTD",
                "* | ZSTD",
                "zstd;q=0, * | GZIP",
                "*;q=0.1, gzip;q=0.2 | GZIP",
                "gzip;q=1.000 | GZIP",
            })
    void choose_accepted_isWhatTheClientLikesMost(String accepted, Coding coding) {
        assertThat(Negotiation.choose(Fields.of("Accept-Encoding", accepted), SETTINGS))
                .isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br",
                "gzip;q=0",
                "gzip;q=0.000",
                "*;q=0",
                "gzip;q=2",
                "gzip;x=1",
                "gzip;q=0.5, identity",
            })
    void choose_notAcceptedOrUnreadable_isNone(String accepted) {
        assertThat(Negotiation.choose(Fields.of("Accept-Encoding", accepted), SETTINGS))
                .isNull();
        assertThat(Negotiation.choose(Fields.NONE, SETTINGS)).isNull();
    }

    @Test
    void choose_settings_sayWhichThereAre() {
        Fields all = Fields.of("Accept-Encoding", "gzip, zstd");

        assertThat(Negotiation.choose(
                        all,
                        CacheSettings.builder(Profile.SAFE)
                                .codings(List.of(Coding.GZIP), 1)
                                .build()))
                .isEqualTo(Coding.GZIP);
        assertThat(Negotiation.choose(
                        all,
                        CacheSettings.builder(Profile.SAFE)
                                .codings(List.of(), 1)
                                .build()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html; charset=utf-8",
                "Application/JSON",
                "application/ld+json",
                "image/svg+xml",
                "text/css"
            })
    void isWorthwhile_longText_is(String type) {
        assertThat(Negotiation.isWorthwhile(request(), stored("Content-Type", type), 1_024, SETTINGS))
                .isTrue();
        assertThat(Negotiation.isWorthwhile(request(), stored("Content-Type", type), 1_023, SETTINGS))
                .isFalse();
    }

    @Test
    void isWorthwhile_otherTypeCodedRangeOrForbidden_isNot() {
        Stored text = stored("Content-Type", "text/html");

        assertThat(Negotiation.isWorthwhile(request(), stored("Content-Type", "image/png"), 9_999, SETTINGS))
                .isFalse();
        assertThat(Negotiation.isWorthwhile(request(), stored(), 9_999, SETTINGS))
                .isFalse();
        assertThat(Negotiation.isWorthwhile(
                        request(), stored("Content-Type", "text/html", "Content-Encoding", "br"), 9_999, SETTINGS))
                .isFalse();
        assertThat(Negotiation.isWorthwhile(request("Range", "bytes=0-1"), text, 9_999, SETTINGS))
                .isFalse();
        assertThat(Negotiation.isWorthwhile(request("Cache-Control", "no-transform"), text, 9_999, SETTINGS))
                .isFalse();
        assertThat(Negotiation.isWorthwhile(
                        request(),
                        stored("Content-Type", "text/html", "Cache-Control", "max-age=1, no-transform"),
                        9_999,
                        SETTINGS))
                .isFalse();
    }

    @Test
    void coded_strongTag_isWeakAndVaries() {
        Stored coded = Negotiation.coded(
                stored("ETag", "\"1\"", "Vary", "Accept-Language", "Repr-Digest", "x", "Accept-Ranges", "bytes"),
                Coding.GZIP);

        assertThat(coded.head().fields())
                .isEqualTo(Fields.of(
                        "Vary",
                        "Accept-Language",
                        "Content-Encoding",
                        "gzip",
                        "Vary",
                        "Accept-Encoding",
                        "ETag",
                        "W/\"1\""));
    }

    @Test
    void coded_weakTagAndVaryThatSaysSo_stay() {
        Stored coded = Negotiation.coded(stored("ETag", "W/\"1\"", "Vary", "accept-encoding"), Coding.ZSTD);

        assertThat(coded.head().fields())
                .isEqualTo(Fields.of("ETag", "W/\"1\"", "Vary", "accept-encoding", "Content-Encoding", "zstd"));
    }
}
