package dev.larder.server;

import dev.larder.check.CheckException;
import dev.larder.check.CoherenceCheck;
import dev.larder.check.CoherenceOptions;
import dev.larder.check.CoherenceReport;
import dev.larder.check.Fault;
import dev.larder.check.SeededBugs;
import java.io.PrintWriter;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code larder check}: proof of the guarantees. */
@Command(
        name = "check",
        description = "Proves the guarantees: runs histories under faults and judges them.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.Coherence.class,
            PayloadsCommand.class,
            GatewayCommand.class,
            SessionsCommand.class,
            LimitsCommand.class,
            CheckCommand.Bugs.class
        })
final class CheckCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "No check given: coherence, payloads, gateway, sessions, limits or seeded-bugs");
    }

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
    static final class Coherence implements Callable<Integer> {

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
            CoherenceOptions options = options();
            PrintWriter err = spec.commandLine().getErr();
            try (Shutdown shutdown = new Shutdown();
                    CoherenceCheck check = new CoherenceCheck(options)) {
                shutdown.onStop(check::stop);
                CoherenceReport report = check.run(progress -> show(progress, err));
                output.print(report, () -> table(report));
                return report.good() ? ExitCode.GOOD : ExitCode.BAD;
            } catch (CheckException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }

        private CoherenceOptions options() {
            Dialogue.require(spec, seconds == null || seconds > 0, "--seconds is " + seconds + ": give 1 or more");
            Dialogue.require(spec, writes == null || writes > 0, "--writes is " + writes + ": give 1 or more");
            Dialogue.require(spec, jvms >= 1 && jvms <= 20, "--jvms is " + jvms + ": give 1 to 20");
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
            report.examples()
                    .forEach(violation -> lines.add(
                            "  " + violation.rule().label() + ", key " + violation.key() + ": " + violation.detail()));
            return lines;
        }
    }

    private static void show(CoherenceCheck.Progress progress, PrintWriter err) {
        err.printf(
                Locale.ROOT,
                "round %d, %s: %,d writes, %,d reads, %,d violations, %d s%n",
                progress.round(),
                progress.last(),
                progress.writes(),
                progress.reads(),
                progress.violations(),
                progress.elapsed().toSeconds());
        progress.found()
                .forEach(violation -> err.println(
                        "  " + violation.rule().label() + ", key " + violation.key() + ": " + violation.detail()));
    }

    /** The names of all faults. */
    static final class FaultNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        FaultNames() {
            super(Arrays.stream(Fault.values()).map(Fault::label).toList());
        }
    }

    /** {@code larder check seeded-bugs}. */
    @Command(
            name = "seeded-bugs",
            description = {
                "Takes one mechanism out of Larder at a time, and expects the check of coherence or of payloads to catch it in"
                        + " time (--seconds for each).",
                "Needs a clone of the repository, from which this was started by ./larder: the bugs are patches of its"
                        + " sources, in dev/mutants. Needs a JDK, which compiles them. Starts a Redis of its own."
            },
            mixinStandardHelpOptions = true,
            versionProvider = Main.Version.class,
            footer = {
                "",
                "Examples:",
                "  larder check seeded-bugs",
                "  larder check seeded-bugs --only seal-without-name,no-schema-check --json"
            })
    static final class Bugs implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(names = "--seconds", paramLabel = "N", description = "Time for each. Default: ${DEFAULT-VALUE}")
        private int seconds = 60;

        @Option(names = "--only", paramLabel = "NAMES", split = ",", description = "Some of them only")
        private List<String> only = List.of();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws InterruptedException {
            Dialogue.require(spec, seconds >= 1, "--seconds is " + seconds + ": give 1 or more");
            PrintWriter err = spec.commandLine().getErr();
            List<SeededBugs.Caught> all = new ArrayList<>();
            try (Shutdown shutdown = new Shutdown()) {
                SeededBugs bugs =
                        new SeededBugs(Path.of(System.getProperty("larder.home", "")), Duration.ofSeconds(seconds));
                shutdown.onStop(bugs::stop);
                List<String> names = bugs.names();
                for (String name : only) {
                    if (!names.contains(name)) {
                        throw Dialogue.unknown(spec, "--only", name, names);
                    }
                }
                for (String name : only.isEmpty() ? names : only) {
                    err.println("Seeded bug " + name);
                    SeededBugs.Caught caught = bugs.hunt(name, progress -> show(progress, err));
                    if (Shutdown.underWay()) {
                        break;
                    }
                    all.add(caught);
                }
                output.print(Map.of("bugs", all), () -> table(all));
                return all.stream().allMatch(SeededBugs.Caught::caught) ? ExitCode.GOOD : ExitCode.BAD;
            } catch (CheckException e) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
        }

        private static List<String> table(List<SeededBugs.Caught> all) {
            return all.stream()
                    .map(bug -> String.format(
                            Locale.ROOT,
                            "%-22s %-8s %5.1f s   %s (expected %s; broken %s)",
                            bug.name(),
                            bug.caught() ? "caught" : "MISSED",
                            bug.secondsToCatch(),
                            bug.what(),
                            bug.expected(),
                            String.join(", ", bug.rules())))
                    .toList();
        }
    }
}
