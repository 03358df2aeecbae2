package dev.larder.bench.http;

import dev.larder.bench.http.Wrk.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Hits of small responses, from the gateway and from other caches. All subjects run at once, and are asked in turn, round after round: what
 * slows the machine down for a while slows down a round and not a subject.
 */
public final class HttpBenchmark {

    /** A name of {@link #measure}'s result: the gateway with its near tier. */
    public static final String LARDER = "larder";

    /** The gateway without a near tier: each hit comes from Redis. */
    public static final String LARDER_REDIS = "larder, from Redis";

    public static final String VARNISH = "varnish";
    public static final String NGINX = "nginx";

    /** The workload with the goals. */
    public static final String GOAL = "hits of 1 KB";

    private static final List<Workload> WORKLOADS = List.of(
            new Workload(GOAL, "/1k", 1),
            new Workload("hits of 1 KB, 2,000 URLs", "/1k", 2_000),
            new Workload("hits of 20 KB", "/20k", 1));

    /**
     * What is asked for.
     *
     * @param urls how many URLs there are; asked for in turn
     */
    record Workload(String name, String path, int urls) {}

    /**
     * How long to measure.
     *
     * @param rounds that count
     * @param seconds of load for each subject in each round
     * @param warmupSeconds of load for each subject before
     */
    public record Effort(int rounds, int seconds, int warmupSeconds) {
        public static final Effort QUICK = new Effort(3, 4, 10);
        public static final Effort FULL = new Effort(6, 6, 15);
    }

    /** What one subject has shown, a sample for each round. */
    public static final class Samples {
        public final List<Double> requestsPerSecond = new ArrayList<>();
        public final List<Double> cpuMicrosPerRequest = new ArrayList<>();
        public final List<Double> p99Millis = new ArrayList<>();
        public final List<Double> memoryMiB = new ArrayList<>();

        private void add(Result result, double cpuSeconds, double memory) {
            requestsPerSecond.add(result.requestsPerSecond());
            cpuMicrosPerRequest.add(cpuSeconds * 1_000_000 / result.requests());
            p99Millis.add(result.p99Millis());
            memoryMiB.add(memory / (1 << 20));
        }
    }

    private final Effort effort;
    private final Consumer<String> progress;

    public HttpBenchmark(Effort effort, Consumer<String> progress) {
        this.effort = effort;
        this.progress = progress;
    }

    /** Returns the name of a subject with its version, where it is not of this build. */
    public static String versioned(String subject) {
        return switch (subject) {
            case VARNISH -> subject + " " + Programs.version("varnishd", "-V");
            case NGINX -> subject + " " + Programs.version("nginx", "-v");
            default -> subject;
        };
    }

    /**
     * Measures; for each workload the samples of each subject, in the order in which they are to be shown.
     *
     * @throws IllegalStateException if a program is missing, or does not start
     */
    public Map<String, Map<String, Samples>> measure() {
        Map<String, Map<String, Samples>> all = new LinkedHashMap<>();
        Path folder = temporary();
        try (Subjects subjects = Subjects.start(folder)) {
            for (Workload workload : WORKLOADS) {
                all.put(workload.name(), measure(workload, subjects, new Wrk(folder, workload)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
        return all;
    }

    private Map<String, Samples> measure(Workload workload, Subjects subjects, Wrk wrk) throws IOException {
        Map<String, Samples> samples = new LinkedHashMap<>();
        for (Subject subject : subjects.all()) {
            samples.put(subject.name(), new Samples());
            wrk.warm(subject.uri(), effort.warmupSeconds());
        }
        subjects.filled();
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Subject subject : subjects.all()) {
                double before = subject.cpuSeconds();
                Result result = wrk.run(subject.uri(), effort.seconds());
                double cpu = subject.cpuSeconds() - before;
                samples.computeIfAbsent(subject.name(), name -> new Samples()).add(result, cpu, subject.memory());
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, round %d of %d: %s %.0f requests/s, %.1f µs of CPU each, p99 %.2f ms",
                        workload.name(),
                        round,
                        effort.rounds(),
                        subject.name(),
                        result.requestsPerSecond(),
                        cpu * 1_000_000 / result.requests(),
                        result.p99Millis()));
            }
        }
        subjects.checkHits();
        return samples;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("larder-bench-http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
