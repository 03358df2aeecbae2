package dev.larder.session.token;

import dev.larder.Delivery;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Revocations} without blocking. Stages complete on the executor of the {@link dev.larder.Larder}. */
public interface AsyncRevocations {

    /** See {@link Revocations#revoke}. */
    CompletionStage<Delivery> revoke(String jti, Instant expiry);

    /** See {@link Revocations#revokeSubject}. */
    CompletionStage<Delivery> revokeSubject(String subject, Instant notBefore);

    /** See {@link Revocations#check}. */
    CompletionStage<Revocations.Status> check(
            @Nullable String jti, @Nullable String subject, @Nullable Instant issuedAt);

    /** Returns the same, blocking. */
    Revocations blocking();
}
