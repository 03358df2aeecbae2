package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.load.LoadGate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkersTest {

    @Test
    void stopTimer_dueLater_isDoneNow() throws Exception {
        try (Workers workers = new Workers()) {
            CountDownLatch turnedAway = new CountDownLatch(1);
            LoadGate gate = new LoadGate(1, Duration.ofDays(1), workers.timer());
            gate.enter(workers, () -> {}, () -> {});
            gate.enter(workers, () -> {}, turnedAway::countDown);

            workers.stopTimer();

            assertThat(turnedAway.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
