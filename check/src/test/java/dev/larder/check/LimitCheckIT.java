package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short runs of the check of limits, with a fixed seed; and the same with a flaw in a script, which it has to find. */
class LimitCheckIT {

    private static final long HUNT = TimeUnit.SECONDS.toNanos(60);

    private static LimitReport run(LimitOptions options) throws InterruptedException {
        try (LimitCheck check = new LimitCheck(options.withSeed(7))) {
            return check.run(progress -> {});
        }
    }

    @Test
    void run_wrongClocks_isEqualToTheModel() throws InterruptedException {
        LimitReport report =
                run(LimitOptions.DEFAULTS.withOperations(12_000).withJvms(3).withFailovers(0));

        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.operations()).isGreaterThanOrEqualTo(12_000);
        assertThat(report.exact()).isGreaterThan(9_000);
        assertThat(report.unjudged()).isZero();
        assertThat(report.answers()).containsKeys("SERVER ALLOWED", "SERVER DENIED", "NOTE DENIED");
        assertThat(report.clocks())
                .extracting(clock -> Math.round(clock.wallMillis() / 1_000))
                .containsExactly(-10L, 0L, 10L);
        assertThat(report.clocks())
                .extracting(clock -> Math.round(clock.monotonicMillis() / 1_000))
                .containsExactly(-10L, 0L, 10L);
    }

    @Test
    void run_failover_allowsOneBurstMoreAtMost() throws InterruptedException {
        LimitReport report =
                run(LimitOptions.DEFAULTS.withOperations(1).withJvms(1).withFailovers(1));

        assertThat(report.examples()).isEmpty();
        assertThat(report.failovers())
                .singleElement()
                .satisfies(failover -> assertThat(failover.excess()).isBetween(1.0, (double) failover.burst()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        allowed-wrongly  | local fit = floor((ask.room - ask.level) / ask.cost)        | local fit = floor((ask.room - ask.level) / ask.cost) + 1
        allowed-wrongly  | local count = i > age and taken[i - age + 1] or 0           | local count = i > age and i <= ask.parts and taken[i - age + 1] or 0
        time             | local now = time[1] * 1000000 + time[2]                     | local now = time[1] * 1000000 + time[2] - 5000
        denied-wrongly   | last = back(ask, ask.newest - i + 1) - now                  | last = back(ask, ask.newest - i) - now
        too-many-at-once | return (ask.id == '' or ask.used < ask.permits) and calls or 0 | return calls
        """)
    void run_flawInTheScript_isFound(String rule, String right, String wrong, @TempDir Path folder)
            throws InterruptedException {
        LimitOptions options = LimitOptions.DEFAULTS
                .withJvms(2)
                .withFailovers(0)
                .withClassesFirst(new FlawedScript("limit/take.lua", right, wrong).in(folder));
        long begin = System.nanoTime();

        // A short run on a fast machine is over before a window is: each is twice as long as the one before.
        int operations = 6_000;
        LimitReport report = run(options.withOperations(operations));
        while (!report.violationsByRule().containsKey(rule) && System.nanoTime() - begin < HUNT) {
            operations *= 2;
            report = run(options.withOperations(operations));
        }

        assertThat(report.violationsByRule()).containsKey(rule);
    }
}
