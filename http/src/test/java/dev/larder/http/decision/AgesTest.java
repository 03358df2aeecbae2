package dev.larder.http.decision;

import static dev.larder.http.decision.Messages.NOW;
import static dev.larder.http.decision.Messages.SAFE;
import static dev.larder.http.decision.Messages.TIMES;
import static dev.larder.http.decision.Messages.date;
import static dev.larder.http.decision.Messages.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.message.Fields;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {

    private static Duration initial(Exchange times, String... fields) {
        return Ages.initial(Fields.of(fields), times, SAFE);
    }

    @Test
    void initial_ageAndDelay_areAdded() {
        assertThat(initial(new Exchange(NOW.minusSeconds(3), NOW), "Age", "10", "Date", date(0)))
                .isEqualTo(seconds(13));
    }

    @Test
    void initial_dateLongAgo_isTheApparentAge() {
        assertThat(initial(TIMES, "Age", "10", "Date", date(-50))).isEqualTo(seconds(50));
        assertThat(initial(TIMES, "Age", "60", "Date", date(-50))).isEqualTo(seconds(60));
        assertThat(initial(TIMES, "Date", date(50))).isZero();
    }

    @Test
    void initial_partsOfASecond_areNoApparentAge() {
        Exchange times = new Exchange(NOW.plusMillis(900), NOW.plusMillis(950));
        assertThat(initial(times, "Date", date(0))).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void initial_apparentAgeOff_ignoresTheDate() {
        CacheSettings settings =
                CacheSettings.builder(Profile.SAFE).apparentAge(false).build();
        assertThat(Ages.initial(Fields.of("Date", date(-50), "Age", "1"), TIMES, settings))
                .isEqualTo(seconds(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7, 100|7", "abc|0", "-1|0", "1.5|0", "''|0", "abc, 7|0", "99999999999|2147483648", "7;a=b|0"})
    void initial_listedOrInvalidAge_isTheFirstOrIgnored(String age, long expected) {
        assertThat(initial(TIMES, "Age", age)).isEqualTo(seconds(expected));
    }

    @Test
    void initial_severalLines_areTheFirst() {
        assertThat(initial(TIMES, "Age", "7", "Age", "100")).isEqualTo(seconds(7));
    }

    @Test
    void initial_overflow_isTwoToTheThirtyFirst() {
        Exchange slow = new Exchange(NOW.minusSeconds(1L << 32), NOW);
        assertThat(initial(slow, "Age", "2147483648")).isEqualTo(Seconds.MOST);
    }

    @Test
    void initial_clockThatWentBack_isNotNegative() {
        assertThat(initial(new Exchange(NOW.plusSeconds(9), NOW), "Age", "1")).isEqualTo(seconds(1));
    }
}
