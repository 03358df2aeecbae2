package dev.larder.server;

import dev.larder.check.Check;
import dev.larder.check.SeededBugs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class SeededBugsCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--seconds", paramLabel = "N", description = "Time for each. Default: ${DEFAULT-VALUE}")
    private int seconds = 60;

    @Option(names = "--only", paramLabel = "NAMES", split = ",", description = "Some of them only")
    private List<String> only = List.of();

    @Mixin
    private Output output = new Output();

    /** The hunts for some bugs, one after the other. */
    private record Hunts(SeededBugs seeded, List<String> names) implements Check<List<String>, Found> {

        @Override
        public Found run(Consumer<List<String>> progress) throws InterruptedException {
            List<SeededBugs.Caught> bugs = new ArrayList<>();
            for (String name : names) {
                progress.accept(List.of("Seeded bug " + name));
                SeededBugs.Caught caught = seeded.hunt(name, round -> progress.accept(CoherenceCommand.lines(round)));
                if (Shutdown.underWay()) {
                    break;
                }
                bugs.add(caught);
            }
            return new Found(bugs);
        }

        @Override
        public void stop() {
            seeded.stop();
        }

        @Override
        public void close() {
            // Each hunt has cleaned up behind it.
        }
    }

    /** What became of the bugs. */
    private record Found(List<SeededBugs.Caught> bugs) implements Check.Report {

        @Override
        public boolean good() {
            return bugs.stream().allMatch(SeededBugs.Caught::caught);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(spec, output, this::hunts, Function.identity(), SeededBugsCommand::table);
    }

    private Hunts hunts() {
        Dialogue.atLeast(spec, "--seconds", seconds, 1);
        SeededBugs seeded = new SeededBugs(Path.of(System.getProperty("larder.home", "")), Duration.ofSeconds(seconds));
        List<String> names = seeded.names();
        for (String name : only) {
            if (!names.contains(name)) {
                throw Dialogue.unknown(spec, "--only", name, names);
            }
        }
        return new Hunts(seeded, only.isEmpty() ? names : only);
    }

    private static List<String> table(Found found) {
        return found.bugs().stream()
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
