package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.Rounds.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/** What benchmarks of one run find, as it comes. */
final class Findings {

    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99};

    final List<Measured> results = new ArrayList<>();
    final List<Goal> goals = new ArrayList<>();

    /**
     * Adds what JMH measured.
     *
     * @param names turns a subject into what it is called in the report
     */
    void addScores(String workload, Map<String, Samples> samples, UnaryOperator<String> names) {
        samples.forEach((subject, measured) ->
                results.add(Measured.of(workload, names.apply(subject), Estimate.of(measured.scores), measured.unit)));
    }

    /** Adds what was counted once. */
    void addCount(String workload, String subject, double value, String unit) {
        results.add(new Measured(workload, subject, value, 0, unit));
    }

    /** Adds a ratio that no goal was set for. */
    void addRatio(String workload, String subject, String other, Estimate ratio) {
        results.add(Measured.of(workload, subject + " to " + other, ratio, "times"));
    }

    /** Adds percentiles of times in nanoseconds, as milliseconds. */
    void addPercentiles(String workload, String subject, Histogram nanos) {
        for (double percentile : PERCENTILES) {
            String name = String.format(
                    Locale.ROOT, "ms, p%s", String.valueOf(percentile).replaceFirst("\\.0$", ""));
            addCount(workload, subject, nanos.getValueAtPercentile(percentile) / 1e6, name);
        }
        addCount(workload, subject, nanos.getMaxValue() / 1e6, "ms, most");
    }

    /** Returns the ratio of two subjects, round by round. */
    static Estimate ratio(Map<String, Samples> samples, String numerator, String denominator) {
        return Estimate.ofRatios(of(samples, numerator).scores, of(samples, denominator).scores);
    }

    /** Returns the one of some subjects that did most. */
    static String best(Map<String, Samples> samples, List<String> subjects) {
        String best = subjects.get(0);
        for (String subject : subjects) {
            if (mean(samples, subject) > mean(samples, best)) {
                best = subject;
            }
        }
        return best;
    }

    private static double mean(Map<String, Samples> samples, String subject) {
        return Estimate.of(of(samples, subject).scores).value();
    }

    static Samples of(Map<String, Samples> samples, String subject) {
        return Objects.requireNonNull(samples.get(subject), subject);
    }
}
