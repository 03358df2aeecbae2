package dev.larder.session.token;

import dev.larder.NearKeys;
import dev.larder.codec.CodecException;
import dev.larder.redis.RedisException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** What the scripts say, as answers. Pure. */
final class Said {

    private static final String OK = "ok";
    private static final String UNUSED = "unused";

    private Said() {}

    /**
     * Reads what {@code introspect.lua} says.
     *
     * @param open opens what is kept of the login
     */
    static Introspection introspection(List<byte[]> said, UnaryOperator<byte[]> open) {
        if (!isOk(said)) {
            return new Introspection.None(refusal(said));
        }
        Grant grant = Grant.read(open.apply(said.get(2)));
        return new Introspection.Active(
                grant.subject(), grant.scopes(), grant.claims(), Instant.ofEpochMilli(number(said, 1)));
    }

    /** Reads what {@code introspect.lua} says when it only looks: nothing, not to be kept, if it has to be asked to note the use. */
    static NearKeys.Copy<Introspection> copy(List<byte[]> said, UnaryOperator<byte[]> open) {
        if (text(said, 0).equals(UNUSED)) {
            return new NearKeys.Copy<>(null, Duration.ZERO);
        }
        Introspection answer = introspection(said, open);
        return answer instanceof Introspection.Active
                ? new NearKeys.Copy<>(answer, Duration.ofMillis(number(said, 3)))
                : NearKeys.Copy.of(answer);
    }

    /** Reads what {@code refresh.lua} says of the trade for a pair. */
    static Refresh refresh(List<byte[]> said, String access, String refresh) {
        return isOk(said)
                ? new Refresh.Refreshed(new TokenPair(
                        access, Duration.ofMillis(number(said, 1)), refresh, Duration.ofMillis(number(said, 2))))
                : new Refresh.None(refusal(said));
    }

    /** Reads what {@code redeem.lua} says when it redeems what was seen before. */
    static OneTimeTokens.Redemption redemption(List<byte[]> said, OneTimeTokens.Redemption seen) {
        return isOk(said) ? seen : new OneTimeTokens.Redemption.None(refusal(said));
    }

    /** Reads what {@code redeem.lua} says when it only looks. */
    static OneTimeTokens.Redemption redemption(List<byte[]> said, UnaryOperator<byte[]> open) {
        if (!isOk(said)) {
            return new OneTimeTokens.Redemption.None(refusal(said));
        }
        List<String> texts = Texts.read(open.apply(said.get(1)), 0);
        if (texts.size() != 2) {
            throw new CodecException(texts.size() + " texts are no subject with a payload", null);
        }
        return new OneTimeTokens.Redemption.Redeemed(texts.get(0), texts.get(1));
    }

    /**
     * Returns why there is no answer.
     *
     * @throws RuntimeException what has nothing to do with Redis or what it holds
     */
    static Throwable whyNot(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RedisException || cause instanceof CodecException) {
            return cause;
        }
        if (cause instanceof RuntimeException bug) {
            throw bug;
        }
        throw new CompletionException(cause);
    }

    /** Returns how the scripts call a refusal. */
    static String word(Refusal refusal) {
        return refusal.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isOk(List<byte[]> said) {
        return text(said, 0).equals(OK);
    }

    /** A word that this release does not know comes from a newer one. */
    private static Refusal refusal(List<byte[]> said) {
        String word = text(said, 0);
        for (Refusal refusal : Refusal.values()) {
            if (word(refusal).equals(word)) {
                return refusal;
            }
        }
        return Refusal.UNKNOWN;
    }

    private static long number(List<byte[]> said, int at) {
        return Long.parseLong(text(said, at));
    }

    private static String text(List<byte[]> said, int at) {
        return new String(said.get(at), StandardCharsets.US_ASCII);
    }
}
