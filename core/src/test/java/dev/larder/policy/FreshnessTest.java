package dev.larder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be done with an entry at any age. */
class FreshnessTest {

    private static final long EXPIRY = 10_000;

    /** An entry that expires at 10,000. */
    @ParameterizedTest
    @CsvSource({
        // now, by hand, ahead, while revalidating, on errors, decision
        "0,      false,    0,     0,     0, FRESH",
        "9999,   false,    0,     0,     0, FRESH",
        "10000,  false,    0,     0,     0, DEAD",
        "8999,   false, 1000,     0,     0, FRESH",
        "9000,   false, 1000,     0,     0, REFRESH_EARLY",
        "9999,   false, 1000,  5000,  5000, REFRESH_EARLY",
        "10000,  false, 1000,  5000,  5000, STALE_REVALIDATE",
        "14999,  false,    0,  5000,  9000, STALE_REVALIDATE",
        "15000,  false,    0,  5000,  9000, STALE_FALLBACK",
        "18999,  false,    0,  5000,  9000, STALE_FALLBACK",
        "19000,  false,    0,  5000,  9000, DEAD",
        "12000,  false,    0,     0,  5000, STALE_FALLBACK",
        "12000,  false,    0,  5000,     0, STALE_REVALIDATE",
        "15000,  false,    0,  5000,     0, DEAD",
        "0,      true,     0,  5000,  5000, STALE_FALLBACK",
        "14999,  true,     0,  5000,  5000, STALE_FALLBACK",
        "15000,  true,     0,  5000,  5000, DEAD",
        "0,      true,     0,  5000,     0, DEAD",
    })
    void decide_byTimes_isTheDecision(
            long now, boolean byHand, long ahead, long revalidating, long onErrors, Freshness decision) {
        assertThat(Freshness.decide(
                        now, EXPIRY, byHand, ahead, Duration.ofMillis(revalidating), Duration.ofMillis(onErrors)))
                .isEqualTo(decision);
    }

    @Property(seed = "61")
    void decide_older_isNeverBetter(
            @ForAll @LongRange(max = 30_000) long now,
            @ForAll @LongRange(max = 30_000) long later,
            @ForAll boolean byHand,
            @ForAll @IntRange(max = 5_000) int ahead,
            @ForAll @IntRange(max = 9_000) int revalidating,
            @ForAll @IntRange(max = 9_000) int onErrors) {
        Duration swr = Duration.ofMillis(revalidating);
        Duration sie = Duration.ofMillis(onErrors);

        assertThat(Freshness.decide(now + later, EXPIRY, byHand, ahead, swr, sie))
                .isGreaterThanOrEqualTo(Freshness.decide(now, EXPIRY, byHand, ahead, swr, sie));
    }

    /** -ln(1 - r) is 0 at r = 0, ln 2 at a half, 1 at 1 - 1/e. */
    @ParameterizedTest
    @CsvSource({
        "1000000, 1.0, 0.0,                0",
        "1000000, 1.0, 0.5,              693",
        "1000000, 2.0, 0.5,             1386",
        "1000000, 1.0, 0.6321205588285577, 1000",
        "2000000, 1.0, 0.5,             1386",
        "0,       1.0, 0.5,                0",
        "1000000, 0.0, 0.5,                0",
    })
    void refreshAhead_byCostBetaAndRandom_isThatOfXFetch(long loadMicros, double beta, double random, long millis) {
        assertThat(Freshness.refreshAhead(loadMicros, beta, random)).isEqualTo(millis);
    }

    @Property(seed = "62")
    void refreshAhead_anyNumbers_isNeverNegative(
            @ForAll @LongRange(max = 0xffff_ffffL) long loadMicros,
            @ForAll @DoubleRange(max = 100) double beta,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        assertThat(Freshness.refreshAhead(loadMicros, beta, random)).isNotNegative();
    }
}
