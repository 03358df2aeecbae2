package dev.larder.check;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of limits to check.
 *
 * @param operations calls of all processes
 * @param jvms number of JVMs
 * @param shift how far clocks of processes are from that of the machine, at most: they are spread from so much behind to so much ahead
 * @param failovers how often a replica that was cut off takes over
 * @param seed decides what is done, as far as threads let it be decided
 * @param classesFirst goes before the class path of the JVMs, for seeded flaws; or null
 */
public record LimitOptions(
        long operations,
        int jvms,
        Duration shift,
        int failovers,
        long seed,
        @Nullable Path classesFirst) {

    /** 200,000 calls by 8 JVMs whose clocks are up to 10 s off, and 3 failovers. */
    public static final LimitOptions DEFAULTS = new LimitOptions(200_000, 8, Duration.ofSeconds(10), 3, 1, null);

    /** Checks. */
    public LimitOptions {
        if (operations < 1 || failovers < 0 || shift.isNegative()) {
            throw new IllegalArgumentException(
                    "1 call or more, no negative shift, and no negative number of failovers");
        }
        if (jvms < 1 || jvms > 16) {
            throw new IllegalArgumentException("1 to 16 JVMs, not " + jvms);
        }
    }

    /** The same with another number of calls. */
    public LimitOptions withOperations(long newOperations) {
        return new LimitOptions(newOperations, jvms, shift, failovers, seed, classesFirst);
    }

    /** The same with another number of JVMs. */
    public LimitOptions withJvms(int newJvms) {
        return new LimitOptions(operations, newJvms, shift, failovers, seed, classesFirst);
    }

    /** The same with another number of failovers. */
    public LimitOptions withFailovers(int newFailovers) {
        return new LimitOptions(operations, jvms, shift, newFailovers, seed, classesFirst);
    }

    /** The same with other dice. */
    public LimitOptions withSeed(long newSeed) {
        return new LimitOptions(operations, jvms, shift, failovers, newSeed, classesFirst);
    }

    /** The same with a seeded flaw. */
    LimitOptions withClassesFirst(Path newClassesFirst) {
        return new LimitOptions(operations, jvms, shift, failovers, seed, newClassesFirst);
    }
}
