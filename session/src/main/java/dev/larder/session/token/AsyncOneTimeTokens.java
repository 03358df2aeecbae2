package dev.larder.session.token;

import dev.larder.Delivery;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@link OneTimeTokens} without blocking. Stages complete on the executor of the {@link dev.larder.Larder}. */
public interface AsyncOneTimeTokens {

    /** See {@link OneTimeTokens#issue}. */
    CompletionStage<Issuance<String>> issue(String purpose, String subject, String payload, Duration life);

    /** See {@link OneTimeTokens#redeem}. */
    CompletionStage<OneTimeTokens.Redemption> redeem(@Nullable String token, String purpose);

    /** See {@link OneTimeTokens#revoke}. */
    CompletionStage<Delivery> revoke(String purpose, String subject);

    /** Returns the same, blocking. */
    OneTimeTokens blocking();
}
