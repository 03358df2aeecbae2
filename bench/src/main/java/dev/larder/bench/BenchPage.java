package dev.larder.bench;

import dev.larder.bench.BenchReport.Bound;
import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page about all benchmarks, {@value #PAGE}, with the last report of each as JSON in a folder beside it. What is lost and why is
 * written by people, in {@value #NOTES} of that folder, and becomes part of the page.
 */
public final class BenchPage {

    /** The page. */
    public static final String PAGE = "benchmarks.md";

    private static final String FOLDER = "benchmarks";
    private static final String NOTES = "notes.md";
    private static final String JSON = ".json";

    private final Path folder;

    /** Of the documents in a folder. */
    public BenchPage(Path documents) {
        this.folder = documents.resolve(FOLDER);
    }

    /** Keeps the report of a benchmark, in place of an earlier one, and writes the page anew. */
    public void add(String name, BenchReport report) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + JSON), report.toJson() + "\n");
            Files.writeString(folder.resolveSibling(PAGE), render());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    private String render() throws IOException {
        Map<String, BenchReport> reports = new LinkedHashMap<>();
        for (String name : Bench.names()) {
            Path file = folder.resolve(name + JSON);
            if (Files.exists(file)) {
                reports.put(name, JsonMapper.shared().readValue(file, BenchReport.class));
            }
        }
        StringBuilder page = new StringBuilder();
        page.append("# Benchmarks\n\n")
                .append("Written by `larder bench`; [what is lost and why](")
                .append(FOLDER)
                .append('/')
                .append(NOTES)
                .append(
                        ") is below. All subjects of a workload run in turn, each in a JVM of its own, round after round; ratios are taken\n")
                .append("within a round, and ± is half the 95 % confidence interval. Reports as JSON are in [")
                .append(FOLDER)
                .append("](")
                .append(FOLDER)
                .append(").\n");
        goals(page, reports);
        Path notes = folder.resolve(NOTES);
        if (Files.exists(notes)) {
            page.append('\n').append(Files.readString(notes).strip()).append('\n');
        }
        reports.forEach((name, report) -> benchmark(page, name, report));
        return page.toString();
    }

    private static void goals(StringBuilder page, Map<String, BenchReport> reports) {
        page.append("\n| goal | | measured | ± | wanted |\n|---|---|---|---|---|\n");
        reports.values().forEach(report -> report.goals().forEach(goal -> goal(page, goal)));
    }

    private static void goal(StringBuilder page, Goal goal) {
        String wanted = (goal.bound() == Bound.AT_LEAST ? "≥ " : "≤ ") + BenchReport.number(goal.goal());
        row(
                page,
                List.of(
                        goal.workload(),
                        goal.met() ? "met" : "**missed**",
                        BenchReport.number(goal.ratio()),
                        BenchReport.number(goal.error()),
                        wanted));
    }

    private static void benchmark(StringBuilder page, String name, BenchReport report) {
        Environment environment = report.environment();
        page.append(String.format(
                Locale.ROOT,
                "%n## %s%n%n`./larder bench %s%s`, commit %s, %s, load before %.2f. %s, Redis %s, %s, %d × %s, %,d MiB.%n",
                name,
                name,
                environment.effort().equals("quick") ? " --quick" : "",
                environment.commit(),
                environment.begun(),
                environment.loadBefore(),
                environment.java(),
                environment.redis(),
                environment.system(),
                environment.processors(),
                environment.cpu(),
                environment.memoryMiB()));
        Map<String, List<Measured>> byWorkload = new LinkedHashMap<>();
        report.results()
                .forEach(result -> byWorkload
                        .computeIfAbsent(result.workload(), workload -> new java.util.ArrayList<>())
                        .add(result));
        byWorkload.forEach((workload, results) -> workload(page, workload, results));
    }

    /** One table: a row for each subject, a column for each unit. */
    private static void workload(StringBuilder page, String workload, List<Measured> results) {
        Set<String> units = new LinkedHashSet<>();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (Measured result : results) {
            units.add(result.unit());
            String error = result.error() == 0 || Double.isNaN(result.error())
                    ? ""
                    : " ± " + BenchReport.number(result.error());
            rows.computeIfAbsent(result.subject(), subject -> new TreeMap<>())
                    .put(result.unit(), BenchReport.number(result.value()) + error);
        }
        page.append('\n');
        List<String> head = new java.util.ArrayList<>(List.of(workload));
        head.addAll(units);
        row(page, head);
        row(page, java.util.Collections.nCopies(head.size(), "---"));
        rows.forEach((subject, values) -> {
            List<String> cells = new java.util.ArrayList<>(List.of(subject));
            units.forEach(unit -> cells.add(values.getOrDefault(unit, "")));
            row(page, cells);
        });
    }

    private static void row(StringBuilder page, List<String> cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
