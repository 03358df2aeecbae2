package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.Rounds.Samples;
import dev.larder.bench.Rounds.Subject;
import dev.larder.bench.store.Form;
import dev.larder.bench.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A cache in Redis beside those of others: hits, large reads, and misses that are made good. */
final class StoreSuite {

    private static final int SOME = 32;
    private static final int MANY = 256;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
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

    /**
     * Who reads what.
     *
     * @param form of {@link Form}
     * @param keys that there are, of which some are read more often than others
     * @param virtual whether the callers are virtual threads, where there are such
     */
    private record Load(String form, int callers, int keys, boolean virtual) {
        Load(String form, int callers) {
            this(form, callers, Draws.KEYS, false);
        }

        Load of(int otherKeys) {
            return new Load(form, callers, otherKeys, virtual);
        }

        Load onVirtualThreads() {
            return new Load(form, callers, keys, true);
        }

        /** Returns what is said of it after the name of a workload. */
        @Override
        public String toString() {
            return form + ", " + callers + (callers == 1 ? " caller" : " callers")
                    + (keys == Draws.KEYS ? "" : String.format(Locale.ROOT, ", %,d keys", keys))
                    + (virtual ? ", virtual threads" : "");
        }
    }

    void run() {
        hits(new Load(Form.JSON, 1), ALONE_GOAL, Store.ALL);
        hits(new Load(Form.BYTES, 1), ALONE_GOAL, CLIENTS);
        hits(new Load(Form.JSON, SOME), 1.3, Store.ALL);
        hits(new Load(Form.BYTES, SOME), 1.6, CLIENTS);
        hits(new Load(Form.JSON, MANY), 1.5, CLIENTS);
        hits(new Load(Form.BYTES, MANY), 2, CLIENTS);
        hits(new Load(Form.JSON, SOME).of(Draws.MANY_KEYS), 1.3, CLIENTS);
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            hits(new Load(Form.JSON, SOME).onVirtualThreads(), 1.3, CLIENTS);
            hits(new Load(Form.JSON, MANY).onVirtualThreads(), 1.5, CLIENTS);
        }
        pages();
        misses();
    }

    private void hits(Load load, double goal, List<String> subjects) {
        String workload = "redis hit, " + load;
        Map<String, Samples> samples = measure(workload, "hit", load, subjects);
        findings.goals.add(
                Goal.atLeast(workload + ", to lettuce", Findings.ratio(samples, Store.LARDER, Store.LETTUCE), goal));
        findings.addRatio(workload, Store.LARDER, Store.JEDIS, Findings.ratio(samples, Store.LARDER, Store.JEDIS));
        if (load.callers() == 1 && load.form().equals(Form.JSON)) {
            Estimate allocation = Estimate.ofRatios(
                    Findings.of(samples, Store.LARDER).bytesPerOperation,
                    Findings.of(samples, Store.LETTUCE).bytesPerOperation);
            findings.goals.add(Goal.atMost(workload + ", allocation", allocation, ALLOCATION_GOAL));
        }
    }

    private void pages() {
        String workload = "getAll of " + StoreBenchmark.PAGE + ", ";
        Map<String, Samples> json = measure(workload + Form.JSON, "page", new Load(Form.JSON, 1), Store.ALL);
        findings.goals.add(Goal.atLeast(
                workload + Form.JSON + ", to lettuce", Findings.ratio(json, Store.LARDER, Store.LETTUCE), PAGE_GOAL));
        Map<String, Samples> binary = measure(workload + Form.BINARY, "page", new Load(Form.BINARY, 1), Store.ALL);
        String best = Findings.best(binary, PEERS);
        findings.goals.add(Goal.atLeast(
                workload + Form.BINARY + ", to " + Store.versioned(best),
                Findings.ratio(binary, Store.LARDER, best),
                BINARY_PAGE_GOAL));
    }

    private void misses() {
        String workload = "miss, load, fill";
        Map<String, Samples> samples = measure(workload, "miss", new Load(Form.JSON, 1), Store.ALL);
        List<String> others = new ArrayList<>(Store.ALL);
        others.remove(Store.LARDER);
        String best = Findings.best(samples, others);
        findings.goals.add(Goal.atLeast(
                workload + ", to " + Store.versioned(best), Findings.ratio(samples, Store.LARDER, best), MISS_GOAL));
    }

    private Map<String, Samples> measure(String workload, String method, Load load, List<String> names) {
        List<Subject> subjects = new ArrayList<>();
        for (String name : names) {
            subjects.add(new Subject(
                    name,
                    "StoreBenchmark\\." + method + "$",
                    Map.of("subject", name, "form", load.form(), "keys", String.valueOf(load.keys())),
                    load.virtual() ? List.of("-Djmh.executor=VIRTUAL") : List.of()));
        }
        Map<String, Samples> samples = rounds.measure(workload, subjects, load.callers(), load.callers() == 1);
        findings.addScores(workload, samples, Store::versioned);
        if (load.callers() == 1) {
            samples.forEach((subject, measured) -> findings.results.add(
                    Measured.of(workload, Store.versioned(subject), Estimate.of(measured.bytesPerOperation), "B/op")));
        }
        return samples;
    }
}
