package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.child.Child;
import dev.larder.bench.child.Crowd;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@value #CALLERS} callers in {@value #PROCESSES} processes that ask for the same key at the same time, which is nowhere yet. */
final class StampedeSuite {

    private static final int PROCESSES = 4;
    private static final int CALLERS = 1_000;

    private final Consumer<String> progress;
    private final int keys;

    StampedeSuite(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.keys = quick ? 5 : 50;
    }

    void run(Findings findings) {
        String workload = String.format(Locale.ROOT, "stampede of %,d callers, %d JVMs", CALLERS, PROCESSES);
        for (String subject : TwoTier.ALL) {
            List<Double> loads = measure(subject);
            double most = loads.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            findings.addCount(
                    workload,
                    TwoTier.versioned(subject),
                    loads.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
                    "loads of a key");
            findings.addCount(workload, TwoTier.versioned(subject), most, "loads of a key, most");
            if (subject.equals(TwoTier.LARDER)) {
                findings.goals.add(Goal.atMost(workload + ", loads, most", new Estimate(most, 0), 1));
            }
        }
    }

    /** Returns how often each key was loaded, in all processes. */
    private List<Double> measure(String subject) {
        List<Child> crowds = new ArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            for (int process = 0; process < PROCESSES; process++) {
                crowds.add(Child.start(Crowd.class, subject, redis.uri(), String.valueOf(CALLERS / PROCESSES)));
            }
            List<Double> loads = new ArrayList<>();
            for (int key = 1; key <= keys; key++) {
                crowds.forEach(Child::hear); // ready
                for (Child crowd : crowds) {
                    crowd.tell(String.valueOf(key));
                }
                double sum = 0;
                for (Child crowd : crowds) {
                    sum += Integer.parseInt(crowd.hear());
                }
                loads.add(sum);
                progress.accept(
                        String.format(Locale.ROOT, "stampede, %s: key %d loaded %.0f times", subject, key, sum));
            }
            return loads;
        } finally {
            crowds.forEach(Child::close);
        }
    }
}
