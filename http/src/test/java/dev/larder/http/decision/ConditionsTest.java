package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.get;
import static dev.larder.http.decision.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {

    private static final Fields STRONG = Fields.of("ETag", "\"1\"", "Last-Modified", date(-100), "Date", date(0));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1\"|true",
                "W/\"1\"|true",
                "\"2\", W/\"1\"|true",
                "\"2\",\"1\"|true",
                "*|true",
                "\"2\"|false",
                "1|false",
                "w/\"1\"|false",
                "\"1,2\"|false",
                "*, \"2\"|false",
                "''|false",
            })
    void isNotModified_ifNoneMatch_isComparedWeakly(String condition, boolean expected) {
        assertThat(Conditions.isNotModified(get("If-None-Match", condition), STRONG, NOW))
                .isEqualTo(expected);
    }

    @Test
    void isNotModified_severalLinesOfTags_areOneList() {
        assertThat(Conditions.isNotModified(get("If-None-Match", "\"2\"", "if-none-match", "\"1\""), STRONG, NOW))
                .isTrue();
    }

    @Test
    void isNotModified_tagWithCommaOrBackslash_isOneTag() {
        Fields response = Fields.of("ETag", "\"a,\\b\"");
        assertThat(Conditions.isNotModified(get("If-None-Match", "\"x\", \"a,\\b\""), response, NOW))
                .isTrue();
    }

    @Test
    void isNotModified_weakTagStored_matches() {
        assertThat(Conditions.isNotModified(get("If-None-Match", "\"1\""), Fields.of("ETag", "W/\"1\""), NOW))
                .isTrue();
    }

    @Test
    void isNotModified_ifNoneMatch_hidesIfModifiedSince() {
        assertThat(Conditions.isNotModified(get("If-None-Match", "\"2\"", "If-Modified-Since", date(0)), STRONG, NOW))
                .isFalse();
        assertThat(Conditions.isNotModified(
                        get("If-None-Match", "\"2\"", "If-Modified-Since", date(0)), Fields.of("Date", date(0)), NOW))
                .isFalse();
    }

    @Test
    void isNotModified_ifModifiedSince_isNotBeforeLastModified() {
        assertThat(Conditions.isNotModified(get("If-Modified-Since", date(-100)), STRONG, NOW))
                .isTrue();
        assertThat(Conditions.isNotModified(get("If-Modified-Since", date(-99)), STRONG, NOW))
                .isTrue();
        assertThat(Conditions.isNotModified(get("If-Modified-Since", date(-101)), STRONG, NOW))
                .isFalse();
        assertThat(Conditions.isNotModified(get("If-Modified-Since", "Mon Nov 30 12:00:00 2026"), STRONG, NOW))
                .isTrue();
    }

    @Test
    void isNotModified_noLastModified_isComparedWithDate() {
        Fields response = Fields.of("Date", date(-10));
        assertThat(Conditions.isNotModified(get("If-Modified-Since", date(-10)), response, NOW))
                .isTrue();
        assertThat(Conditions.isNotModified(get("If-Modified-Since", date(-11)), response, NOW))
                .isFalse();
    }

    @Test
    void isNotModified_invalidIfModifiedSince_isIgnored() {
        assertThat(Conditions.isNotModified(get("If-Modified-Since", "now"), STRONG, NOW))
                .isFalse();
        assertThat(Conditions.isNotModified(
                        get("If-Modified-Since", date(0), "If-Modified-Since", date(0)), STRONG, NOW))
                .isFalse();
        assertThat(Conditions.isNotModified(
                        get("If-Modified-Since", date(0)), Fields.of("Last-Modified", "now", "Date", date(0)), NOW))
                .isFalse();
    }

    @Test
    void isNotModified_conditionsForOrigins_areIgnored() {
        assertThat(Conditions.isNotModified(get("If-Match", "\"9\"", "If-Unmodified-Since", date(-999)), STRONG, NOW))
                .isFalse();
    }

    @Test
    void isNotModified_otherMethods_areNotEvaluated() {
        assertThat(Conditions.isNotModified(request("HEAD", "If-None-Match", "\"1\""), STRONG, NOW))
                .isTrue();
        assertThat(Conditions.isNotModified(request("QUERY", "If-None-Match", "\"1\""), STRONG, NOW))
                .isFalse();
    }
}
