package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the check, with a fixed seed. */
class CoherenceCheckIT {

    @Test
    void run_eachOfSomeFaultsOnce_findsNothing(@TempDir Path folder) throws InterruptedException {
        List<Fault> faults = List.of(Fault.BLACK_HOLE_REPLIES, Fault.CLIENT_KILLED);
        List<CoherenceCheck.Progress> rounds = new ArrayList<>();
        Path state = folder.resolve("state");
        CoherenceOptions options = CoherenceOptions.DEFAULTS
                .withTime(Duration.ofMinutes(5))
                .withWrites(Long.MAX_VALUE)
                .withFaults(faults, false)
                .withSeed(7)
                .withJvms(2)
                .withState(state);
        CoherenceReport report;
        try (CoherenceCheck check = new CoherenceCheck(options)) {
            report = check.run(progress -> {
                rounds.add(progress);
                if (rounds.size() > faults.size()) {
                    check.stop();
                }
            });
        }

        assertThat(rounds).flatExtracting(CoherenceCheck.Progress::found).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.faults())
                .extracting(CoherenceReport.OfFault::name)
                .containsExactly("none", "black-hole-replies", "client-killed");
        assertThat(report.faults()).allSatisfy(fault -> {
            assertThat(fault.count()).isEqualTo(1);
            assertThat(fault.writes()).isPositive();
            assertThat(fault.reads()).isPositive();
        });
        assertThat(report.readsJudgedMonotonic()).isPositive();
        assertThat(report.loadsJudgedOnce()).isPositive();
        assertThat(report.worstStalenessMillis()).isBetween(0.0, 500.0);
        assertThat(state).content().hasLineCount(3 + RunTerms.of(options).size());
        assertThat(new Totals(state, RunTerms.of(options)).all().writes()).isEqualTo(report.writes());
    }

    @Test
    void close_afterTheStart_leavesNoFolder() throws Exception {
        long before = folders();
        new CoherenceCheck(CoherenceOptions.DEFAULTS.withJvms(1)).close();

        assertThat(folders()).isEqualTo(before);
    }

    private static long folders() throws java.io.IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("larder-check"))
                    .count();
        }
    }
}
