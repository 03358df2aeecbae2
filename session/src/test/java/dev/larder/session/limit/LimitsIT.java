package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LimitsIT extends OneRedis {

    private static final Limit THREE_AN_HOUR = Limit.of("three", Algorithm.Gcra.of(3, Duration.ofHours(1)));
    private static final Limit TWO_A_DAY = Limit.of("two", Algorithm.SlidingWindow.of(2, Duration.ofDays(1)));

    @Test
    void tryAcquire_moreThanTheBurst_isDenied() {
        for (int left = 2; left >= 0; left--) {
            Decision decision = limits.tryAcquire(THREE_AN_HOUR, "192.0.2.7");
            assertThat(decision).isInstanceOf(Decision.Allowed.class);
            assertThat(decision.standings().get(0).remaining()).isEqualTo(left);
        }

        Decision decision = limits.tryAcquire(THREE_AN_HOUR, "192.0.2.7");

        assertThat(decision).isInstanceOf(Decision.Denied.class);
        Decision.Denied denied = (Decision.Denied) decision;
        assertThat(denied.by()).containsExactly(THREE_AN_HOUR);
        assertThat(denied.retryAfter()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        assertThat(limits.tryAcquire(THREE_AN_HOUR, "192.0.2.8").allowed()).isTrue();
    }

    @Test
    void tryAcquire_severalLimits_takesAllOrNothing() {
        List<Ask> both = List.of(Ask.of(THREE_AN_HOUR, "u"), Ask.of(TWO_A_DAY, "u"));
        assertThat(limits.tryAcquire(both).allowed()).isTrue();
        assertThat(limits.tryAcquire(both).allowed()).isTrue();

        Decision denied = limits.tryAcquire(both);

        assertThat(denied)
                .isInstanceOfSatisfying(
                        Decision.Denied.class, d -> assertThat(d.by()).containsExactly(TWO_A_DAY));
        assertThat(limits.tryAcquire(THREE_AN_HOUR, "u", 0).standings().get(0).remaining())
                .isEqualTo(1);
    }
}
