package dev.larder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long what is written now lives. */
class LifetimesTest {

    /** A life of 100 to 300, kept for 50 more. */
    @ParameterizedTest
    @CsvSource({
        // previous, unchanged, jitter, random, fresh, given
        "0,    false, 0.0, 0.9, 100, 100",
        "100,  false, 0.0, 0.9, 100, 100",
        "300,  false, 0.0, 0.9, 100, 100",
        "0,    true,  0.0, 0.9, 100, 100",
        "100,  true,  0.0, 0.9, 200, 200",
        "200,  true,  0.0, 0.9, 300, 300",
        "300,  true,  0.0, 0.9, 300, 300",
        "10,   true,  0.0, 0.9, 100, 100",
        "9999, true,  0.0, 0.9, 300, 300",
        "100,  true,  0.5, 0.0, 200, 200",
        "100,  true,  0.5, 0.5, 150, 200",
        "0,    false, 0.2, 0.5,  90, 100",
    })
    void of_byPreviousAndChange_isTheLife(
            long previous, boolean unchanged, double jitter, double random, long fresh, long given) {
        assertThat(Lifetimes.of(
                        Duration.ofMillis(100),
                        Duration.ofMillis(300),
                        Duration.ofMillis(50),
                        jitter,
                        previous,
                        unchanged,
                        random))
                .isEqualTo(new Lifetimes(fresh, fresh + 50, given));
    }

    @Test
    void ofNothing_always_keepsNoFallback() {
        assertThat(Lifetimes.ofNothing(Duration.ofMillis(100), 0.5, 0.5)).isEqualTo(new Lifetimes(75, 75, 100));
    }

    @Property(seed = "63")
    void of_anyNumbers_staysWithinItsBounds(
            @ForAll @LongRange(min = 1, max = 1L << 40) long ttl,
            @ForAll @LongRange(max = 1L << 40) long more,
            @ForAll @LongRange(max = 1L << 40) long grace,
            @ForAll @DoubleRange(max = 0.5) double jitter,
            @ForAll @LongRange(max = 1L << 41) long previous,
            @ForAll boolean unchanged,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Lifetimes life = Lifetimes.of(
                Duration.ofMillis(ttl),
                Duration.ofMillis(ttl + more),
                Duration.ofMillis(grace),
                jitter,
                previous,
                unchanged,
                random);

        assertThat(life.ttlMillis()).isBetween(ttl, ttl + more);
        assertThat(life.freshMillis()).isBetween(Math.max(1, life.ttlMillis() / 2), life.ttlMillis());
        assertThat(life.keptMillis()).isEqualTo(life.freshMillis() + grace);
    }
}
