package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class TicksProperties {

    private static final double TWO_TO_53 = 0x1p53;

    /** The end of the year 2111. */
    private static final long LATE = 4_481_222_400_000_000L;

    private static final long LONGEST = 366L * 86_400_000_000L;

    @Property(tries = 3_000)
    void of_anyRate_isExactOrALittleLower(
            @ForAll @LongRange(min = 1, max = LONGEST) long permits,
            @ForAll @LongRange(min = 1_000, max = LONGEST) long per) {
        long possible = 1 + (permits - 1) % per;
        Ticks ticks = Ticks.of(possible, per);

        // permits a microsecond: a / b / permit against possible / per
        BigInteger here = BigInteger.valueOf(ticks.a()).multiply(BigInteger.valueOf(per));
        BigInteger there = BigInteger.valueOf(ticks.b())
                .multiply(BigInteger.valueOf(ticks.permit()))
                .multiply(BigInteger.valueOf(possible));
        assertThat(here).isLessThanOrEqualTo(there);
        BigDecimal lower = new BigDecimal(there.subtract(here)).divide(new BigDecimal(there), MathContext.DECIMAL64);
        assertThat(lower).isLessThan(new BigDecimal("1e-7"));
        assertThat((double) ticks.a() * ticks.b()).isLessThan(TWO_TO_53);
        assertThat((double) ticks.a() / ticks.b()).isBetween(1.0, 2.0);
    }

    @Property(tries = 3_000)
    void of_periodsUpToAMinute_areExact(
            @ForAll @LongRange(min = 1, max = 60_000_000) long permits,
            @ForAll @LongRange(min = 1_000, max = 60_000_000) long per) {
        long possible = 1 + (permits - 1) % per;
        Ticks ticks = Ticks.of(possible, per);

        assertThat(BigInteger.valueOf(ticks.a()).multiply(BigInteger.valueOf(per)))
                .isEqualTo(BigInteger.valueOf(ticks.b())
                        .multiply(BigInteger.valueOf(ticks.permit()))
                        .multiply(BigInteger.valueOf(possible)));
    }

    /** What the scripts compute in doubles is what integers say, at any time until 2112. */
    @Property(tries = 3_000)
    void at_inTheDoublesOfLua_isTheSame(
            @ForAll @LongRange(min = 1, max = LONGEST) long permits,
            @ForAll @LongRange(min = 1_000, max = LONGEST) long per,
            @ForAll @LongRange(min = 1_700_000_000_000_000L, max = LATE) long now) {
        Ticks ticks = Ticks.of(1 + (permits - 1) % per, per);
        double rest = (double) now % ticks.b();

        double lua = (now - rest) / ticks.b() * ticks.a() + Math.floor(rest * ticks.a() / ticks.b());

        assertThat(lua).isEqualTo(ticks.at(now)).isLessThan(TWO_TO_53);
        assertThat(BigInteger.valueOf(ticks.at(now)))
                .isEqualTo(BigInteger.valueOf(now)
                        .multiply(BigInteger.valueOf(ticks.a()))
                        .divide(BigInteger.valueOf(ticks.b())));
    }

    @Property(tries = 1_000)
    void micros_ofTicks_areNeverTooFew(
            @ForAll @LongRange(min = 1, max = 60_000_000) long permits,
            @ForAll @LongRange(min = 1_000, max = 60_000_000) long per,
            @ForAll @LongRange(min = 0, max = 2 * LONGEST) long wait) {
        Ticks ticks = Ticks.of(1 + (permits - 1) % per, per);

        BigInteger back = BigInteger.valueOf(ticks.micros(wait)).multiply(BigInteger.valueOf(ticks.a()));
        BigInteger wanted = BigInteger.valueOf(wait).multiply(BigInteger.valueOf(ticks.b()));

        assertThat(back).isGreaterThanOrEqualTo(wanted);
        assertThat(back.subtract(wanted)).isLessThanOrEqualTo(BigInteger.valueOf(3 * ticks.a()));
    }

    @Example
    void of_usualRates_needNoFractions() {
        assertThat(Ticks.of(100, Ranges.micros(Duration.ofMinutes(1)))).isEqualTo(new Ticks(600_000, 1, 1));
        assertThat(Ticks.of(3, Ranges.micros(Duration.ofSeconds(1)))).isEqualTo(new Ticks(333_334, 500_001, 500_000));
        assertThat(Ticks.of(1_000_003, Ranges.micros(Duration.ofDays(1))).permit())
                .isEqualTo(86_400);
    }
}
