package dev.larder.check;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SessionCheck} has shown.
 *
 * @param operations calls made of Larder
 * @param violations what was wrong
 * @param violationsByRule these by the rule
 * @param complete whether all was done that was asked for
 * @param parts what raced
 * @param faults rounds with each fault, those without any as {@code none}
 * @param failover what was lost when a replica took over, or null if none did
 * @param examples some of the violations
 */
public record SessionReport(
        long operations,
        long violations,
        Map<String, Long> violationsByRule,
        boolean complete,
        double seconds,
        long seed,
        int jvms,
        List<OfPart> parts,
        Map<String, Long> faults,
        @Nullable OfFailover failover,
        List<Flaw> examples)
        implements Check.Report {

    /**
     * What happened in races of one kind.
     *
     * @param unanswered calls of which nobody knows whether they were done
     * @param journaled ends that were taken on while Redis did not answer
     * @param refused calls that found an end, or somebody else's change
     */
    public record OfPart(
            String part, long races, long calls, long unanswered, long journaled, long refused, long violations) {}

    /**
     * What became of what was acknowledged while the replica that took over was cut off. That is lost with asynchronous replication, whatever
     * a client does; but ends are repeated.
     *
     * @param writes acknowledged saves of attributes
     * @param lostWrites those that are gone
     * @param ends acknowledged ends of sessions
     * @param foundAgain sessions of these that were found at first
     * @param foundLater sessions of these that were still found when all ends had been repeated: a violation
     * @param redeemed one-time tokens that were redeemed
     * @param redeemedTwice those that were redeemed once more
     */
    public record OfFailover(
            long writes,
            long lostWrites,
            long ends,
            long foundAgain,
            long foundLater,
            long redeemed,
            long redeemedTwice) {}

    /** Returns whether nothing was wrong. */
    @Override
    public boolean good() {
        return violations == 0;
    }
}
