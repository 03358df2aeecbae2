package dev.larder.check;

import java.time.Duration;
import java.util.Set;

/**
 * What of payloads to check, and for how long.
 *
 * @param count forged envelopes that are judged, those of caches that are not encrypted not included
 * @param time how long each of the parts under load lasts at least
 * @param seed decides what is done, as far as threads let it be decided
 * @param parts what is checked
 */
public record PayloadOptions(long count, Duration time, long seed, Set<PayloadPart> parts) {

    /** 200,000 envelopes, and 20 s of each kind of load. */
    public static final PayloadOptions DEFAULTS =
            new PayloadOptions(200_000, Duration.ofSeconds(20), 1, Set.of(PayloadPart.values()));

    /** Checks and copies. */
    public PayloadOptions {
        if (count < 1 || time.isNegative() || parts.isEmpty()) {
            throw new IllegalArgumentException("1 envelope or more, and 1 part or more");
        }
        parts = Set.copyOf(parts);
    }

    /** The same with another number of envelopes. */
    public PayloadOptions withCount(long newCount) {
        return new PayloadOptions(newCount, time, seed, parts);
    }

    /** The same for another time. */
    public PayloadOptions withTime(Duration newTime) {
        return new PayloadOptions(count, newTime, seed, parts);
    }

    /** The same with other dice. */
    public PayloadOptions withSeed(long newSeed) {
        return new PayloadOptions(count, time, newSeed, parts);
    }

    /** The same with other parts. */
    public PayloadOptions withParts(Set<PayloadPart> newParts) {
        return new PayloadOptions(count, time, seed, newParts);
    }
}
