package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.ConfigurationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * How long tokens live, and what a refresh token that is shown again means. Durations are whole milliseconds of at most 3650 days.
 *
 * @param accessLife how long an access token is valid
 * @param refreshIdle how long a refresh token can be traded: a login ends when it was not refreshed for that long
 * @param refreshLife how long a login lasts, however often it is refreshed
 * @param retryWindow how long after a refresh the token that was traded is answered with the same pair again, as long as nobody has
 *     used the new one; zero ends the login even of a client whose reply got lost
 * @param overlap how long after a refresh the token that was traded is answered with the same pair even if somebody has used the new
 *     one: for clients that refresh from several places at once, such as tabs of a browser; at most the retry window
 * @param maxGrantBytes the most that subject, scopes and claims of a login take as UTF-8
 * @param nearEntries how many access tokens this process may know without asking Redis; zero for none
 */
public record TokenPolicy(
        Duration accessLife,
        Duration refreshIdle,
        Duration refreshLife,
        Duration retryWindow,
        Duration overlap,
        int maxGrantBytes,
        int nearEntries) {

    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final int MOST_GRANT_BYTES = 1 << 20;

    /**
     * Creates a policy.
     *
     * @throws ConfigurationException if a value is out of range, or two contradict each other
     */
    public TokenPolicy {
        requireNonNull(accessLife, "accessLife");
        requireNonNull(refreshIdle, "refreshIdle");
        requireNonNull(refreshLife, "refreshLife");
        requireNonNull(retryWindow, "retryWindow");
        requireNonNull(overlap, "overlap");
        List<ConfigurationException.Problem> problems = new ArrayList<>();
        positive(problems, "access-life", accessLife);
        positive(problems, "refresh-idle", refreshIdle);
        positive(problems, "refresh-life", refreshLife);
        bounded(problems, "retry-window", retryWindow);
        bounded(problems, "overlap", overlap);
        if (accessLife.compareTo(refreshIdle) > 0) {
            problem(
                    problems,
                    "access-life",
                    accessLife + " is longer than refresh-idle, " + refreshIdle
                            + ": a login that ends would leave valid access tokens; shorten access-life");
        }
        if (refreshIdle.compareTo(refreshLife) > 0) {
            problem(
                    problems,
                    "refresh-idle",
                    refreshIdle + " is longer than refresh-life, " + refreshLife
                            + ", after which nothing can be refreshed; shorten refresh-idle");
        }
        if (overlap.compareTo(retryWindow) > 0) {
            problem(
                    problems,
                    "overlap",
                    overlap + " is longer than retry-window, " + retryWindow + "; shorten overlap");
        }
        if (maxGrantBytes < 1 || maxGrantBytes > MOST_GRANT_BYTES) {
            problem(problems, "max-grant-bytes", maxGrantBytes + " is not from 1 to " + MOST_GRANT_BYTES);
        }
        if (nearEntries < 0) {
            problem(problems, "near-entries", nearEntries + " is negative; 0 keeps nothing in the process");
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems, null);
        }
    }

    private static void positive(List<ConfigurationException.Problem> problems, String setting, Duration value) {
        if (value.isZero()) {
            problem(problems, setting, "it is zero; nothing would ever be valid");
        }
        bounded(problems, setting, value);
    }

    private static void bounded(List<ConfigurationException.Problem> problems, String setting, Duration value) {
        boolean wholeMillis = value.equals(value.truncatedTo(ChronoUnit.MILLIS));
        if (value.isNegative() || value.compareTo(LONGEST) > 0 || !wholeMillis) {
            problem(problems, setting, value + " is not a number of whole milliseconds from 0 to 3650 days");
        }
    }

    private static void problem(List<ConfigurationException.Problem> problems, String setting, String text) {
        problems.add(new ConfigurationException.Problem("tokens", List.of(setting), setting + ": " + text));
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a {@link TokenPolicy}.
     *
     * <p>Defaults: access 15 minutes, refresh idle 30 days, a login 90 days, retry window 60 seconds, overlap 0, grants of 8 KiB, nothing
     * kept in the process.
     */
    public static final class Builder {

        private Duration accessLife = Duration.ofMinutes(15);
        private Duration refreshIdle = Duration.ofDays(30);
        private Duration refreshLife = Duration.ofDays(90);
        private Duration retryWindow = Duration.ofSeconds(60);
        private Duration overlap = Duration.ZERO;
        private int maxGrantBytes = 8 << 10;
        private int nearEntries;

        private Builder() {}

        /** Sets how long an access token is valid; at most as long as a refresh token can be traded. */
        public Builder accessLife(Duration accessLife) {
            this.accessLife = requireNonNull(accessLife, "accessLife");
            return this;
        }

        /** Sets how long a refresh token can be traded; at most as long as a login lasts. */
        public Builder refreshIdle(Duration refreshIdle) {
            this.refreshIdle = requireNonNull(refreshIdle, "refreshIdle");
            return this;
        }

        /** Sets how long a login lasts. */
        public Builder refreshLife(Duration refreshLife) {
            this.refreshLife = requireNonNull(refreshLife, "refreshLife");
            return this;
        }

        /** Sets how long a traded token is answered with the same pair, as long as nobody has used that. */
        public Builder retryWindow(Duration retryWindow) {
            this.retryWindow = requireNonNull(retryWindow, "retryWindow");
            return this;
        }

        /** Sets how long a traded token is answered with the same pair in any case; at most the retry window. */
        public Builder overlap(Duration overlap) {
            this.overlap = requireNonNull(overlap, "overlap");
            return this;
        }

        /** Sets the most that subject, scopes and claims may take, up to 1 MiB. */
        public Builder maxGrantBytes(int maxGrantBytes) {
            this.maxGrantBytes = maxGrantBytes;
            return this;
        }

        /** Sets how many access tokens this process may know without asking Redis. */
        public Builder nearEntries(int nearEntries) {
            this.nearEntries = nearEntries;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @throws ConfigurationException if a value is out of range, or two contradict each other
         */
        public TokenPolicy build() {
            return new TokenPolicy(
                    accessLife, refreshIdle, refreshLife, retryWindow, overlap, maxGrantBytes, nearEntries);
        }
    }
}
