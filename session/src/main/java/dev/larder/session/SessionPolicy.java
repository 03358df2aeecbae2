package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of sessions. Made by {@link #builder}; contradictions are refused when it is built. Durations are whole milliseconds.
 *
 * @param idle how long a session lives without being used
 * @param absolute how long it lives at most, however often it is used
 * @param maxPerUser most sessions of a user at a time, up to 1,000, and 100 with near copies; 0 for no limit
 * @param whenFull what a login does that would be one too many
 * @param conflict what a save does whose attribute somebody else has changed meanwhile
 * @param maxAttributeBytes size of the largest value, as it is encoded
 * @param maxAttributes most attributes of a session; as many again that its user's sessions share. A login that takes a session
 *     along may exceed it by what has been added at the same time; then nothing more can be added
 * @param rotationGrace how long the old ID finds a session that was rotated
 * @param touchEvery how long a read, and a save through a near copy, may leave the last touch as it is; zero if every one touches. A session may then end so
 *     much earlier than its idle limit
 * @param nearEntries most sessions of which this process keeps copies, so that reading them takes no round trip; 0 for none
 */
public record SessionPolicy(
        Duration idle,
        Duration absolute,
        int maxPerUser,
        WhenFull whenFull,
        Conflict conflict,
        int maxAttributeBytes,
        int maxAttributes,
        Duration rotationGrace,
        Duration touchEvery,
        int nearEntries) {

    /** What a login does that would be one too many. */
    public enum WhenFull {
        /** It ends the oldest session of the user. */
        END_OLDEST,
        /** It is refused. */
        REFUSE
    }

    /** What a save does whose attribute somebody else has changed meanwhile. */
    public enum Conflict {
        /** It overwrites. */
        LAST_WINS,
        /** It writes nothing, and says so. */
        VERSION_CHECK
    }

    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Redis notes all keys of a script for each one that it reads, where copies are kept: 4 ms with so many sessions. */
    private static final int MOST_PER_USER_NEAR = 100;

    /**
     * Checks the settings against each other.
     *
     * @throws ConfigurationException naming every contradiction, the values and the remedy
     */
    public SessionPolicy {
        requireNonNull(idle, "idle");
        requireNonNull(absolute, "absolute");
        requireNonNull(whenFull, "whenFull");
        requireNonNull(conflict, "conflict");
        requireNonNull(rotationGrace, "rotationGrace");
        requireNonNull(touchEvery, "touchEvery");
        List<ConfigurationException.Problem> problems = new ArrayList<>();
        requireBetween(problems, "idle", idle, Duration.ofSeconds(1), LONGEST);
        requireBetween(problems, "absolute", absolute, Duration.ofSeconds(1), LONGEST);
        requireBetween(problems, "rotation-grace", rotationGrace, Duration.ZERO, Duration.ofMinutes(1));
        requireBetween(problems, "touch-every", touchEvery, Duration.ZERO, LONGEST);
        if (absolute.compareTo(idle) < 0) {
            problem(
                    problems,
                    List.of("absolute", "idle"),
                    "absolute is " + absolute + ", shorter than idle, " + idle + "; lower idle, or raise absolute");
        }
        if (touchEvery.compareTo(idle.dividedBy(2)) > 0) {
            problem(
                    problems,
                    List.of("touch-every", "idle"),
                    "touch-every is " + touchEvery + ", more than half of idle, " + idle + "; lower it");
        }
        if (nearEntries > 0 && touchEvery.isZero()) {
            problem(
                    problems,
                    List.of("near-entries", "touch-every"),
                    "near-entries is " + nearEntries
                            + " and touch-every is zero, so every read would go to Redis all the"
                            + " same; set touch-every, such as to one minute");
        }
        requireBetween(problems, "max-per-user", maxPerUser, 0, 1_000);
        if (nearEntries > 0 && maxPerUser > MOST_PER_USER_NEAR) {
            problem(
                    problems,
                    List.of("max-per-user", "near-entries"),
                    "max-per-user is " + maxPerUser + ", more than " + MOST_PER_USER_NEAR
                            + " with near-entries: each login of a user who has so many would hold Redis up; lower it, or set"
                            + " near-entries to 0");
        }
        requireBetween(problems, "max-attribute-bytes", maxAttributeBytes, 1, 16 * 1024 * 1024);
        requireBetween(problems, "max-attributes", maxAttributes, 1, 1_000);
        requireBetween(problems, "near-entries", nearEntries, 0, Integer.MAX_VALUE);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems, null);
        }
    }

    private static void requireBetween(
            List<ConfigurationException.Problem> problems,
            String setting,
            Duration given,
            Duration least,
            Duration most) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0 || given.toNanosPart() % 1_000_000 != 0) {
            problem(
                    problems,
                    List.of(setting),
                    setting + " is " + given + "; it is at least " + least + " and at most " + most
                            + ", in whole milliseconds");
        }
    }

    private static void requireBetween(
            List<ConfigurationException.Problem> problems, String setting, int given, int least, int most) {
        if (given < least || given > most) {
            problem(
                    problems,
                    List.of(setting),
                    setting + " is " + given + "; it is at least " + least + " and at most " + most);
        }
    }

    private static void problem(List<ConfigurationException.Problem> problems, List<String> settings, String text) {
        problems.add(new ConfigurationException.Problem("sessions", settings, text));
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a policy.
     *
     * <p>Defaults: 24 h idle, 30 days at most; no limit for a user, and the oldest session is ended where there is one; the last writer
     * wins; 128 attributes of 64 KiB; an old ID finds a rotated session for 10 s; every read touches; no near copies.
     */
    public static final class Builder {

        private Duration idle = Duration.ofHours(24);
        private Duration absolute = Duration.ofDays(30);
        private int maxPerUser;
        private WhenFull whenFull = WhenFull.END_OLDEST;
        private Conflict conflict = Conflict.LAST_WINS;
        private int maxAttributeBytes = 64 * 1024;
        private int maxAttributes = 128;
        private Duration rotationGrace = Duration.ofSeconds(10);
        private Duration touchEvery = Duration.ZERO;
        private int nearEntries;

        private Builder() {}

        /** Sets {@link SessionPolicy#idle}. */
        public Builder idle(Duration idle) {
            this.idle = requireNonNull(idle, "idle");
            return this;
        }

        /** Sets {@link SessionPolicy#absolute}. */
        public Builder absolute(Duration absolute) {
            this.absolute = requireNonNull(absolute, "absolute");
            return this;
        }

        /** Sets {@link SessionPolicy#maxPerUser}. */
        public Builder maxPerUser(int maxPerUser) {
            this.maxPerUser = maxPerUser;
            return this;
        }

        /** Sets {@link SessionPolicy#whenFull}. */
        public Builder whenFull(WhenFull whenFull) {
            this.whenFull = requireNonNull(whenFull, "whenFull");
            return this;
        }

        /** Sets {@link SessionPolicy#conflict}. */
        public Builder conflict(Conflict conflict) {
            this.conflict = requireNonNull(conflict, "conflict");
            return this;
        }

        /** Sets {@link SessionPolicy#maxAttributeBytes}. */
        public Builder maxAttributeBytes(int maxAttributeBytes) {
            this.maxAttributeBytes = maxAttributeBytes;
            return this;
        }

        /** Sets {@link SessionPolicy#maxAttributes}. */
        public Builder maxAttributes(int maxAttributes) {
            this.maxAttributes = maxAttributes;
            return this;
        }

        /** Sets {@link SessionPolicy#rotationGrace}. */
        public Builder rotationGrace(Duration rotationGrace) {
            this.rotationGrace = requireNonNull(rotationGrace, "rotationGrace");
            return this;
        }

        /** Sets {@link SessionPolicy#touchEvery}. */
        public Builder touchEvery(Duration touchEvery) {
            this.touchEvery = requireNonNull(touchEvery, "touchEvery");
            return this;
        }

        /** Sets {@link SessionPolicy#nearEntries}. */
        public Builder nearEntries(int nearEntries) {
            this.nearEntries = nearEntries;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws ConfigurationException if settings contradict each other
         */
        public SessionPolicy build() {
            return new SessionPolicy(
                    idle,
                    absolute,
                    maxPerUser,
                    whenFull,
                    conflict,
                    maxAttributeBytes,
                    maxAttributes,
                    rotationGrace,
                    touchEvery,
                    nearEntries);
        }
    }
}
