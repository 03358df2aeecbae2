package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves the {@link CoherenceCheck}: takes one mechanism out of Larder at a time and expects a violation. The product has no
 * switches for that; a bug is a patch of its sources, which is compiled to a folder that goes before the class path of the
 * JVMs under test. So this needs the source tree and a JDK.
 *
 * <p>A bug of payloads is looked for by a {@link PayloadCheck} in a JVM of its own: its patch has a line {@code payloads: …} with
 * the part that has to catch it, and {@code kind: …} with the kind of attack or load that has to go wrong.
 *
 * <p>A patch begins with a line that says what it takes out. Those meant for the check have a line {@code faults: …}, with
 * the names of the faults under which the bug shows, or {@code none}, and a line {@code rule: …} with the rule that has to
 * catch it; where a bug needs a crowd on few keys, a line {@code groups: …} says how few. The others are for tests. A bug
 * that breaks other rules only is missed: it would show a judge that cries at everything, not one that sees this. The
 * {@link #control} is the same hunt with nothing taken out.
 */
public final class SeededBugs {

    /** Where patches are, below the root of the source tree. */
    public static final String FOLDER = "dev/mutants";

    private static final String HUNT_HEAP = "512m";
    private static final String SUFFIX = ".patch";
    private static final String FAULTS = "faults";
    private static final String RULE = "rule";
    private static final String GROUPS = "groups";
    private static final String PAYLOADS = "payloads";
    private static final String KIND = "kind";
    private static final long CONTROL_SEED = 5;
    private static final int CONTROL_ROUNDS = 2;

    /**
     * What became of one bug.
     *
     * @param name its name
     * @param what what it takes out
     * @param expected the rule that has to catch it
     * @param caught whether that rule was broken in time
     * @param secondsToCatch from the start of the processes until the verdict
     * @param rules all rules that were broken
     */
    public record Caught(
            String name, String what, String expected, boolean caught, double secondsToCatch, List<String> rules) {}

    private final Path root;
    private final Duration within;
    private volatile @Nullable CoherenceCheck current;
    private volatile @Nullable ClientProcess hunting;
    private volatile boolean stopped;

    /**
     * Creates the proof.
     *
     * @param root root of the source tree
     * @param within how long a bug may stay unseen
     * @throws CheckException if this is no source tree
     */
    public SeededBugs(Path root, Duration within) {
        this.root = root;
        this.within = within;
        if (!Files.isDirectory(root.resolve(FOLDER))) {
            throw new CheckException("the seeded bugs are patches of Larder's sources, in " + FOLDER
                    + ", which is not there: run this from a clone of the repository");
        }
    }

    /** Ends the hunt that is under way, and all to come. For any thread. */
    public void stop() {
        stopped = true;
        CoherenceCheck check = current;
        if (check != null) {
            check.stop();
        }
        ClientProcess process = hunting;
        if (process != null) {
            process.end();
        }
    }

    /** Returns the names of all bugs. */
    public List<String> names() {
        try (Stream<Path> files = Files.list(root.resolve(FOLDER))) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(SUFFIX))
                    .filter(file -> !Mutant.field(lines(file), FAULTS).isEmpty()
                            || !Mutant.field(lines(file), PAYLOADS).isEmpty())
                    .map(file -> String.valueOf(file.getFileName()))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return root.resolve(FOLDER).resolve(name + SUFFIX);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs what the hunts run, with no bug: a round with resets and one with nothing, always with the same dice. What it
     * finds is no seeded bug.
     */
    public CoherenceReport control(Consumer<CoherenceCheck.Progress> progress) throws InterruptedException {
        CoherenceOptions options =
                options(List.of(Fault.RESET)).withSeed(CONTROL_SEED).withHunt(new CoherenceOptions.Hunt(null, null));
        try (CoherenceCheck check = new CoherenceCheck(options)) {
            current = check;
            if (stopped) {
                check.stop();
            }
            return check.run(round -> {
                progress.accept(round);
                if (round.round() == CONTROL_ROUNDS) {
                    check.stop();
                }
            });
        }
    }

    /** Runs the check with one bug, until it is caught or the time is over. */
    public Caught hunt(String name, Consumer<CoherenceCheck.Progress> progress) throws InterruptedException {
        try {
            List<String> patch = lines(file(name));
            boolean ofPayloads = !Mutant.field(patch, PAYLOADS).isEmpty();
            Rule expected = ofPayloads ? null : expected(name, patch);
            Path classes = Files.createTempDirectory("larder-bug");
            try {
                Mutant.compile(root, patch, classes);
                return expected == null
                        ? huntPayloads(name, patch, classes)
                        : hunt(name, patch, expected, classes, progress);
            } finally {
                Mutant.delete(classes);
            }
        } catch (IOException e) {
            throw new CheckException("the bug " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static Rule expected(String name, List<String> patch) {
        String label = Mutant.field(patch, RULE);
        return Rule.named(label)
                .orElseThrow(() -> new CheckException("the bug " + name + " says \"rule: " + label
                        + "\", which is none: name the rule that has to catch it, one of " + Rule.labels()));
    }

    private Caught huntPayloads(String name, List<String> patch, Path classes) throws InterruptedException {
        long begun = System.nanoTime();
        String expected = Mutant.field(patch, KIND);
        try (ClientProcess process = ClientProcess.start(
                PayloadHunt.class,
                List.of(Mutant.field(patch, PAYLOADS)),
                classes,
                classes.resolve("hunt.err"),
                HUNT_HEAP)) {
            hunting = process;
            if (stopped) {
                process.kill();
            }
            List<String> kinds = List.of(process.answer());
            process.awaitEnd();
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Caught(name, patch.get(0), expected, kinds.contains(expected), seconds, kinds);
        } catch (CheckException e) {
            if (stopped) {
                return new Caught(name, patch.get(0), expected, false, 0, List.of());
            }
            throw e;
        } finally {
            hunting = null;
        }
    }

    private Caught hunt(
            String name, List<String> patch, Rule expected, Path classes, Consumer<CoherenceCheck.Progress> progress)
            throws InterruptedException {
        String groups = Mutant.field(patch, GROUPS);
        CoherenceOptions options = options(faults(patch))
                .withHunt(new CoherenceOptions.Hunt(classes, expected))
                .withGroups(groups.isEmpty() ? CoherenceOptions.DEFAULTS.groups() : Integer.parseInt(groups));
        long begun = System.nanoTime();
        try (CoherenceCheck check = new CoherenceCheck(options)) {
            current = check;
            if (stopped) {
                check.stop();
            }
            CoherenceReport report = check.run(progress);
            double seconds = (System.nanoTime() - begun) / 1e9;
            List<String> rules = report.violationsByRule().entrySet().stream()
                    .filter(rule -> rule.getValue() > 0)
                    .map(java.util.Map.Entry::getKey)
                    .toList();
            boolean caught = rules.contains(expected.label()) && seconds <= within.toSeconds();
            return new Caught(name, patch.get(0), expected.label(), caught, seconds, rules);
        }
    }

    private CoherenceOptions options(List<Fault> faults) {
        return CoherenceOptions.DEFAULTS
                .withTime(within)
                .withFaults(faults, false)
                .withJvms(2);
    }

    private static List<Fault> faults(List<String> patch) {
        return Stream.of(Mutant.field(patch, FAULTS).split(" ", -1))
                .map(Fault::named)
                .flatMap(Optional::stream)
                .toList();
    }
}
