package dev.larder.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant DATE = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun Nov 06 08:49:37 1994",
            })
    void parse_threeForms_areTheSameTime(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(DATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sun, 06 nov 1994 08:49:37 gmt", "SUNDAY, 06-NOV-94 08:49:37 GMT", "sUN nOV  6 08:49:37 1994"})
    void parse_otherCase_isRead(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(DATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 EST",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 1994 08:49:37",
            })
    void parse_zoneOtherThanGmt_isInvalid(String text) {
        assertThat(HttpDate.parse(text, NOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun,  06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Son, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 29-Feb-23 08:49:37 GMT and more and more",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
            })
    void parse_noDate_isNull(String text) {
        assertThat(HttpDate.parse(text, NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Monday, 30-Nov-26 12:00:00 GMT | 2026-11-30T12:00:00Z",
                "Monday, 30-Nov-76 12:00:00 GMT | 2076-11-30T12:00:00Z",
                "Monday, 30-Nov-76 12:00:01 GMT | 1976-11-30T12:00:01Z",
                "Monday, 01-Jan-77 00:00:00 GMT | 1977-01-01T00:00:00Z",
                "Monday, 01-Jan-00 00:00:00 GMT | 2000-01-01T00:00:00Z",
                "Monday, 29-Feb-76 00:00:00 GMT | 2076-02-29T00:00:00Z",
            })
    void parse_yearOfTwoDigits_isAtMostFiftyYearsAhead(String text, Instant expected) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(expected);
    }

    @Test
    void parse_yearOfTwoDigitsBeforeTheTurnOfACentury_isOfTheNext() {
        Instant late = Instant.parse("2099-06-01T00:00:00Z");
        assertThat(HttpDate.parse("Monday, 01-Jan-10 00:00:00 GMT", late)).isEqualTo("2110-01-01T00:00:00Z");
        assertThat(HttpDate.parse("Monday, 29-Feb-00 00:00:00 GMT", late)).isEqualTo("2000-02-29T00:00:00Z");
    }

    @Test
    void parse_leapSecond_isNotLaterThanItIs() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW)).isEqualTo("2016-12-31T23:59:59Z");
    }

    @Test
    void format_everyDayOfAYear_isReadInAllForms() {
        for (int day = 0; day < 366; day++) {
            Instant time = NOW.plus(day, ChronoUnit.DAYS);
            String written = HttpDate.format(time);
            assertThat(written)
                    .isEqualTo(DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                            .withZone(ZoneOffset.UTC)
                            .format(time));
            assertThat(HttpDate.parse(written, NOW)).isEqualTo(time);
            String asctime = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
                    .withZone(ZoneOffset.UTC)
                    .format(time);
            assertThat(HttpDate.parse(asctime, NOW)).isEqualTo(time);
            String rfc850 = DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC)
                    .format(time);
            assertThat(HttpDate.parse(rfc850, NOW)).isEqualTo(time);
        }
    }

    @Test
    void format_anyTime_isImfFixdateInGmt() {
        assertThat(HttpDate.format(DATE.plusNanos(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
