package dev.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPageTest {

    private static final Environment HERE =
            new Environment("a JVM", "7.0.15", "Linux", 2, "a CPU", 1024, 0.5, "abc", "2026-12-01T00:00:00Z", "full");

    @TempDir
    private Path docs;

    private String page() throws IOException {
        return Files.readString(docs.resolve(BenchPage.PAGE));
    }

    private static BenchReport report(String workload, double value, boolean met) {
        return new BenchReport(
                HERE,
                List.of(
                        new Measured(workload, "larder", value, 0.5, "ops/s"),
                        new Measured(workload, "larder", 12, Double.NaN, "B/op"),
                        new Measured(workload, "a peer", 3, 0, "ops/s")),
                List.of(new Goal(workload + ", ratio", value, 0.1, BenchReport.Bound.AT_LEAST, 2, met)));
    }

    @Test
    void add_severalBenchmarks_showsTheGoalsOfAllAndARowForEachSubject() throws IOException {
        new BenchPage(docs).add("near", report("near hit", 5, true));
        new BenchPage(docs).add("redis", report("redis hit", 1, false));

        assertThat(page())
                .contains("| near hit, ratio | met | 5.000 | 0.100 | ≥ 2.000 |")
                .contains("| redis hit, ratio | **missed** | 1.000 | 0.100 | ≥ 2.000 |")
                .contains("| near hit | ops/s | B/op |")
                .contains("| larder | 5.000 ± 0.500 | 12.0 |")
                .contains("| a peer | 3.000 |  |")
                .contains("`./larder bench redis`, commit abc, 2026-12-01T00:00:00Z, load before 0.50.");
    }

    @Test
    void add_anotherTime_replacesTheReportAndLeavesOthersAlone() throws IOException {
        BenchPage page = new BenchPage(docs);
        page.add("near", report("near hit", 5, true));
        page.add("redis", report("redis hit", 1, false));
        page.add("near", report("near hit", 7, true));

        assertThat(page())
                .contains("| larder | 7.000 ± 0.500 | 12.0 |")
                .doesNotContain("5.000 ± 0.500")
                .contains("redis hit, ratio");
    }

    @Test
    void add_notesOfPeople_areOnThePage() throws IOException {
        Files.createDirectories(docs.resolve("benchmarks"));
        Files.writeString(docs.resolve("benchmarks/notes.md"), "## What we lose\n\nHeap.\n");
        new BenchPage(docs).add("near", report("near hit", 5, true));

        assertThat(page()).contains("## What we lose\n\nHeap.\n");
    }
}
