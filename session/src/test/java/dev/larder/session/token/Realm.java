package dev.larder.session.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.LarderBuilder;
import dev.larder.crypto.HashSecret;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What tests of tokens share: a secret, larders that wait for slow machines, and a look at what is in Redis. */
final class Realm {

    static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    static final Mint MINT = new Mint(HashSecret.of(SECRET));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Realm() {}

    static Larder larder(String uri) {
        return larder(uri + "?timeout=20s&dead-after=30s", builder -> builder);
    }

    static Larder larder(String uri, UnaryOperator<LarderBuilder> changes) {
        Larder larder =
                changes.apply(Larder.builder().redis(uri).hashSecret(SECRET)).build();
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        return larder;
    }

    static TokenPair issued(Tokens tokens, String subject) {
        return pair(tokens.issue(subject, Set.of("contracts:read"), Map.of("tenant", "north")));
    }

    static TokenPair pair(Issuance<TokenPair> issuance) {
        assertThat(issuance).isInstanceOf(Issuance.Issued.class);
        return ((Issuance.Issued<TokenPair>) issuance).value();
    }

    static TokenPair pair(Refresh refresh) {
        assertThat(refresh).isInstanceOf(Refresh.Refreshed.class);
        return ((Refresh.Refreshed) refresh).pair();
    }

    static boolean isActive(Tokens tokens, TokenPair pair) {
        return tokens.introspect(pair.access()) instanceof Introspection.Active;
    }

    static @Nullable Refusal refusal(Introspection introspection) {
        return introspection instanceof Introspection.None none ? none.why() : null;
    }

    static @Nullable Refusal refusal(Refresh refresh) {
        return refresh instanceof Refresh.None none ? none.why() : null;
    }

    static @Nullable Refusal refusal(OneTimeTokens.Redemption redemption) {
        return redemption instanceof OneTimeTokens.Redemption.None none ? none.why() : null;
    }

    /** The key of the family that a pair belongs to. */
    static String familyKey(TokenPair pair) {
        TokenId token = MINT.refresh(pair.refresh());
        assertThat(token).isNotNull();
        return "larder:@tokens:{" + token.owner() + "}:f:" + MINT.familyHash(token);
    }

    static String wordKey(TokenPair pair) {
        TokenId token = MINT.refresh(pair.refresh());
        assertThat(token).isNotNull();
        return "larder:@tokens:{" + token.owner() + "}:s";
    }

    static String call(EmbeddedRedis redis, String... words) {
        return redis.command(PATIENCE, words);
    }

    static List<String> keys(EmbeddedRedis redis, String pattern) {
        return call(redis, "EVAL", "return table.concat(redis.call('KEYS', ARGV[1]), '\\n')", "0", pattern)
                .lines()
                .toList();
    }

    static long number(EmbeddedRedis redis, String... words) {
        return Long.parseLong(call(redis, words));
    }

    /** Lets a time that a family holds be so much longer ago. */
    static void earlier(EmbeddedRedis redis, TokenPair pair, String field, Duration by) {
        long time = number(redis, "HGET", familyKey(pair), field);
        call(redis, "HSET", familyKey(pair), field, Long.toString(time - by.toMillis()));
    }
}
