package dev.larder.server;

import dev.larder.check.LimitCheck;
import dev.larder.check.LimitOptions;
import dev.larder.check.LimitReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder check limits}. */
@Command(
        name = "limits",
        description = {
            "Several JVMs, whose clocks are up to 10 s wrong, are under the same limits. Each answer, with all its figures, has to be"
                    + " that of a sequential model at the server's time (docs/features/limits.md).",
            "Then a replica takes over that knows nothing of what was taken: one burst more is allowed, and nothing beyond it.",
            "Starts a Redis of its own, whatever else runs on this machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder check limits",
            "  larder check limits --operations 1000000 --json",
            "  larder check limits --jvms 2 --failovers 0 --operations 20000 --seed 7"
        })
final class LimitsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--operations", paramLabel = "N", description = "Calls of all JVMs. Default: ${DEFAULT-VALUE}")
    private long operations = LimitOptions.DEFAULTS.operations();

    @Option(names = "--jvms", paramLabel = "N", description = "JVMs that call. Default: ${DEFAULT-VALUE}")
    private int jvms = LimitOptions.DEFAULTS.jvms();

    @Option(
            names = "--failovers",
            paramLabel = "N",
            description = "How often a replica takes over. Default: ${DEFAULT-VALUE}")
    private int failovers = LimitOptions.DEFAULTS.failovers();

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is done. Default: ${DEFAULT-VALUE}")
    private long seed = LimitOptions.DEFAULTS.seed();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(
                spec, output, () -> new LimitCheck(options()), LimitsCommand::lines, LimitsCommand::table);
    }

    private LimitOptions options() {
        Dialogue.atLeast(spec, "--operations", operations, 1);
        Dialogue.between(spec, "--jvms", jvms, 1, 16);
        Dialogue.atLeast(spec, "--failovers", failovers, 0);
        return LimitOptions.DEFAULTS
                .withOperations(operations)
                .withJvms(jvms)
                .withFailovers(failovers)
                .withSeed(seed);
    }

    private static List<String> lines(LimitCheck.Progress progress) {
        return List.of(String.format(
                Locale.ROOT,
                "%s: %,d calls judged, %,d violations, %d s",
                progress.what(),
                progress.operations(),
                progress.violations(),
                progress.elapsed().toSeconds()));
    }

    private static List<String> table(LimitReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d calls by %d JVMs, %.0f s, seed %d: %s%s",
                report.operations(),
                report.clocks().size(),
                report.seconds(),
                report.seed(),
                report.good() ? "no violation" : report.violations() + " VIOLATIONS",
                report.complete() ? "" : " (stopped before the end)"));
        lines.add(String.format(
                Locale.ROOT,
                "%,d answers were compared with the model at the server's time, %,d could not be, because a call had no answer",
                report.exact(),
                report.unjudged()));
        lines.add("");
        report.answers().forEach((what, times) -> lines.add(String.format(Locale.ROOT, "%-22s %,12d", what, times)));
        lines.add("");
        lines.add(report.clocks().stream()
                .map(clock -> String.format(
                        Locale.ROOT, "%+.1f/%+.1f", clock.wallMillis() / 1e3, clock.monotonicMillis() / 1e3))
                .collect(Collectors.joining(", ", "Clocks of the JVMs, wall and monotonic, seconds off: ", "")));
        report.failovers()
                .forEach(failover -> lines.add(String.format(
                        Locale.ROOT,
                        "A replica that was cut off took over: %,d allowed, at most %.0f more than the limit says in any time; a"
                                + " burst is %,d",
                        failover.allowed(),
                        failover.excess(),
                        failover.burst())));
        report.violationsByRule()
                .forEach((rule, times) -> lines.add("Rule \"" + rule + "\" broken " + times + " times"));
        report.examples().forEach(flaw -> lines.add("  " + flaw.kind() + ": " + flaw.detail()));
        return lines;
    }
}
