package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Larder;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The revocation list of JWTs (RFC 7519), which are valid by themselves: by their ID ({@code jti}), and by their subject, for all that
 * were issued before a time. What is listed is kept until no such token can be valid any more, then vanishes.
 *
 * <p>Each call takes one round trip; {@link #check} none where {@link RevocationPolicy#nearEntries} keeps its answer in this
 * process. A revocation is obeyed here from before it is sent; until Redis has it, all JWTs of its subject are revoked here. It fails
 * with {@link dev.larder.CacheUnavailableException} if Redis did not get it and the journal is full. IDs and subjects stand in Redis
 * as hashes only. Thread-safe. {@link #async} has the same without blocking.
 */
public interface Revocations {

    /** What is known of a JWT. */
    sealed interface Status {

        /** It is revoked: to be refused. */
        record Revoked() implements Status {}

        /** Neither it nor its subject is listed. */
        record NotRevoked() implements Status {}

        /** Redis could not be asked: whether to trust the token is for the caller to say. */
        record Unavailable(Throwable cause) implements Status {}
    }

    /**
     * Makes them, once for a {@link Larder}, with the default policy.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, no secret to hash with, or they have been made before
     */
    static Revocations on(Larder larder) {
        return on(larder, policy -> policy);
    }

    /**
     * Makes them, once for a {@link Larder}. Every process has to have the same policy.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, no secret to hash with, they have been made before, or the
     *     policy contradicts itself
     */
    static Revocations on(Larder larder, UnaryOperator<RevocationPolicy.Builder> policy) {
        requireNonNull(larder, "larder");
        RevocationPolicy built = requireNonNull(policy, "policy")
                .apply(RevocationPolicy.builder())
                .build();
        return new BlockingRevocations(RedisRevocations.on(larder.keyspace(RedisRevocations.KEYSPACE), built));
    }

    /**
     * Revokes one JWT.
     *
     * @param jti its ID; not empty
     * @param expiry its {@code exp}: it stays listed until then and {@link RevocationPolicy#leeway} longer
     */
    Delivery revoke(String jti, Instant expiry);

    /**
     * Revokes all JWTs of a subject that were issued before a time. A later call can only move the time forward. They stay listed for
     * {@link RevocationPolicy#longestLife} and {@link RevocationPolicy#leeway} after it.
     *
     * @param subject their {@code sub}; not empty
     * @param notBefore those whose {@code iat} is before it are revoked; since {@code iat} has whole seconds as a rule, one that was
     *     issued later in the same second is revoked as well
     */
    Delivery revokeSubject(String subject, Instant notBefore);

    /**
     * Tells whether a JWT, whose signature and times the caller has verified, is revoked.
     *
     * @param jti its ID, or null if it has none
     * @param subject its {@code sub}, or null if it has none
     * @param issuedAt its {@code iat}, or null if it has none: then it is revoked as soon as anything is of its subject
     */
    Status check(@Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt);

    /** Returns the same without blocking. */
    AsyncRevocations async();
}
