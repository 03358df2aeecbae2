package dev.larder.check;

import java.util.List;
import java.util.Map;

/**
 * What a {@link LimitCheck} has shown.
 *
 * @param operations calls
 * @param violations what was wrong
 * @param violationsByRule these by the rule
 * @param complete whether all was done that was asked for
 * @param exact answers for a limit that were compared with the sequential model at the server's time
 * @param unjudged answers that could not be, because a call of the same key had no answer
 * @param answers answers by what they rest on, and what they were
 * @param clocks what the processes' clocks showed, compared with those of the machine
 * @param failovers what happened when a replica that was cut off took over
 * @param examples some of the violations
 */
public record LimitReport(
        long operations,
        long violations,
        Map<String, Long> violationsByRule,
        boolean complete,
        long exact,
        long unjudged,
        Map<String, Long> answers,
        double seconds,
        long seed,
        List<OfClock> clocks,
        List<OfFailover> failovers,
        List<Flaw> examples)
        implements Check.Report {

    /**
     * How far the clocks of a process were from those of the machine, as its own calls show them.
     *
     * @param wallMillis that of {@link java.time.Instant#now()}
     * @param monotonicMillis that of {@link System#nanoTime()}
     */
    public record OfClock(double wallMillis, double monotonicMillis) {}

    /**
     * One failover.
     *
     * @param allowed calls that were allowed, before and after
     * @param burst what the limit allows at once
     * @param excess how many more were allowed than the limit says, in the stretch of time where that was most: as much as one burst may be
     */
    public record OfFailover(long allowed, long burst, double excess) {}

    /** Returns whether nothing was wrong. */
    @Override
    public boolean good() {
        return violations == 0;
    }
}
