package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DrawTest {

    private static final List<Fault> ALL = List.of(Fault.values());

    private static boolean clashes(Fault one, Fault other) {
        assertThat(one.clashes(other)).isEqualTo(other.clashes(one));
        return one.clashes(other);
    }

    @Test
    void clashes_ofTwoThatOneOfThemEnds_areSeen() {
        assertThat(clashes(Fault.LOADER_HANGS, Fault.LOADER_LAGS)).isTrue();
        assertThat(clashes(Fault.BLACK_HOLE, Fault.TRICKLE)).isTrue();
        assertThat(clashes(Fault.STOP_1S, Fault.STOP_10S)).isTrue();
        assertThat(clashes(Fault.STOP_10S, Fault.KILL_KEEP)).isTrue();
        assertThat(clashes(Fault.KILL_LOSE, Fault.EVICTION)).isTrue();
        assertThat(clashes(Fault.CLIENT_STOP, Fault.CLIENT_KILLED)).isTrue();
    }

    @Test
    void clashes_ofTwoThatLetEachOtherBe_areNone() {
        assertThat(clashes(Fault.STOP_1S, Fault.EVICTION)).isFalse();
        assertThat(clashes(Fault.RESET, Fault.BLACK_HOLE)).isFalse();
        assertThat(clashes(Fault.RESET, Fault.FLUSHALL)).isFalse();
        assertThat(clashes(Fault.OUTPUT_BUFFER, Fault.EVICTION)).isFalse();
        assertThat(clashes(Fault.LOADER_LAGS, Fault.KILL_KEEP)).isFalse();
    }

    @Test
    void round_pairsOfAll_areAllThoseThatDoNotClash() {
        Draw draw = new Draw(ALL, true, false);
        Set<Set<Fault>> drawn = new HashSet<>();
        for (int round = 0; round < 20_000; round++) {
            List<Fault> faults = draw.round(round, new SplittableRandom(round));
            if (faults.size() == 2) {
                drawn.add(EnumSet.copyOf(faults));
            }
        }

        Set<Set<Fault>> possible = new HashSet<>();
        for (Fault one : ALL) {
            for (Fault other : ALL) {
                if (one != other && !one.clashes(other)) {
                    possible.add(EnumSet.of(one, other));
                }
            }
        }
        assertThat(drawn).isEqualTo(possible);
    }

    @Test
    void round_twoThatClash_areDrawnAlone() {
        Draw draw = new Draw(List.of(Fault.LOADER_HANGS, Fault.LOADER_THROWS), true, false);

        assertThat(draw.round(1, new SplittableRandom(1))).hasSize(1);
    }

    @Test
    void round_withoutPairs_comesInOrder() {
        List<Fault> two = List.of(Fault.RESET, Fault.EVICTION);

        assertThat(List.of(0, 1, 2, 3))
                .extracting(round -> new Draw(two, false, false).round(round, new SplittableRandom(1)))
                .containsExactly(List.of(), List.of(Fault.RESET), List.of(Fault.EVICTION), List.of());
        assertThat(List.of(0, 1, 2, 3))
                .extracting(round -> new Draw(two, false, true).round(round, new SplittableRandom(1)))
                .containsExactly(List.of(Fault.RESET), List.of(Fault.EVICTION), List.of(), List.of(Fault.RESET));
    }
}
