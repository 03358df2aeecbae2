package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PulseTest {

    private static final long STALL = 500;
    private static final long DEAD = 2000;

    private static Pulse at(long now, boolean unanswered, long oldest) {
        return Pulse.of(now, unanswered, oldest, STALL, DEAD);
    }

    @Test
    void of_nothingUnderWay_beats() {
        assertThat(at(1_000_000, false, 0)).isEqualTo(Pulse.BEATING);
    }

    @Test
    void of_growingAge_stallsThenDies() {
        assertThat(at(100, true, 100)).isEqualTo(Pulse.BEATING);
        assertThat(at(599, true, 100)).isEqualTo(Pulse.BEATING);
        assertThat(at(600, true, 100)).isEqualTo(Pulse.STALLED);
        assertThat(at(2099, true, 100)).isEqualTo(Pulse.STALLED);
        assertThat(at(2100, true, 100)).isEqualTo(Pulse.DEAD);
    }

    @Test
    void of_clockThatWraps_isUnmoved() {
        long before = Long.MAX_VALUE - 100;
        assertThat(at(before + 300, true, before)).isEqualTo(Pulse.BEATING);
        assertThat(at(before + 700, true, before)).isEqualTo(Pulse.STALLED);
        assertThat(at(before + 3000, true, before)).isEqualTo(Pulse.DEAD);
    }
}
