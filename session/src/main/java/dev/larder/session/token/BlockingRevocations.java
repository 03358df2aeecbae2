package dev.larder.session.token;

import dev.larder.Delivery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The blocking view: the caller's own thread makes the answer while it waits. */
final class BlockingRevocations implements Revocations {

    private final RedisRevocations revocations;

    BlockingRevocations(RedisRevocations revocations) {
        this.revocations = revocations;
    }

    @Override
    public Delivery revoke(String jti, Instant expiry) {
        return revocations.keyspace().await(executor -> revocations.revoke(jti, expiry));
    }

    @Override
    public Delivery revokeSubject(String subject, Instant notBefore) {
        return revocations.keyspace().await(executor -> revocations.revokeSubject(subject, notBefore));
    }

    @Override
    public Status check(@Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt) {
        return revocations.keyspace().await(executor -> revocations.check(jti, subject, issuedAt, executor));
    }

    @Override
    public AsyncRevocations async() {
        return revocations;
    }
}
