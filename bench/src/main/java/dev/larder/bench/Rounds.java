package dev.larder.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures subjects in turn, each in a JVM of its own, round after round. A machine that other work slows down for a while
 * then slows down a round and not a subject, and ratios are taken within a round.
 */
final class Rounds {

    /**
     * A subject as JMH knows it.
     *
     * @param name what it is called in reports
     * @param benchmark regular expression of its one method
     * @param parameters its parameters
     * @param flags of its JVMs
     */
    record Subject(String name, String benchmark, Map<String, String> parameters, List<String> flags) {
        Subject(String name, String benchmark, Map<String, String> parameters) {
            this(name, benchmark, parameters, List.of());
        }
    }

    /**
     * How long to measure.
     *
     * @param rounds JVMs for each subject
     * @param warmups iterations whose results are thrown away
     * @param warmupMillis length of each of them
     * @param iterations iterations that count
     * @param millis length of each of them
     * @param compacts whether garbage is collected before each of them: or where the few objects of a small benchmark happen to lie weighs
     *     more than the code. What holds thousands of objects finds all of them far from each other after that, as it never does in service
     */
    record Effort(int rounds, int warmups, int warmupMillis, int iterations, int millis, boolean compacts) {
        static final Effort QUICK = new Effort(3, 6, 400, 4, 400, true);
        static final Effort FULL = new Effort(8, 8, 500, 5, 500, true);

        /** For whole libraries under load, which the compilers take longer with: much code, and little time left for them. */
        static final Effort LARGE_QUICK = new Effort(3, 8, 1_000, 4, 400, false);

        static final Effort LARGE = new Effort(6, 15, 1_000, 4, 1_000, false);
    }

    /** The samples of one subject, one for each round. */
    static final class Samples {
        final List<Double> scores = new ArrayList<>();
        final List<Double> bytesPerOperation = new ArrayList<>();
        String unit = "";

        private void add(RunResult result) {
            scores.add(result.getPrimaryResult().getScore());
            unit = result.getPrimaryResult().getScoreUnit();
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated != null) {
                bytesPerOperation.add(allocated.getScore());
            }
        }
    }

    private static final List<String> MEMORY = List.of("-Xms1g", "-Xmx1g");

    private final Effort effort;
    private final Consumer<String> progress;

    Rounds(Effort effort, Consumer<String> progress) {
        this.effort = effort;
        this.progress = progress;
    }

    /** Measures subjects with a number of threads; the result has their names and order. */
    Map<String, Samples> measure(String workload, List<Subject> subjects, int threads, boolean allocation) {
        Map<String, Samples> samples = new LinkedHashMap<>();
        subjects.forEach(subject -> samples.put(subject.name(), new Samples()));
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Subject subject : subjects) {
                Samples ofSubject = samples.getOrDefault(subject.name(), new Samples());
                ofSubject.add(run(subject, threads, allocation));
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, round %d of %d: %s %.1f %s",
                        workload,
                        round,
                        effort.rounds(),
                        subject.name(),
                        ofSubject.scores.get(round - 1),
                        ofSubject.unit));
            }
        }
        return samples;
    }

    private RunResult run(Subject subject, int threads, boolean allocation) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(subject.benchmark())
                .threads(threads)
                .forks(1)
                .jvmArgsAppend(
                        Stream.concat(MEMORY.stream(), subject.flags().stream()).toArray(String[]::new))
                .shouldDoGC(effort.compacts())
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.milliseconds(effort.warmupMillis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.millis()))
                .shouldFailOnError(true);
        subject.parameters().forEach(options::param);
        if (allocation) {
            options.addProfiler(GCProfiler.class);
        }
        // JMH locks a file that all users of the machine share; a benchmark of somebody else must not end this one.
        System.setProperty("jmh.ignoreLock", "true");
        try {
            Collection<RunResult> results = new Runner(options.build(), silent()).run();
            return results.iterator().next();
        } catch (RunnerException e) {
            throw new IllegalStateException("the benchmark of " + subject.name() + " failed", e);
        }
    }

    private static OutputFormat silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return OutputFormatFactory.createFormatInstance(nowhere, VerboseMode.SILENT);
    }
}
