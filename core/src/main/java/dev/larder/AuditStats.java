package dev.larder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the divergence audit of one {@link Larder} has found since its start, over all its caches: each second it compares a
 * sample of the near entries that would be answered now with what Redis holds, by the bytes that identify a value.
 *
 * <p>The numbers are read one after another while the audit goes on.
 *
 * @param samples near entries compared
 * @param differed samples that differed at first sight, which is normal: the push was under way
 * @param diverged samples that still differed longer than the staleness bound later, and could still be answered; must be 0
 * @param age time since Redis last answered the audit, or the audit last found nothing to compare; null if neither has
 *     happened yet. Grows while Redis cannot be reached or the proof of freshness does not hold
 */
public record AuditStats(
        long samples,
        long differed,
        long diverged,
        @Nullable Duration age) {

    static final AuditStats NONE = new AuditStats(0, 0, 0, null);

    /** Returns the share of samples that diverged, 0 to 1; 0 if there were no samples. Must be 0. */
    public double divergedShare() {
        return samples == 0 ? 0 : (double) diverged / samples;
    }
}
