package dev.larder.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to check, and for how long.
 *
 * @param time after which no round begins
 * @param writes after which no round begins
 * @param faults what may go wrong; empty for rounds without faults only
 * @param pairs whether to let two faults happen at once, too
 * @param jvms number of JVMs
 * @param groups groups of eight keys
 * @param seed decides what happens when, as far as threads let it be decided
 * @param state file that keeps what every round showed, for going on later; or null
 * @param classesFirst goes before the class path of the JVMs, for seeded bugs; or null
 * @param untilViolation whether to stop after the first round with a violation
 */
public record CoherenceOptions(
        Duration time,
        long writes,
        List<Fault> faults,
        boolean pairs,
        int jvms,
        int groups,
        long seed,
        @Nullable Path state,
        @Nullable Path classesFirst,
        boolean untilViolation) {

    /** A minute, all faults alone and in pairs, three JVMs. */
    public static final CoherenceOptions DEFAULTS = new CoherenceOptions(
            Duration.ofMinutes(1), Long.MAX_VALUE, List.of(Fault.values()), true, 3, 480, 1, null, null, false);

    /** Checks and copies. */
    public CoherenceOptions {
        faults = List.copyOf(Set.copyOf(faults)).stream().sorted().toList();
        if (jvms < 1 || jvms > 64) {
            throw new IllegalArgumentException("1 to 64 JVMs, not " + jvms);
        }
        if (groups < jvms * Landscape.WRITERS * Landscape.Family.values().length) {
            throw new IllegalArgumentException(groups + " groups are too few for " + jvms + " JVMs");
        }
    }

    /** The same for another time. */
    public CoherenceOptions withTime(Duration newTime) {
        return new CoherenceOptions(
                newTime, writes, faults, pairs, jvms, groups, seed, state, classesFirst, untilViolation);
    }

    /** The same with another end. */
    public CoherenceOptions withWrites(long newWrites) {
        return new CoherenceOptions(
                time, newWrites, faults, pairs, jvms, groups, seed, state, classesFirst, untilViolation);
    }

    /** The same with other faults. */
    public CoherenceOptions withFaults(List<Fault> newFaults, boolean newPairs) {
        return new CoherenceOptions(
                time, writes, newFaults, newPairs, jvms, groups, seed, state, classesFirst, untilViolation);
    }

    /** The same with another number of JVMs. */
    public CoherenceOptions withJvms(int newJvms) {
        return new CoherenceOptions(
                time, writes, faults, pairs, newJvms, groups, seed, state, classesFirst, untilViolation);
    }

    /** The same with other dice. */
    public CoherenceOptions withSeed(long newSeed) {
        return new CoherenceOptions(
                time, writes, faults, pairs, jvms, groups, newSeed, state, classesFirst, untilViolation);
    }

    /** The same, kept in a file. */
    public CoherenceOptions withState(@Nullable Path newState) {
        return new CoherenceOptions(
                time, writes, faults, pairs, jvms, groups, seed, newState, classesFirst, untilViolation);
    }

    /** The same for classes with a bug, until it is caught. */
    CoherenceOptions withBug(Path classes) {
        return new CoherenceOptions(time, writes, faults, pairs, jvms, groups, seed, state, classes, true);
    }
}
