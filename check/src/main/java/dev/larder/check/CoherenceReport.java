package dev.larder.check;

import java.util.List;
import java.util.Map;

/**
 * What a check showed.
 *
 * @param rounds rounds judged
 * @param calmRounds those of them without a fault in which every command was answered
 * @param writes versions given to the source, of each of which a cache was told
 * @param reads reads judged
 * @param loads loads of the source
 * @param readsJudgedMonotonic reads that the rule {@code monotonic} could judge
 * @param loadsJudgedOnce loads that the rule {@code one-load} could judge
 * @param violations number of violations
 * @param violationsByRule the same by the names of the rules that were broken
 * @param boundMillis D
 * @param worstStalenessMillis the longest time from the acknowledgement of a newer version to the begin of a read of an older
 * @param faults the same for each fault
 * @param seconds how long it took
 * @param examples some of the violations of this run
 */
public record CoherenceReport(
        int rounds,
        int calmRounds,
        long writes,
        long reads,
        long loads,
        long readsJudgedMonotonic,
        long loadsJudgedOnce,
        long violations,
        Map<String, Long> violationsByRule,
        long boundMillis,
        double worstStalenessMillis,
        List<OfFault> faults,
        double seconds,
        List<Violation> examples)
        implements Check.Report {

    /**
     * What the rounds showed in which a fault happened, alone or with another one.
     *
     * @param name its name, or {@code none}
     * @param count number of rounds
     */
    public record OfFault(
            String name, int count, long writes, long reads, long violations, double worstStalenessMillis) {}

    /** Returns whether no rule was broken. */
    @Override
    public boolean good() {
        return violations == 0;
    }
}
