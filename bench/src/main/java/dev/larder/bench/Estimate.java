package dev.larder.bench;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A mean and half the width of its confidence interval.
 *
 * @param value the mean
 * @param error added to it and taken from it gives an interval that holds the truth in 95 of 100 measurements; not a
 *     number if there was one sample only
 */
record Estimate(double value, double error) {

    private static final double CONFIDENCE = 0.95;

    /** The mean of samples, one for each round. */
    static Estimate of(List<Double> samples) {
        ListStatistics statistics = new ListStatistics(
                samples.stream().mapToDouble(Double::doubleValue).toArray());
        return new Estimate(statistics.getMean(), statistics.getMeanErrorAt(CONFIDENCE));
    }

    /** The mean of the ratios of each round: what slowed a whole round down has slowed both sides of its ratio. */
    static Estimate ofRatios(List<Double> numerators, List<Double> denominators) {
        List<Double> ratios = new java.util.ArrayList<>();
        for (int round = 0; round < numerators.size(); round++) {
            ratios.add(numerators.get(round) / denominators.get(round));
        }
        return of(ratios);
    }

    /** The mean of the differences of each round: what the measuring itself adds to both sides is in neither. */
    static Estimate ofDifferences(List<Double> minuends, List<Double> subtrahends) {
        List<Double> differences = new java.util.ArrayList<>();
        for (int round = 0; round < minuends.size(); round++) {
            differences.add(minuends.get(round) - subtrahends.get(round));
        }
        return of(differences);
    }
}
