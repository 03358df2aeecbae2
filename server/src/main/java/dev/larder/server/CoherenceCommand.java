package dev.larder.server;

import dev.larder.check.CoherenceCheck;
import dev.larder.check.CoherenceOptions;
import dev.larder.check.CoherenceReport;
import dev.larder.check.Fault;
import dev.larder.check.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder check coherence}. */
@Command(
        name = "coherence",
        description = {
            "Several JVMs read and write the same keys while the network and the server fail, and log what they see;"
                    + " a judge then compares the logs with what is promised (docs/guarantees.md).",
            "Starts a Redis of its own, whatever else runs on this machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder check coherence --seconds 120",
            "  larder check coherence --faults black-hole,reset --seconds 60 --json",
            "  larder check coherence --writes 15000000 --state check.tsv     goes on where it was stopped"
        })
final class CoherenceCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Begin no round after so long. Default: 60, or no limit with --writes")
    private @Nullable Long seconds;

    @Option(
            names = "--writes",
            paramLabel = "N",
            description = "Begin no round after so many writes, those in the state file included")
    private @Nullable Long writes;

    @Option(
            names = "--faults",
            paramLabel = "NAMES",
            description = "all, none, or names separated by commas: ${COMPLETION-CANDIDATES}. With several, each"
                    + " alone and in random pairs. Default: ${DEFAULT-VALUE}",
            completionCandidates = FaultNames.class)
    private String faults = "all";

    @Option(names = "--jvms", paramLabel = "N", description = "JVMs that read and write. Default: ${DEFAULT-VALUE}")
    private int jvms = CoherenceOptions.DEFAULTS.jvms();

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is done. Default: ${DEFAULT-VALUE}")
    private long seed = CoherenceOptions.DEFAULTS.seed();

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Keeps what each round showed, and goes on from there")
    private @Nullable Path state;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(
                spec, output, () -> new CoherenceCheck(options()), CoherenceCommand::lines, CoherenceCommand::table);
    }

    private CoherenceOptions options() {
        Dialogue.atLeast(spec, "--seconds", seconds, 1);
        Dialogue.atLeast(spec, "--writes", writes, 1);
        Dialogue.between(spec, "--jvms", jvms, 1, 20);
        long limit = seconds != null ? seconds : writes != null ? Long.MAX_VALUE / 1_000_000_000 : 60;
        List<Fault> chosen = chosen();
        return CoherenceOptions.DEFAULTS
                .withTime(Duration.ofSeconds(limit))
                .withWrites(writes == null ? Long.MAX_VALUE : writes)
                .withFaults(chosen, chosen.size() > 1)
                .withJvms(jvms)
                .withSeed(seed)
                .withState(state);
    }

    private List<Fault> chosen() {
        if (faults.equals("all")) {
            return List.of(Fault.values());
        }
        if (faults.equals("none")) {
            return List.of();
        }
        Dialogue.require(spec, !faults.isBlank(), "--faults is empty: give none for a run without faults, or all");
        List<Fault> chosen = new ArrayList<>();
        for (String part : faults.split(",", -1)) {
            String name = part.trim();
            Dialogue.require(
                    spec,
                    !name.equals("all") && !name.equals("none"),
                    "--faults is " + faults + ": give " + name + " alone, or leave it out");
            chosen.add(Fault.named(name).orElseThrow(() -> {
                List<String> known = new ArrayList<>(List.of("all", "none"));
                known.addAll(new FaultNames());
                return Dialogue.unknown(spec, "--faults", name, known);
            }));
        }
        return chosen;
    }

    private static List<String> table(CoherenceReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d writes, %,d reads and %,d loads in %,d rounds, %.0f s: %s",
                report.writes(),
                report.reads(),
                report.loads(),
                report.rounds(),
                report.seconds(),
                report.good() ? "no violation" : report.violations() + " VIOLATIONS"));
        lines.add(String.format(
                Locale.ROOT,
                "Worst staleness %.1f ms; the bound is %d ms. Judged for their order: %,d reads; for there being one: %,d"
                        + " loads",
                report.worstStalenessMillis(),
                report.boundMillis(),
                report.readsJudgedMonotonic(),
                report.loadsJudgedOnce()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-20s %7s %12s %13s %16s %11s",
                "fault",
                "rounds",
                "writes",
                "reads",
                "worst staleness",
                "violations"));
        for (CoherenceReport.OfFault fault : report.faults()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %,7d %,12d %,13d %13.1f ms %,11d",
                    fault.name(),
                    fault.count(),
                    fault.writes(),
                    fault.reads(),
                    fault.worstStalenessMillis(),
                    fault.violations()));
        }
        for (Map.Entry<String, Long> rule : report.violationsByRule().entrySet()) {
            if (rule.getValue() > 0) {
                lines.add("Rule \"" + rule.getKey() + "\" broken " + rule.getValue() + " times");
            }
        }
        report.examples().forEach(violation -> lines.add(line(violation)));
        return lines;
    }

    /** Says how far it is, and what was wrong in the last round. */
    static List<String> lines(CoherenceCheck.Progress progress) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "round %d, %s: %,d writes, %,d reads, %,d violations, %d s",
                progress.round(),
                progress.last(),
                progress.writes(),
                progress.reads(),
                progress.violations(),
                progress.elapsed().toSeconds()));
        progress.found().forEach(violation -> lines.add(line(violation)));
        return lines;
    }

    private static String line(Violation violation) {
        return "  " + violation.rule().label() + ", key " + violation.key() + ": " + violation.detail();
    }

    /** The names of all faults. */
    static final class FaultNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FaultNames() {
            super(Arrays.stream(Fault.values()).map(Fault::label).toList());
        }
    }
}
