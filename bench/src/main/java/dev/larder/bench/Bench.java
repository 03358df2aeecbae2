package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.Rounds.Effort;
import dev.larder.bench.Rounds.Samples;
import dev.larder.bench.Rounds.Subject;
import dev.larder.bench.http.HttpBenchmark;
import dev.larder.bench.trace.Trace;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs benchmarks by name and compares what they show with the goals. */
public final class Bench {

    private static final List<String> NAMES = List.of(
            "near", "redis", "payload", "invalidation", "stampede", "start", "latency", "http", "session", "limits");
    private static final double NEAR_GOAL = 1.25;
    private static final double NEAR_PEER_GOAL = 3;

    /** What methods of {@link NearHitBenchmark} measure. */
    private static final Map<String, String> NEAR_PEERS =
            Map.of("redisson", TwoTier.REDISSON, "jetcache", TwoTier.JETCACHE);

    /**
     * Bytes more than Caffeine alone: an object for each hit would be 16 or more. JMH itself allocates at each iteration,
     * which is the same for all subjects; what is left are the heartbeats.
     */
    private static final double NO_ALLOCATION = 0.5;

    private static final double MEMORY_GOAL = 0.35;
    private static final double OPEN_GOAL = 1.6;
    private static final double SEAL_GOAL = 4;
    private static final double UNPACK_GOAL = 400;
    private static final double VARNISH_GOAL = 1;
    private static final double NGINX_GOAL = 0.8;

    private final Rounds rounds;
    private final Findings findings = new Findings();
    private final List<Measured> results = findings.results;
    private final List<Goal> goals = findings.goals;

    private Bench(Rounds rounds) {
        this.rounds = rounds;
    }

    /** The names of all benchmarks. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Runs one benchmark.
     *
     * @param name one of {@link #names}
     * @param quick whether a rough result will do
     * @param progress is told of each step
     * @throws IllegalArgumentException if there is no such benchmark
     */
    public static BenchReport run(String name, boolean quick, Consumer<String> progress) {
        Environment environment = Environment.here(redisVersion(), home(), quick);
        Bench bench = new Bench(new Rounds(quick ? Effort.QUICK : Effort.FULL, progress));
        switch (name) {
            case "near" -> bench.near();
            case "redis" -> new StoreSuite(large(quick, progress), bench.findings).run();
            case "payload" -> bench.payload(progress);
            case "http" -> bench.http(quick, progress);
            case "session" -> new SessionSuite(large(quick, progress), bench.findings).run(quick, progress);
            case "invalidation" -> {
                new DelaySuite(quick, progress).run(bench.findings);
                new TagSuite(quick, progress).run(bench.findings);
            }
            case "stampede" -> new StampedeSuite(quick, progress).run(bench.findings);
            case "start" -> new StartSuite(quick, progress).run(bench.findings);
            case "latency" -> new LatencySuite(trace(), quick, progress).run(bench.findings);
            case "limits" -> new LimitSuite(large(quick, progress), bench.findings).run(progress);
            default ->
                throw new IllegalArgumentException(
                        "no benchmark is called " + name + "; there are " + String.join(", ", NAMES));
        }
        return new BenchReport(environment, bench.results, bench.goals);
    }

    private static Rounds large(boolean quick, Consumer<String> progress) {
        return new Rounds(quick ? Effort.LARGE_QUICK : Effort.LARGE, progress);
    }

    private static Path trace() {
        return Trace.bundled(home(), "orm-busy");
    }

    private static Path home() {
        return Path.of(System.getProperty("larder.home", ""));
    }

