package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Larder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are redeemed exactly once, whoever tries: for the verification of an address, the reset of a password, an invitation.
 * A subject has one of each purpose at a time: a new one replaces the one before.
 *
 * <p>Each call takes one round trip, to redeem a token two, and none for what nobody has issued. No token stands in Redis, only
 * hashes; subject and payload are sealed if the {@link Larder} has keys. Thread-safe. {@link #async} has the same without blocking.
 */
public interface OneTimeTokens {

    /** What a token is found to be. */
    sealed interface Redemption {

        /**
         * It was valid, and is not any more.
         *
         * @param subject for whom it was issued
         * @param payload what was said when it was issued
         */
        record Redeemed(String subject, String payload) implements Redemption {
            /** Shows neither. */
            @Override
            public String toString() {
                return "Redeemed";
            }
        }

        /** It is not valid. */
        record None(Refusal why) implements Redemption {}

        /**
         * It could not be told: Redis could not be asked, or did not answer in time, in which case the token may have been
         * redeemed; or what it holds could not be opened with the keys at hand, in which case it has not: another process may.
         */
        record Unavailable(Throwable cause) implements Redemption {}
    }

    /**
     * Makes them, once for a {@link Larder}.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, no secret to hash with, or they have been made before
     */
    static OneTimeTokens on(Larder larder) {
        return new BlockingOneTimeTokens(
                RedisOneTimeTokens.on(requireNonNull(larder, "larder").keyspace(RedisOneTimeTokens.KEYSPACE)));
    }

    /**
     * Issues a token of 46 characters of {@code A-Z a-z 0-9 - _}, in place of an older one of the same purpose and subject.
     *
     * @param purpose what it is good for, such as {@code reset-password} or {@code invitation:42}; not empty
     * @param subject for whom; not empty
     * @param payload what is answered with the subject when it is redeemed, at most 8 KiB with the subject
     * @param life how long it can be redeemed, one second to 365 days
     * @throws IllegalArgumentException if something is outside of these bounds
     */
    Issuance<String> issue(String purpose, String subject, String payload, Duration life);

    /**
     * Redeems a token: of all callers, in whatever processes, one is answered {@link Redemption.Redeemed}. For another purpose it
     * is {@link Refusal#UNKNOWN} and stays as it is.
     */
    Redemption redeem(@Nullable String token, String purpose);

    /**
     * Takes back what was issued, if it has not been redeemed. This process obeys from before it is sent.
     *
     * @throws dev.larder.CacheUnavailableException if Redis did not get it and the journal is full
     */
    Delivery revoke(String purpose, String subject);

    /** Returns the same without blocking. */
    AsyncOneTimeTokens async();
}
