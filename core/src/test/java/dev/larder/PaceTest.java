package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void after_partsThatTakeNoTime_keepTheRate() {
        Pace pace = new Pace(100, 5 * SECOND);

        assertThat(pace.after(100, 5 * SECOND)).isEqualTo(SECOND);
        assertThat(pace.after(50, 6 * SECOND)).isEqualTo(SECOND / 2);
        assertThat(pace.after(0, 6 * SECOND + SECOND / 2)).isZero();
    }

    @Test
    void after_whatAPartTook_countsAsWaited() {
        Pace pace = new Pace(100, 0);

        assertThat(pace.after(100, SECOND / 4)).isEqualTo(SECOND * 3 / 4);
        assertThat(pace.after(100, SECOND * 3 / 2)).isEqualTo(SECOND / 2);
    }

    @Test
    void after_aStandstill_isNotMadeUpFor() {
        Pace pace = new Pace(100, 0);

        assertThat(pace.after(100, 60 * SECOND)).isZero();
        assertThat(pace.after(100, 60 * SECOND)).isEqualTo(SECOND);
        assertThat(pace.after(100, 61 * SECOND)).isEqualTo(SECOND);
    }
}
