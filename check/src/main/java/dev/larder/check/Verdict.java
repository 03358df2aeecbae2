package dev.larder.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a judge found.
 *
 * @param calmRounds rounds without a fault in which every command was answered
 * @param ordered reads judged by {@link Rule#MONOTONIC}
 * @param once loads judged by {@link Rule#ONE_LOAD}
 * @param worstNanos the longest time between the acknowledgement of a newer version and the begin of a read of an older one
 */
record Verdict(
        int calmRounds,
        long writes,
        long reads,
        long loads,
        long ordered,
        long once,
        long worstNanos,
        Map<Rule, Long> counts,
        List<Violation> examples) {

    static final Verdict NOTHING = new Verdict(0, 0, 0, 0, 0, 0, 0, Map.of(), List.of());

    /** Nothing but an example, whose violation is counted elsewhere. */
    static Verdict example(Violation violation) {
        return new Verdict(0, 0, 0, 0, 0, 0, 0, Map.of(), List.of(violation));
    }

    long violations() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Verdict and(Verdict other) {
        Map<Rule, Long> sum = new EnumMap<>(Rule.class);
        sum.putAll(counts);
        other.counts.forEach((rule, count) -> sum.merge(rule, count, Long::sum));
        List<Violation> all = new ArrayList<>(examples);
        all.addAll(other.examples);
        return new Verdict(
                calmRounds + other.calmRounds,
                writes + other.writes,
                reads + other.reads,
                loads + other.loads,
                ordered + other.ordered,
                once + other.once,
                Math.max(worstNanos, other.worstNanos),
                sum,
                all.subList(0, Math.min(all.size(), 50)));
    }
}
