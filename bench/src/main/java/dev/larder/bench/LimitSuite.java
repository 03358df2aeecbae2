package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.Rounds.Samples;
import dev.larder.bench.Rounds.Subject;
import dev.larder.bench.limit.Limiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Limits beside those of Bucket4j and Redisson: calls that are allowed, calls that are refused, and the bytes of a key. */
final class LimitSuite {

    private static final double ALLOWED_GOAL = 1.5;
    private static final double REFUSED_GOAL = 20;
    private static final double BYTES_GOAL = 110;
    private static final int CALLERS = 32;
    private static final int MANY_KEYS = 10_000;

    private static final List<String> PEERS = List.of(Limiter.BUCKET4J, Limiter.BUCKET4J_BATCHING, Limiter.REDISSON);

    private final Rounds rounds;
    private final Findings findings;

    LimitSuite(Rounds rounds, Findings findings) {
        this.rounds = rounds;
        this.findings = findings;
    }

    void run(Consumer<String> progress) {
        bytes(new LimitSizes(progress));
        compare("one hot key, 1 caller", Limiter.ALL, 1, false, 1);
        goal(
                "one hot key, 32 callers",
                compare("one hot key, 32 callers", Limiter.ALL, 1, false, CALLERS),
                ALLOWED_GOAL);
        goal(
                "10,000 keys, 32 callers",
                compare("10,000 keys, 32 callers", Limiter.ALL, MANY_KEYS, false, CALLERS),
                ALLOWED_GOAL);
        List<String> refusing = new ArrayList<>(Limiter.ALL);
        refusing.add(Limiter.BUCKET4J_SKIPPING);
        Map<String, Samples> refused = compare("refused, 32 callers", refusing, 1, true, CALLERS);
        goal("refused, 32 callers", refused, REFUSED_GOAL);
        findings.addRatio(
                "refused, 32 callers",
                Limiter.LARDER,
                Limiter.versioned(Limiter.BUCKET4J_SKIPPING),
                Findings.ratio(refused, Limiter.LARDER, Limiter.BUCKET4J_SKIPPING));
    }

    private void bytes(LimitSizes sizes) {
        for (int calls : new int[] {1, 10}) {
            String workload = "bytes of a key after " + calls + (calls == 1 ? " call" : " calls");
            for (String subject : List.of(Limiter.LARDER, Limiter.LARDER_WINDOW, Limiter.BUCKET4J, Limiter.REDISSON)) {
                double bytes = sizes.measure(subject, calls);
                findings.addCount(workload, Limiter.versioned(subject), bytes, "B");
                if (subject.equals(Limiter.LARDER) || subject.equals(Limiter.LARDER_WINDOW)) {
                    findings.goals.add(Goal.atMost(subject + ", " + workload, new Estimate(bytes, 0), BYTES_GOAL));
                }
            }
        }
    }

    private Map<String, Samples> compare(String workload, List<String> names, int keys, boolean usedUp, int callers) {
        List<Subject> subjects = new ArrayList<>();
        for (String name : names) {
            subjects.add(new Subject(
                    name,
                    "LimitBenchmark.tryAcquire$",
                    Map.of("subject", name, "keys", "" + keys, "usedUp", "" + usedUp)));
        }
        Map<String, Samples> samples = rounds.measure(workload, subjects, callers, false);
        findings.addScores(workload, samples, Limiter::versioned);
        return samples;
    }

    private void goal(String workload, Map<String, Samples> samples, double goal) {
        String best = Findings.best(samples, PEERS);
        findings.goals.add(Goal.atLeast(
                workload + ", to " + Limiter.versioned(best), Findings.ratio(samples, Limiter.LARDER, best), goal));
    }
}
