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

    public static final String VARNISH = "varnish";
    public static final String NGINX = "nginx";

    /** The workloads that are measured, the one with the goals first. */
    public static final List<String> WORKLOADS = List.of("hits of 1 KB", "hits of 20 KB");

    private static final List<String> PATHS = List.of("/1k", "/20k");
    private static final int CONNECTIONS = 64;

    /**
     * How long to measure.
     *
     * @param rounds that count
     * @param seconds of load for each subject in each round
     * @param warmupSeconds of load for each subject before
     */
    public record Effort(int rounds, int seconds, int warmupSeconds) {
        public static final Effort QUICK = new Effort(3, 4, 10);
        public static final Effort FULL = new Effort(8, 8, 30);
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
            for (int i = 0; i < WORKLOADS.size(); i++) {
                String workload = WORKLOADS.get(i);
                all.put(workload, measure(workload, subjects, PATHS.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
        return all;
    }

    private Map<String, Samples> measure(String workload, Subjects subjects, String path) throws IOException {
        Map<String, Samples> samples = new LinkedHashMap<>();
        for (Subject subject : subjects.all()) {
            samples.put(subject.name(), new Samples());
            Wrk.run(subject.uri().resolve(path), CONNECTIONS, effort.warmupSeconds());
        }
        for (int round = 1; round <= effort.rounds(); round++) {
            for (Subject subject : subjects.all()) {
                double before = subject.cpuSeconds();
                Result result = Wrk.run(subject.uri().resolve(path), CONNECTIONS, effort.seconds());
                double cpu = subject.cpuSeconds() - before;
                samples.computeIfAbsent(subject.name(), name -> new Samples()).add(result, cpu, subject.memory());
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, round %d of %d: %s %.0f requests/s, %.1f µs of CPU each, p99 %.2f ms",
                        workload,
                        round,
                        effort.rounds(),
                        subject.name(),
                        result.requestsPerSecond(),
                        cpu * 1_000_000 / result.requests(),
                        result.p99Millis()));
            }
        }
        subjects.checkOrigin();
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
