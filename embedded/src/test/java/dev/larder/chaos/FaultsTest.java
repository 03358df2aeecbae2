package dev.larder.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.Faults.Decision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final long NOW = Long.MAX_VALUE - 5; // nanoTime may overflow
    private final Faults faults = new Faults();

    @Test
    void decide_noFault_deliversAllNow() {
        assertThat(faults.decide(NOW, NOW, NOW, 100)).isEqualTo(new Decision(0, 100));
    }

    @Test
    void decide_delay_waitsForWhatIsLeftOfIt() {
        faults.delay(Duration.ofNanos(50));
        assertThat(faults.decide(NOW + 20, NOW, NOW, 100)).isEqualTo(new Decision(30, 0));
        assertThat(faults.decide(NOW + 50, NOW, NOW, 100)).isEqualTo(new Decision(0, 100));
    }

    @Test
    void decide_trickle_deliversSlicesAtTheRate() {
        faults.trickle(1_000);
        assertThat(faults.decide(NOW, NOW, NOW, 100)).isEqualTo(new Decision(0, 50));
        assertThat(faults.nanosFor(50)).isEqualTo(50_000_000);
        assertThat(faults.decide(NOW + 10, NOW, NOW + 50_000_000, 50)).isEqualTo(new Decision(49_999_990, 0));
    }

    @Test
    void decide_slowTrickle_deliversSingleBytes() {
        faults.trickle(1);
        assertThat(faults.decide(NOW, NOW, NOW, 100)).isEqualTo(new Decision(0, 1));
        assertThat(faults.nanosFor(1)).isEqualTo(1_000_000_000);
    }

    @Test
    void decide_delayAndTrickle_waitsForTheLater() {
        faults.trickle(1_000);
        faults.delay(Duration.ofNanos(50));
        assertThat(faults.decide(NOW, NOW, NOW + 70, 100)).isEqualTo(new Decision(70, 0));
        assertThat(faults.decide(NOW, NOW, NOW + 30, 100)).isEqualTo(new Decision(50, 0));
    }
}
