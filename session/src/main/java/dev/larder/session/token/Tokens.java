package dev.larder.session.token;

import static java.util.Objects.requireNonNull;

import dev.larder.Delivery;
import dev.larder.Larder;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Opaque access tokens, and refresh tokens that rotate. All tokens that come from one login are a family: a refresh token is traded
 * once, for its successor, and one that is traded again ends the family, because somebody has a copy. The one exception is a
 * retry by a client whose reply got lost: its successor is the same as before (see {@link TokenPolicy#retryWindow}).
 *
 * <p>A token that nobody has issued is refused without a round trip. Each call takes one round trip; where {@link
 * TokenPolicy#nearEntries} lets this process know tokens, the first use of one takes two, the second one, and further ones none. No
 * token stands in Redis, only hashes; subject, scopes and claims are sealed if the {@link Larder} has keys. Thread-safe. {@link #async}
 * has the same without blocking.
 */
public interface Tokens {

    /**
     * Makes them, once for a {@link Larder}, with the default policy.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, no secret to hash with, or they have been made before
     */
    static Tokens on(Larder larder) {
        return on(larder, policy -> policy);
    }

    /**
     * Makes them, once for a {@link Larder}. Every process has to have the same policy.
     *
     * @throws dev.larder.ConfigurationException if there is no Redis, no secret to hash with, they have been made before, or the
     *     policy contradicts itself
     */
    static Tokens on(Larder larder, UnaryOperator<TokenPolicy.Builder> policy) {
        requireNonNull(larder, "larder");
        TokenPolicy built =
                requireNonNull(policy, "policy").apply(TokenPolicy.builder()).build();
        return new BlockingTokens(RedisTokens.on(larder.keyspace(RedisTokens.KEYSPACE), built));
    }

    /**
     * Issues the first pair of a login.
     *
     * @param subject whose login it is; not empty, and never trusted from outside
     * @param scopes what the tokens are good for
     * @param claims what else is to be known when they are shown
     * @throws IllegalArgumentException if that is more than {@link TokenPolicy#maxGrantBytes}
     */
    Issuance<TokenPair> issue(String subject, Set<String> scopes, Map<String, String> claims);

    /** Tells what an access token is; whatever the text is, null included. */
    Introspection introspect(@Nullable String accessToken);

    /** Trades a refresh token for the next pair; whatever the text is, null included. */
    Refresh refresh(@Nullable String refreshToken);

    /**
     * Ends the login that a token belongs to, whether it is an access or a refresh token and however old. What is no token is
     * acknowledged as well. This process obeys from before it is sent.
     *
     * @throws dev.larder.CacheUnavailableException if Redis did not get it and the journal is full
     */
    Delivery revoke(@Nullable String token);

    /**
     * Ends all logins of a subject: one command, however many there are. This process obeys from before it is sent. If it is journaled, it
     * also ends those that begin elsewhere before it is delivered.
     *
     * @throws dev.larder.CacheUnavailableException if Redis did not get it and the journal is full
     */
    Delivery revokeAll(String subject);

    /** Returns the same without blocking. */
    AsyncTokens async();
}
