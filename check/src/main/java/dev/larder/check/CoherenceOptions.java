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
 * @param hunt what is special about a hunt for a seeded bug, or null
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
        @Nullable Hunt hunt) {

    /**
     * A hunt for a seeded bug: its rounds are short, and begin with the faults under which the bug shows.
     *
     * @param classesFirst goes before the class path of the JVMs; or null for a control
     * @param rule ends the hunt when it is broken; or null
     */
    public record Hunt(
            @Nullable Path classesFirst, @Nullable Rule rule) {}

    /** A minute, all faults alone and in pairs, three JVMs. */
    public static final CoherenceOptions DEFAULTS = new CoherenceOptions(
            Duration.ofMinutes(1), Long.MAX_VALUE, List.of(Fault.values()), true, 3, 480, 1, null, null);

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
        return new CoherenceOptions(newTime, writes, faults, pairs, jvms, groups, seed, state, hunt);
    }

    /** The same with another end. */
    public CoherenceOptions withWrites(long newWrites) {
        return new CoherenceOptions(time, newWrites, faults, pairs, jvms, groups, seed, state, hunt);
    }

    /** The same with other faults. */
    public CoherenceOptions withFaults(List<Fault> newFaults, boolean newPairs) {
        return new CoherenceOptions(time, writes, newFaults, newPairs, jvms, groups, seed, state, hunt);
    }

    /** The same with another number of JVMs. */
    public CoherenceOptions withJvms(int newJvms) {
        return new CoherenceOptions(time, writes, faults, pairs, newJvms, groups, seed, state, hunt);
    }

    /** The same with another number of groups. */
    CoherenceOptions withGroups(int newGroups) {
        return new CoherenceOptions(time, writes, faults, pairs, jvms, newGroups, seed, state, hunt);
    }

    /** The same with other dice. */
    public CoherenceOptions withSeed(long newSeed) {
        return new CoherenceOptions(time, writes, faults, pairs, jvms, groups, newSeed, state, hunt);
    }

    /** The same, kept in a file. */
    public CoherenceOptions withState(@Nullable Path newState) {
        return new CoherenceOptions(time, writes, faults, pairs, jvms, groups, seed, newState, hunt);
    }

    CoherenceOptions withHunt(Hunt newHunt) {
        return new CoherenceOptions(time, writes, faults, pairs, jvms, groups, seed, state, newHunt);
    }
}
