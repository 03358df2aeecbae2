package dev.larder.bench;

import dev.larder.bench.child.Beginner;
import dev.larder.bench.child.Child;
import dev.larder.bench.child.Hoard;
import dev.larder.bench.store.Store;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What a cache costs a service that does nothing with it yet: the time until the first value is read, and the heap of what is near. */
final class StartSuite {

    private final Consumer<String> progress;
    private final int starts;

    StartSuite(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.starts = quick ? 3 : 15;
    }

    void run(Findings findings) {
        start(findings);
        heap(findings);
    }

    private void start(Findings findings) {
        List<String> subjects = new ArrayList<>(Store.ALL);
        subjects.add(Beginner.NOTHING);
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            for (int round = 0; round < starts; round++) {
                for (String subject : subjects) {
                    millis.computeIfAbsent(subject, name -> new ArrayList<>()).add(start(subject, redis.uri()));
                }
                progress.accept("start-up, round " + (round + 1) + " of " + starts);
            }
        }
        millis.forEach((subject, samples) -> findings.results.add(BenchReport.Measured.of(
                "start-up, until the first read", Store.versioned(subject), Estimate.of(samples), "ms")));
    }

    private static double start(String subject, String uri) {
        long begin = System.nanoTime();
        try (Child child = Child.start(Beginner.class, subject, uri)) {
            child.hear();
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private void heap(Findings findings) {
        List<String> subjects = new ArrayList<>(List.of(Hoard.CAFFEINE));
        subjects.addAll(TwoTier.ALL);
        for (String subject : subjects) {
            try (EmbeddedRedis redis = EmbeddedRedis.start();
                    Child child = Child.start(Hoard.class, subject, redis.uri())) {
                double bytes = Double.parseDouble(child.hear());
                progress.accept(String.format(Locale.ROOT, "heap, %s: %.0f bytes beyond the text", subject, bytes));
                findings.addCount("heap of a near entry, beyond its value", TwoTier.versioned(subject), bytes, "B");
            }
        }
    }
}
