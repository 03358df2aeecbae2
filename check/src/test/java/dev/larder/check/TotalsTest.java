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

    @TempDir
    private Path folder;

    private static Totals.Round round(long writes, long worst, Map<Rule, Long> counts, Fault... faults) {
        return new Totals.Round(List.of(faults), new Verdict(1, writes, 10, 1, worst, counts, List.of()));
    }

    @Test
    void add_thenReadAgain_goesOn() {
        Path state = folder.resolve("state");
        Totals first = new Totals(state);
        first.add(round(5, 7_000_000, Map.of()));
        first.add(round(6, 9_000_000, Map.of(Rule.STALE, 2L), Fault.RESET, Fault.STOP_1S));

        Totals second = new Totals(state);
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

        assertThatThrownBy(() -> new Totals(state))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("is no state file");
    }
}
