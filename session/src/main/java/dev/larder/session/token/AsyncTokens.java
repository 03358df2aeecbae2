package dev.larder.session.token;

import dev.larder.Delivery;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link Tokens} without blocking. Stages complete on the executor of the {@link dev.larder.Larder}. */
public interface AsyncTokens {

    /** See {@link Tokens#issue}. */
    CompletionStage<Issuance<TokenPair>> issue(String subject, Set<String> scopes, Map<String, String> claims);

    /** See {@link Tokens#introspect}. */
    CompletionStage<Introspection> introspect(@Nullable String accessToken);

    /** See {@link Tokens#refresh}. */
    CompletionStage<Refresh> refresh(@Nullable String refreshToken);

    /** See {@link Tokens#revoke}. */
    CompletionStage<Delivery> revoke(@Nullable String token);

    /** See {@link Tokens#revokeAll}. */
    CompletionStage<Delivery> revokeAll(String subject);

    /** Returns the same, blocking. */
    Tokens blocking();
}
