package dev.larder.session.token;

import dev.larder.Delivery;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocking view: the caller's own thread makes the answer while it waits. */
final class BlockingTokens implements Tokens {

    private final RedisTokens tokens;

    BlockingTokens(RedisTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Issuance<TokenPair> issue(String subject, Set<String> scopes, Map<String, String> claims) {
        return tokens.keyspace().await(executor -> tokens.issue(subject, scopes, claims, executor));
    }

    @Override
    public Introspection introspect(@Nullable String accessToken) {
        return tokens.keyspace().await(executor -> tokens.introspect(accessToken, executor));
    }

    @Override
    public Refresh refresh(@Nullable String refreshToken) {
        return tokens.keyspace().await(executor -> tokens.refresh(refreshToken, executor));
    }

    @Override
    public Delivery revoke(@Nullable String token) {
        return tokens.keyspace().await(executor -> tokens.revoke(token));
    }

    @Override
    public Delivery revokeAll(String subject) {
        return tokens.keyspace().await(executor -> tokens.revokeAll(subject));
    }

    @Override
    public AsyncTokens async() {
        return tokens;
    }
}
