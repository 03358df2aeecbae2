package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final long HEALED_AT = -7_000_000_000L;

    private static Verdict coherentAfter(long millis) {
        return Recovery.judge(
                HEALED_AT, List.of(HEALED_AT + 1, HEALED_AT + millis * 1_000_000), List.of(Fault.BLACK_HOLE));
    }

    @Test
    void bound_ofTheDefaults_isTheSumOfWhatTheyAllow() {
        assertThat(Recovery.BOUND).hasMillis(5_500);
    }

    @Test
    void judge_coherentAtTheBound_isGood() {
        assertThat(coherentAfter(5_500)).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void judge_coherentAfterTheBound_hasNotSettled() {
        Verdict late = coherentAfter(5_501);

        assertThat(late.counts()).isEqualTo(Map.of(Rule.SETTLED, 1L));
        assertThat(late.examples().get(0).detail())
                .contains("JVM 1")
                .contains("5501 ms")
                .contains("BLACK_HOLE")
                .contains("5500 ms");
    }
}
