package dev.larder.server;

import dev.larder.check.CheckException;
import dev.larder.check.SeededBugs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
                SeededBugs.Caught caught = bugs.hunt(name, progress -> CoherenceCommand.show(progress, err));
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
