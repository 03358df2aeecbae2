package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.ConfigurationException;
import java.time.Duration;
import java.util.List;

/**
 * How long revocations are kept.
 *
 * @param longestLife the longest that any JWT is valid after it was issued; a shorter value here would let revoked ones be valid again
 * @param leeway how much longer than its {@code exp} a JWT may be accepted, by whoever verifies it: their leeway and how far clocks
 *     differ
 * @param nearEntries how many answers this process may keep without asking Redis again; zero for none
 */
public record RevocationPolicy(Duration longestLife, Duration leeway, int nearEntries) {

    private static final Duration LONGEST = Duration.ofDays(3650);

    /**
     * Creates a policy.
     *
     * @throws ConfigurationException if a value is out of range
     */
    public RevocationPolicy {
        requireNonNull(longestLife, "longestLife");
        requireNonNull(leeway, "leeway");
        if (longestLife.isZero() || longestLife.isNegative() || longestLife.compareTo(LONGEST) > 0) {
            throw problem("longest-life", longestLife + " is not above 0 and at most 3650 days");
        }
        if (leeway.isNegative() || leeway.compareTo(LONGEST) > 0) {
            throw problem("leeway", leeway + " is not from 0 to 3650 days");
        }
        if (nearEntries < 0) {
            throw problem("near-entries", nearEntries + " is negative; 0 keeps nothing in the process");
        }
    }

    private static ConfigurationException problem(String setting, String text) {
        return new ConfigurationException(
                List.of(new ConfigurationException.Problem("revocations", List.of(setting), setting + ": " + text)),
                null);
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a {@link RevocationPolicy}.
     *
     * <p>Defaults: JWTs of at most 24 hours, 5 minutes of leeway, nothing kept in the process.
     */
    public static final class Builder {

        private Duration longestLife = Duration.ofHours(24);
        private Duration leeway = Duration.ofMinutes(5);
        private int nearEntries;

        private Builder() {}

        /** Sets the longest that any JWT is valid after it was issued. */
        public Builder longestLife(Duration longestLife) {
            this.longestLife = requireNonNull(longestLife, "longestLife");
            return this;
        }

        /** Sets how much longer than its expiry a JWT may be accepted. */
        public Builder leeway(Duration leeway) {
            this.leeway = requireNonNull(leeway, "leeway");
            return this;
        }

        /** Sets how many answers this process may keep. */
        public Builder nearEntries(int nearEntries) {
            this.nearEntries = nearEntries;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @throws ConfigurationException if a value is out of range
         */
        public RevocationPolicy build() {
            return new RevocationPolicy(longestLife, leeway, nearEntries);
        }
    }
}
