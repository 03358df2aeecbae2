package dev.larder.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of sessions and tokens to check, and for how long.
 *
 * @param operations races for sessions; a tenth as many replies are lost, refresh tokens stolen and logins revoked, and a hundredth as many
 *     one-time tokens redeemed
 * @param time after which no round begins
 * @param faults what may go wrong, in one round of five; empty for rounds without faults only
 * @param jvms number of JVMs that race
 * @param seed decides what is done, as far as threads let it be decided
 * @param parts what is checked
 * @param classesFirst goes before the class path of the JVMs, for seeded flaws; or null
 */
public record SessionOptions(
        long operations,
        Duration time,
        List<Fault> faults,
        int jvms,
        long seed,
        Set<SessionPart> parts,
        @Nullable Path classesFirst) {

    /** Faults that say nothing of sessions, because they lose what Redis has, or speak of loaders, are not among them. */
    public static final List<Fault> FAULTS = List.of(
            Fault.RESET,
            Fault.BLACK_HOLE_REPLIES,
            Fault.KILL_KEEP,
            Fault.BLACK_HOLE_REQUESTS,
            Fault.CLIENT_KILL,
            Fault.BLACK_HOLE,
            Fault.STOP_1S,
            Fault.LATENCY_200MS,
            Fault.CLIENT_STOP);

    /** 50,000 races for sessions, all faults, three JVMs. */
    public static final SessionOptions DEFAULTS =
            new SessionOptions(50_000, Duration.ofDays(1), FAULTS, 3, 1, Set.of(SessionPart.values()), null);

    /** Checks and copies. */
    public SessionOptions {
        if (operations < 1 || parts.isEmpty() || time.isNegative()) {
            throw new IllegalArgumentException("1 race or more, and 1 part or more");
        }
        if (jvms < 2 || jvms > 16) {
            throw new IllegalArgumentException("2 to 16 JVMs race, not " + jvms);
        }
        faults = List.copyOf(faults);
        if (!FAULTS.containsAll(faults)) {
            throw new IllegalArgumentException("the faults for sessions are " + FAULTS);
        }
        parts = Set.copyOf(parts);
    }

    /** The same with another number of races. */
    public SessionOptions withOperations(long newOperations) {
        return new SessionOptions(newOperations, time, faults, jvms, seed, parts, classesFirst);
    }

    /** The same for another time. */
    public SessionOptions withTime(Duration newTime) {
        return new SessionOptions(operations, newTime, faults, jvms, seed, parts, classesFirst);
    }

    /** The same with other faults. */
    public SessionOptions withFaults(List<Fault> newFaults) {
        return new SessionOptions(operations, time, newFaults, jvms, seed, parts, classesFirst);
    }

    /** The same with another number of JVMs. */
    public SessionOptions withJvms(int newJvms) {
        return new SessionOptions(operations, time, faults, newJvms, seed, parts, classesFirst);
    }

    /** The same with other dice. */
    public SessionOptions withSeed(long newSeed) {
        return new SessionOptions(operations, time, faults, jvms, newSeed, parts, classesFirst);
    }

    /** The same with other parts. */
    public SessionOptions withParts(Set<SessionPart> newParts) {
        return new SessionOptions(operations, time, faults, jvms, seed, newParts, classesFirst);
    }

    /** The same with a seeded flaw. */
    SessionOptions withClassesFirst(Path newClassesFirst) {
        return new SessionOptions(operations, time, faults, jvms, seed, parts, newClassesFirst);
    }
}