    private static String redisVersion() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            return redis.version();
        }
    }

    private void near() {
        List<Subject> subjects = new ArrayList<>();
        for (String method : List.of("caffeine", "caffeineExpireAfterWrite", "larder", "redisson", "jetcache")) {
            subjects.add(new Subject(method, "NearHitBenchmark\\." + method + "$", Map.of()));
        }
        for (int threads : new int[] {1, 2, 16}) {
            String workload = "near hit, " + threads + (threads == 1 ? " thread" : " threads");
            Map<String, Samples> samples = rounds.measure(workload, subjects, threads, true);
            samples.forEach((subject, measured) ->
                    results.add(Measured.of(workload, subject, Estimate.of(measured.scores), measured.unit)));
            samples.forEach((subject, measured) ->
                    results.add(Measured.of(workload, subject, Estimate.of(measured.bytesPerOperation), "B/op")));
            goals.add(Goal.atMost(
                    workload + ", time", Findings.ratio(samples, "larder", "caffeineExpireAfterWrite"), NEAR_GOAL));
            goals.add(Goal.atMost(
                    workload + ", bytes more",
                    Estimate.ofDifferences(
                            Findings.of(samples, "larder").bytesPerOperation,
                            Findings.of(samples, "caffeineExpireAfterWrite").bytesPerOperation),
                    NO_ALLOCATION));
            for (String peer : List.of("redisson", "jetcache")) {
                goals.add(Goal.atLeast(
                        workload + ", times as fast as " + TwoTier.versioned(NEAR_PEERS.getOrDefault(peer, peer)),
                        Findings.ratio(samples, peer, "larder"),
                        NEAR_PEER_GOAL));
            }
        }
    }

    private void payload(Consumer<String> progress) {
        Contracts contracts = Contracts.all();
        Map<String, Double> sizes = new PayloadSizes(contracts, progress).measure(Contracts.binaries());
        String memory = "memory of an entry";
        results.add(new Measured(memory, "JSON, its bytes alone", contracts.meanLength(), 0, "B"));
        sizes.forEach((form, bytes) -> results.add(new Measured(memory, form, bytes, 0, "B")));
        double plain = sizes.values().iterator().next();
        for (String rest : List.of("", ", encrypted")) {
            String form = "JSON + zstd + dictionary" + rest;
            Double bytes = java.util.Objects.requireNonNull(sizes.get(form), form);
            goals.add(Goal.atMost(form + ", memory", new Estimate(bytes / plain, 0), MEMORY_GOAL));
        }
        List<Subject> subjects = new ArrayList<>();
        for (String method : List.of(
                "decode",
                "open",
                "encode",
                "seal",
                "unpack",
                "copy",
                "decodeCbor",
                "encodeCbor",
                "decodeFory",
                "encodeFory")) {
            subjects.add(new Subject(method, "PayloadBenchmark\\." + method + "$", Map.of()));
        }
        Map<String, Samples> samples = rounds.measure("payload", subjects, 1, true);
        samples.forEach((subject, measured) ->
                results.add(Measured.of("payload", subject, Estimate.of(measured.scores), measured.unit)));
        samples.forEach((subject, measured) ->
                results.add(Measured.of("payload", subject, Estimate.of(measured.bytesPerOperation), "B/op")));
        goals.add(Goal.atMost("open / decode", Findings.ratio(samples, "open", "decode"), OPEN_GOAL));
        goals.add(Goal.atMost("seal / encode", Findings.ratio(samples, "seal", "encode"), SEAL_GOAL));
        double mean = Contracts.ofAKilobyte(1, 1_000).meanLength();
        List<Double> speeds = Findings.of(samples, "unpack").scores.stream()
                .map(nanos -> mean * 1_000 / nanos)
                .toList();
        results.add(Measured.of("payload", "unpack", Estimate.of(speeds), "MB/s"));
        goals.add(Goal.atLeast("unpack, MB/s", Estimate.of(speeds), UNPACK_GOAL));
    }

    private void http(boolean quick, Consumer<String> progress) {
        HttpBenchmark benchmark =
                new HttpBenchmark(quick ? HttpBenchmark.Effort.QUICK : HttpBenchmark.Effort.FULL, progress);
        Map<String, Map<String, HttpBenchmark.Samples>> all = benchmark.measure();
        all.forEach((workload, subjects) -> subjects.forEach((subject, samples) -> {
            String name = HttpBenchmark.versioned(subject);
            results.add(Measured.of(workload, name, Estimate.of(samples.requestsPerSecond), "requests/s"));
            results.add(Measured.of(workload, name, Estimate.of(samples.cpuMicrosPerRequest), "µs of CPU each"));
            results.add(Measured.of(workload, name, Estimate.of(samples.p99Millis), "ms, p99"));
            results.add(Measured.of(workload, name, Estimate.of(samples.memoryMiB), "MiB of memory"));
        }));
        String workload = HttpBenchmark.GOAL;
        Map<String, HttpBenchmark.Samples> samples = java.util.Objects.requireNonNull(all.get(workload), workload);
        goals.add(Goal.atLeast(workload + ", to varnish", ratio(samples, HttpBenchmark.VARNISH), VARNISH_GOAL));
        goals.add(Goal.atLeast(workload + ", to nginx", ratio(samples, HttpBenchmark.NGINX), NGINX_GOAL));
    }

    private static Estimate ratio(Map<String, HttpBenchmark.Samples> samples, String peer) {
        return Estimate.ofRatios(perSecond(samples, HttpBenchmark.LARDER), perSecond(samples, peer));
    }

    private static List<Double> perSecond(Map<String, HttpBenchmark.Samples> samples, String subject) {
        return java.util.Objects.requireNonNull(samples.get(subject), subject).requestsPerSecond;
    }
}
