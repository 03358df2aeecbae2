package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.child.Child;
import dev.larder.bench.child.Database;
import dev.larder.bench.child.Watcher;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.embedded.EmbeddedRedis;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * When a change is seen by another process that has the old value near: it reads about every 70 µs; a change begins when the caller
 * asks for it and is seen when a read returns the new value. A quarter of the changes warms up and does not count.
 */
final class DelaySuite {

    private static final double P99_GOAL_MILLIS = 5;
    private static final int MOST_PAUSE_MICROS = 5_000;

    private final Consumer<String> progress;
    private final int changes;

    DelaySuite(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.changes = quick ? 300 : 3_000;
    }

    /** A way to change what is in the cache. */
    private enum Way {
        PUT("write seen by another JVM"),
        INVALIDATE("invalidation seen by another JVM");

        private final String workload;

        Way(String workload) {
            this.workload = workload;
        }
    }

    void run(Findings findings) {
        for (Way way : Way.values()) {
            for (String subject : TwoTier.ALL) {
                Histogram delays = measure(subject, way);
                findings.addPercentiles(way.workload, TwoTier.versioned(subject), delays);
                if (subject.equals(TwoTier.LARDER)) {
                    double p99 = delays.getValueAtPercentile(99) / 1e6;
                    findings.goals.add(
                            Goal.atMost(way.workload + ", p99 in ms", new Estimate(p99, 0), P99_GOAL_MILLIS));
                }
            }
        }
    }

    private Histogram measure(String subject, Way way) {
        Histogram delays = new Histogram(3);
        SplittableRandom random = new SplittableRandom(1);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                EmbeddedRedis truth = EmbeddedRedis.start();
                Database database = new Database(truth.uri());
                TwoTier cache = TwoTier.open(subject, redis.uri());
                Child watcher = Child.start(Watcher.class, subject, redis.uri(), truth.uri())) {
            expect(watcher, Watcher.READY);
            for (int change = -changes / 3; change < changes; change++) {
                LockSupport.parkNanos(random.nextInt(MOST_PAUSE_MICROS) * 1_000L);
                String made = Long.toString(System.nanoTime());
                if (way == Way.PUT) {
                    cache.put(Watcher.KEY, made);
                } else {
                    database.write(made);
                    cache.invalidate(Watcher.KEY);
                }
                long delay = Long.parseLong(watcher.hear());
                if (change >= 0) {
                    delays.recordValue(delay);
                }
            }
        }
        progress.accept(String.format(
                Locale.ROOT, "%s, %s: p99 %.2f ms", way.workload, subject, delays.getValueAtPercentile(99) / 1e6));
        return delays;
    }

    private static void expect(Child child, String line) {
        String heard = child.hear();
        if (!heard.equals(line)) {
            throw new IllegalStateException("heard " + heard + " in place of " + line);
        }
    }
}
