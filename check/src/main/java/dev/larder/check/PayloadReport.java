package dev.larder.check;

import java.util.List;
import java.util.Map;

/**
 * What a {@link PayloadCheck} has shown.
 *
 * @param operations envelopes judged, reads and writes
 * @param violations what was wrong
 * @param complete whether all was done that was asked for
 * @param tamperedTotal forged envelopes of encrypted caches
 * @param tampered these by kind
 * @param accidents damaged envelopes of a cache that is not encrypted
 * @param outsideTheSeal changes that no seal covers by design, of which none may make a wrong value
 * @param controls genuine entries that were put back and had to be answered
 * @param loads what was done under load
 * @param examples some of the violations
 */
public record PayloadReport(
        long operations,
        long violations,
        boolean complete,
        double seconds,
        long seed,
        long tamperedTotal,
        List<OfKind> tampered,
        List<OfKind> accidents,
        List<OfKind> outsideTheSeal,
        long controls,
        List<OfLoad> loads,
        List<Flaw> examples)
        implements Check.Report {

    /**
     * How one kind of attack went.
     *
     * @param made envelopes that were put into Redis and looked up
     * @param rejected those that were a miss and, but for those outside of the seal, counted once as unreadable for a reason of
     *     this kind
     * @param reasons as what they were rejected
     */
    public record OfKind(String kind, long made, long rejected, Map<String, Long> reasons) {}

    /**
     * What happened under one kind of load, in all processes.
     *
     * @param changes rotations, new dictionaries, or processes replaced
     * @param disturbances dictionaries deleted, expired or renamed in use
     * @param gets reads with a loader, among the reads
     * @param loads loader calls of them
     * @param misses lookups without an entry
     * @param unreadable entries that a cache could not read
     */
    public record OfLoad(
            String part,
            long reads,
            long gets,
            long writes,
            long loads,
            long misses,
            long unreadable,
            Map<String, Long> reasons,
            long changes,
            long disturbances,
            long violations,
            double seconds) {}

    /** Returns whether nothing was wrong. */
    @Override
    public boolean good() {
        return violations == 0;
    }
}
