package dev.larder.check;

import dev.larder.session.limit.Algorithm;
import java.util.Collection;
import java.util.TreeMap;

/** How much more was allowed than a bucket allows, whatever time one looks at. */
final class Excess {

    /** The stretches of time that are looked at begin and end with these. */
    private static final long STEP_NANOS = 10_000_000;

    private Excess() {}

    /**
     * Returns the most permits that were allowed in calls that lay within some stretch of time, less what the limit allows in that time. A call
     * that began before it, or ended after it, does not count: it may have been decided outside.
     */
    static double of(Collection<Ruling> allowed, LimitCase which) {
        Algorithm.Gcra gcra = (Algorithm.Gcra) which.limit().algorithm();
        double perNano = gcra.permits() / (double) gcra.per().toNanos();
        // Taking the end of each call for the moment of its decision would move it; so calls are put into steps as a
        // whole.
        TreeMap<Long, Long> ends = new TreeMap<>();
        for (Ruling ruling : allowed) {
            ends.merge(Math.floorDiv(ruling.ended(), STEP_NANOS) + 1, ruling.cost(), Long::sum);
        }
        TreeMap<Long, Long> begins = new TreeMap<>();
        for (Ruling ruling : allowed) {
            begins.merge(Math.floorDiv(ruling.begun(), STEP_NANOS), ruling.cost(), Long::sum);
        }
        // Within (a, b): all that ended by b, less all that began before a. This undercounts by what began before a and
        // ended after b.
        double most = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        long begunBefore = 0;
        long endedUntil = 0;
        TreeMap<Long, Long> steps = new TreeMap<>(ends);
        begins.keySet().forEach(step -> steps.putIfAbsent(step, 0L));
        for (long step : steps.keySet()) {
            // Stretches that begin here: what has begun before is not theirs.
            least = Math.min(least, begunBefore - perNano * step * STEP_NANOS);
            begunBefore += begins.getOrDefault(step, 0L);
            endedUntil += ends.getOrDefault(step, 0L);
            most = Math.max(most, endedUntil - perNano * step * STEP_NANOS - least);
        }
        return most - gcra.burst();
    }
}
