package dev.larder.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a judge found.
 *
 * @param calm rounds to which all rules applied
 * @param worstNanos the longest time between the acknowledgement of a newer version and the begin of a read of an older one
 */
record Verdict(
        int calm,
        long writes,
        long reads,
        long loads,
        long worstNanos,
        Map<Rule, Long> counts,
        List<Violation> examples) {

    static final Verdict NOTHING = new Verdict(0, 0, 0, 0, 0, Map.of(), List.of());

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
                calm + other.calm,
                writes + other.writes,
                reads + other.reads,
                loads + other.loads,
                Math.max(worstNanos, other.worstNanos),
                sum,
                all.subList(0, Math.min(all.size(), 50)));
    }
}
