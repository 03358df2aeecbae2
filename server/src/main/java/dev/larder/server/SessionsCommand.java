package dev.larder.server;

import dev.larder.check.Fault;
import dev.larder.check.SessionCheck;
import dev.larder.check.SessionOptions;
import dev.larder.check.SessionPart;
import dev.larder.check.SessionReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder check sessions}. */
@Command(
        name = "sessions",
        description = {
            "Several JVMs race for the same sessions and tokens: logouts against slow saves, changes of attributes, rotations and logins"
                    + " against use, the end of all sessions against everything, ends by handle against rotations and lists, refreshes"
                    + " whose replies are lost, stolen refresh tokens, the end of all logins, one-time tokens. A judge compares what came of it with what must hold (docs/features/sessions.md,"
                    + " docs/features/tokens.md).",
            "In one round of five something fails: connections, replies, the server, a process. At last a replica takes over that"
                    + " has been cut off.",
            "Starts a Redis of its own, whatever else runs on this machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder check sessions",
            "  larder check sessions --operations 1000000 --json",
            "  larder check sessions --only lost-replies,theft --faults none --seed 7"
        })
final class SessionsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--operations",
            paramLabel = "N",
            description =
                    "Races for sessions; a tenth as many replies are lost, refresh tokens stolen and logins revoked, a"
                            + " hundredth as many one-time tokens redeemed. Default: ${DEFAULT-VALUE}")
    private long operations = SessionOptions.DEFAULTS.operations();

    @Option(names = "--seconds", paramLabel = "N", description = "Begin no round after so long. Default: no limit")
    private @Nullable Long seconds;

    @Option(
            names = "--faults",
            paramLabel = "NAMES",
            split = ",",
            description = "all, none, or some of: ${COMPLETION-CANDIDATES}. Default: all",
            completionCandidates = FaultNames.class)
    private List<String> faults = List.of("all");

    @Option(names = "--jvms", paramLabel = "N", description = "JVMs that race. Default: ${DEFAULT-VALUE}")
    private int jvms = SessionOptions.DEFAULTS.jvms();

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is done. Default: ${DEFAULT-VALUE}")
    private long seed = SessionOptions.DEFAULTS.seed();

    @Option(
            names = "--only",
            paramLabel = "PARTS",
            split = ",",
            description = "Some parts only: ${COMPLETION-CANDIDATES}",
            completionCandidates = PartNames.class)
    private @Nullable List<String> only;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(
                spec, output, () -> new SessionCheck(options()), SessionsCommand::lines, SessionsCommand::table);
    }

    private SessionOptions options() {
        Dialogue.atLeast(spec, "--operations", operations, 1);
        Dialogue.atLeast(spec, "--seconds", seconds, 1);
        Dialogue.between(spec, "--jvms", jvms, 2, 16);
        SessionOptions options = SessionOptions.DEFAULTS
                .withOperations(operations)
                .withFaults(chosen())
                .withJvms(jvms)
                .withSeed(seed)
                .withParts(parts());
        return seconds == null ? options : options.withTime(Duration.ofSeconds(seconds));
    }

    private List<Fault> chosen() {
        if (faults.equals(List.of("all"))) {
            return SessionOptions.FAULTS;
        }
        if (faults.equals(List.of("none"))) {
            return List.of();
        }
        return Dialogue.named(spec, "--faults", faults, SessionOptions.FAULTS, Fault::label);
    }

    private Set<SessionPart> parts() {
        if (only == null) {
            return EnumSet.allOf(SessionPart.class);
        }
        return Set.copyOf(Dialogue.named(spec, "--only", only, List.of(SessionPart.values()), SessionPart::label));
    }

    private static List<String> lines(SessionCheck.Progress progress) {
        return List.of(String.format(
                Locale.ROOT,
                "%s, %s: %,d done, %,d violations, %d s",
                progress.part().label(),
                progress.fault(),
                progress.races(),
                progress.violations(),
                progress.elapsed().toSeconds()));
    }

    private static List<String> table(SessionReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d calls by %d JVMs, %.0f s, seed %d: %s%s",
                report.operations(),
                report.jvms(),
                report.seconds(),
                report.seed(),
                report.good() ? "no violation" : report.violations() + " VIOLATIONS",
                report.complete() ? "" : " (stopped before the end)"));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-14s %12s %14s %12s %11s %12s %11s",
                "",
                "races",
                "calls",
                "unanswered",
                "journaled",
                "refused",
                "violations"));
        report.parts()
                .forEach(part -> lines.add(String.format(
                        Locale.ROOT,
                        "%-14s %,12d %,14d %,12d %,11d %,12d %,11d",
                        part.part(),
                        part.races(),
                        part.calls(),
                        part.unanswered(),
                        part.journaled(),
                        part.refused(),
                        part.violations())));
        lines.add("");
        lines.add(report.faults().entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .collect(Collectors.joining(", ", "Rounds: ", "")));
        SessionReport.OfFailover failover = report.failover();
        if (failover != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "A replica that was cut off took over: %,d of %,d acknowledged saves and %,d of %,d redemptions are lost; of"
                            + " %,d ended sessions %,d were found again at first, %,d when the ends had been repeated",
                    failover.lostWrites(),
                    failover.writes(),
                    failover.redeemedTwice(),
                    failover.redeemed(),
                    failover.ends(),
                    failover.foundAgain(),
                    failover.foundLater()));
        }
        report.violationsByRule()
                .forEach((rule, times) -> lines.add("Rule \"" + rule + "\" broken " + times + " times"));
        report.examples().forEach(flaw -> lines.add("  " + flaw.kind() + ": " + flaw.detail()));
        return lines;
    }

    /** The names of all parts. */
    static final class PartNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        PartNames() {
            super(Arrays.stream(SessionPart.values()).map(SessionPart::label).toList());
        }
    }

    /** The names of all faults. */
    static final class FaultNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FaultNames() {
            super(SessionOptions.FAULTS.stream().map(Fault::label).toList());
        }
    }
}
