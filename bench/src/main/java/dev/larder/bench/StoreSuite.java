package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.Rounds.Samples;
import dev.larder.bench.Rounds.Subject;
import dev.larder.bench.store.Form;
import dev.larder.bench.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A cache in Redis beside those of others: hits, large reads, and misses that are made good. */
final class StoreSuite {

    private static final int SOME = 32;
    private static final int MANY = 256;
    private static final double ALONE_GOAL = 0.95;
    private static final double ALLOCATION_GOAL = 1.2;
    private static final double PAGE_GOAL = 1.5;
    private static final double BINARY_PAGE_GOAL = 2;
    private static final double MISS_GOAL = 0.9;

    private static final List<String> CLIENTS = List.of(Store.LARDER, Store.LETTUCE, Store.JEDIS);
    private static final List<String> PEERS = List.of(Store.REDISSON, Store.REDISSON_MAP, Store.JETCACHE, Store.SPRING);

    private final Rounds rounds;
    private final Findings findings;

    StoreSuite(Rounds rounds, Findings findings) {
        this.rounds = rounds;
        this.findings = findings;
    }

    void run() {
        hits(Form.JSON, 1, ALONE_GOAL, Store.ALL);
        hits(Form.BYTES, 1, ALONE_GOAL, CLIENTS);
        hits(Form.JSON, SOME, 1.3, Store.ALL);
        hits(Form.BYTES, SOME, 1.6, CLIENTS);
        hits(Form.JSON, MANY, 1.5, CLIENTS);
        hits(Form.BYTES, MANY, 2, CLIENTS);
        pages();
        misses();
    }

    private void hits(String form, int callers, double goal, List<String> subjects) {
        String workload = "redis hit, " + form + ", " + callers + (callers == 1 ? " caller" : " callers");
        Map<String, Samples> samples = measure(workload, "hit", form, callers, subjects);
        findings.goals.add(
                Goal.atLeast(workload + ", to lettuce", Findings.ratio(samples, Store.LARDER, Store.LETTUCE), goal));
        findings.addRatio(workload, Store.LARDER, Store.JEDIS, Findings.ratio(samples, Store.LARDER, Store.JEDIS));
        if (callers == 1) {
            Estimate allocation = Estimate.ofRatios(
                    Findings.of(samples, Store.LARDER).bytesPerOperation,
                    Findings.of(samples, Store.LETTUCE).bytesPerOperation);
            findings.goals.add(Goal.atMost(workload + ", allocation", allocation, ALLOCATION_GOAL));
        }
    }

    private void pages() {
        String workload = "getAll of " + StoreBenchmark.PAGE + ", ";
        Map<String, Samples> json = measure(workload + Form.JSON, "page", Form.JSON, 1, Store.ALL);
        findings.goals.add(Goal.atLeast(
                workload + Form.JSON + ", to lettuce", Findings.ratio(json, Store.LARDER, Store.LETTUCE), PAGE_GOAL));
        Map<String, Samples> binary = measure(workload + Form.BINARY, "page", Form.BINARY, 1, Store.ALL);
        String best = Findings.best(binary, PEERS);
        findings.goals.add(Goal.atLeast(
                workload + Form.BINARY + ", to " + Store.versioned(best),
                Findings.ratio(binary, Store.LARDER, best),
                BINARY_PAGE_GOAL));
    }

    private void misses() {
        String workload = "miss, load, fill";
        Map<String, Samples> samples = measure(workload, "miss", Form.JSON, 1, Store.ALL);
        List<String> others = new ArrayList<>(Store.ALL);
        others.remove(Store.LARDER);
        String best = Findings.best(samples, others);
        findings.goals.add(Goal.atLeast(
                workload + ", to " + Store.versioned(best), Findings.ratio(samples, Store.LARDER, best), MISS_GOAL));
    }

    private Map<String, Samples> measure(String workload, String method, String form, int callers, List<String> names) {
        List<Subject> subjects = new ArrayList<>();
        for (String name : names) {
            subjects.add(new Subject(
                    name,
                    "StoreBenchmark\\." + method + "$",
                    Map.of("subject", name, "form", form, "keys", String.valueOf(Draws.KEYS))));
        }
        Map<String, Samples> samples = rounds.measure(workload, subjects, callers, callers == 1);
        findings.addScores(workload, samples, Store::versioned);
        if (callers == 1) {
            samples.forEach((subject, measured) -> findings.results.add(
                    Measured.of(workload, Store.versioned(subject), Estimate.of(measured.bytesPerOperation), "B/op")));
        }
        return samples;
    }
}
