package dev.larder.session.token;

import dev.larder.Delivery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The blocking view: the caller's own thread makes the answer while it waits. */
final class BlockingOneTimeTokens implements OneTimeTokens {

    private final RedisOneTimeTokens tokens;

    BlockingOneTimeTokens(RedisOneTimeTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Issuance<String> issue(String purpose, String subject, String payload, Duration life) {
        return tokens.keyspace().await(executor -> tokens.issue(purpose, subject, payload, life, executor));
    }

    @Override
    public Redemption redeem(@Nullable String token, String purpose) {
        return tokens.keyspace().await(executor -> tokens.redeem(token, purpose, executor));
    }

    @Override
    public Delivery revoke(String purpose, String subject) {
        return tokens.keyspace().await(executor -> tokens.revoke(purpose, subject));
    }

    @Override
    public AsyncOneTimeTokens async() {
        return tokens;
    }
}
