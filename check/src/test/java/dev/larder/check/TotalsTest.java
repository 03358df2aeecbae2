package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotalsTest {

    private static final Map<String, String> TERMS = Map.of("seed", "7");

    @TempDir
    private Path folder;

    private static Totals.Round round(long writes, long worst, Map<Rule, Long> counts, Fault... faults) {
        return new Totals.Round(List.of(faults), new Verdict(1, writes, 10, 1, 3, 2, worst, counts, List.of()));
    }

    @Test
    void add_thenReadAgain_goesOn() {
        Path state = folder.resolve("state");
        Totals first = new Totals(state, TERMS);
        first.add(round(5, 7_000_000, Map.of()));
        first.add(round(6, 9_000_000, Map.of(Rule.STALE, 2L), Fault.RESET, Fault.STOP_1S));

        Totals second = new Totals(state, TERMS);
        second.add(round(7, 1, Map.of(), Fault.RESET));

        assertThat(second.rounds()).isEqualTo(3);
        assertThat(second.all().writes()).isEqualTo(18);
        assertThat(second.all().counts()).isEqualTo(Map.of(Rule.STALE, 2L));
        assertThat(second.byFault())
                .containsExactly(
                        new CoherenceReport.OfFault("none", 1, 5, 10, 0, 7.0),
                        new CoherenceReport.OfFault("stop-1s", 1, 6, 10, 2, 9.0),
                        new CoherenceReport.OfFault("reset", 2, 13, 20, 2, 9.0));
    }

    @Test
    void read_foreignFile_isRefused() throws IOException {
        Path state = Files.writeString(folder.resolve("state"), "something else\n");

        assertThatThrownBy(() -> new Totals(state, TERMS))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("is no state file");
    }

    @Test
    void read_roundWithExamples_hasThemStill() {
        Path state = folder.resolve("state");
        Violation violation = new Violation(Rule.STALE, 5, "READ of version 3 by process 1, at 7.000 ms");
        Verdict verdict = new Verdict(0, 5, 10, 1, 0, 0, 7, Map.of(Rule.STALE, 2L), List.of(violation));
        new Totals(state, TERMS).add(new Totals.Round(List.of(Fault.RESET), verdict));

        Totals second = new Totals(state, TERMS);

        assertThat(second.all().examples()).containsExactly(violation);
        assertThat(second.all().violations()).isEqualTo(2);
        assertThat(second.rounds()).isEqualTo(1);
    }

    @Test
    void read_fileOfARunOnOtherTerms_isRefusedWithTheRemedy() {
        Path state = folder.resolve("state");
        new Totals(state, TERMS).add(round(5, 1, Map.of()));

        assertThatThrownBy(() -> new Totals(state, Map.of("seed", "8")))
                .isInstanceOf(CheckException.class)
                .hasMessage(state + " belongs to a run with seed 7, this one has seed 8: go on with the same, or name"
                        + " another file with --state");
    }

    @Test
    void terms_ofOptions_areAllThatDecideWhatIsDone() {
        CoherenceOptions options = CoherenceOptions.DEFAULTS
                .withWrites(9)
                .withFaults(List.of(Fault.RESET, Fault.STOP_1S), true)
                .withJvms(2)
                .withSeed(3);

        assertThat(RunTerms.of(options))
                .containsEntry("writes", "9")
                .containsEntry("faults", "stop-1s,reset")
                .containsEntry("jvms", "2")
                .containsEntry("seed", "3")
                .containsKey("commit");
    }
}
