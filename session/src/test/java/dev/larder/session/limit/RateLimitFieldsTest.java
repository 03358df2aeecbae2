package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RateLimitFieldsTest {

    private static final Duration NONE = Duration.ZERO;
    private static final Limit API = Limit.of("api", Algorithm.Gcra.of(100, Duration.ofMinutes(1)));
    private static final Limit BURSTY = Limit.of("bursty", new Algorithm.Gcra(5, Duration.ofMillis(1_500), 20));
    private static final Limit HOURLY = Limit.of("hourly", Algorithm.SlidingWindow.of(1_000, Duration.ofHours(1)));
    private static final Limit CALLS = Limit.of("calls", new Algorithm.Concurrent(4, Duration.ofSeconds(30)));

    private static Standing standing(Limit limit, long remaining, long retryMillis, long nextMillis) {
        return new Standing(
                Ask.of(limit, "somebody"),
                remaining,
                Duration.ofMillis(retryMillis),
                Duration.ofMillis(nextMillis),
                Duration.ofHours(1),
                0);
    }

    @Test
    void of_allowed_tellsPolicyAndStandingOfEachLimit() {
        RateLimitFields fields = RateLimitFields.of(new Decision.Allowed(
                Decision.Basis.SERVER,
                NONE,
                List.of(
                        standing(API, 42, 0, 1),
                        standing(BURSTY, 20, 0, 0),
                        standing(HOURLY, 7, 0, 1_001),
                        standing(CALLS, 3, 0, 0)),
                List.of()));

        assertThat(fields.policy())
                .isEqualTo("\"api\";q=100;w=60, \"bursty\";q=5;w=2;larder-burst=20, \"hourly\";q=1000;w=3600,"
                        + " \"calls\";q=4;qu=\"concurrent-requests\"");
        assertThat(fields.rateLimit())
                .isEqualTo("\"api\";r=42;t=1, \"bursty\";r=20, \"hourly\";r=7;t=2, \"calls\";r=3");
        assertThat(fields.retryAfter()).isEmpty();
    }

    /** Retry-After must not be earlier than a reset that is told beside it. */
    @Test
    void of_denied_tellsTheResetOfThoseThatDenyAlone() {
        RateLimitFields fields = RateLimitFields.of(new Decision.Denied(
                Decision.Basis.SERVER, List.of(standing(API, 0, 601, 601), standing(HOURLY, 7, 0, 90_000))));

        assertThat(fields.rateLimit()).isEqualTo("\"api\";r=0;t=1, \"hourly\";r=7");
        assertThat(fields.retryAfter()).isEqualTo(Optional.of(1L));
    }

    @Test
    void of_undecided_tellsNothing() {
        assertThat(RateLimitFields.of(new Decision.Unavailable(API)))
                .isEqualTo(new RateLimitFields("", "", Optional.empty()));
    }
}
