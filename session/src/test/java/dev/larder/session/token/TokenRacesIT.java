package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.familyKey;
import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several who hold tokens of one login, at once and in two processes; and servers that forget. */
final class TokenRacesIT {

    private static final int ROUNDS = 300;

    private static EmbeddedRedis redis;
    private static Larder here;
    private static Larder there;
    private static Tokens tokens;
    private static Tokens elsewhere;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        here = Realm.larder(redis.uri());
        there = Realm.larder(redis.uri());
        tokens = Tokens.on(here);
        elsewhere = Tokens.on(there);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        redis.close();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void refresh_manyAtOnceWithOneToken_allGetTheSamePair() {
        TokenPair first = issued(tokens, "race-1");
        List<CompletionStage<Refresh>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add((i % 2 == 0 ? tokens : elsewhere).async().refresh(first.refresh()));
        }

        Set<String> refresh = new HashSet<>();
        Set<String> access = new HashSet<>();
        for (CompletionStage<Refresh> call : calls) {
            TokenPair pair = pair(join(call));
            refresh.add(pair.refresh());
            access.add(pair.access());
        }

        assertThat(refresh).hasSize(1);
        assertThat(access).hasSize(1);
        assertThat(elsewhere.introspect(access.iterator().next())).isInstanceOf(Introspection.Active.class);
    }

    /** Replies get lost at random, and the client, which knows no better, shows what it has once more. */
    @Test
    void refresh_repliesLostAtRandom_logsNobodyOut() {
        Random random = new Random(5);
        for (int round = 0; round < ROUNDS; round++) {
            TokenPair has = issued(tokens, "lossy-" + round);
            for (int trade = 0; trade < 4; trade++) {
                for (int lost = random.nextInt(3); lost > 0; lost--) {
                    join(elsewhere.async().refresh(has.refresh()));
                }
                has = pair(tokens.refresh(has.refresh()));
                if (random.nextBoolean()) {
                    assertThat(isActive(elsewhere, has)).isTrue();
                }
            }
            assertThat(isActive(tokens, has)).isTrue();
        }
    }

    @Test
    void refresh_copyShownAfterItsOwnerWentOn_endsEveryFamily() {
        Random random = new Random(6);
        for (int round = 0; round < ROUNDS; round++) {
            List<TokenPair> pairs = new ArrayList<>(List.of(issued(tokens, "victim-" + round)));
            for (int trade = 1 + random.nextInt(3); trade > 0; trade--) {
                pairs.add(pair(tokens.refresh(pairs.get(pairs.size() - 1).refresh())));
                assertThat(isActive(tokens, pairs.get(pairs.size() - 1))).isTrue();
            }
            TokenPair stolen = pairs.get(random.nextInt(pairs.size() - 1));
            TokenPair newest = pairs.get(pairs.size() - 1);

            assertThat(refusal(elsewhere.refresh(stolen.refresh()))).isEqualTo(Refusal.REUSED);

            assertThat(isActive(tokens, newest)).isFalse();
            assertThat(refusal(tokens.refresh(newest.refresh()))).isEqualTo(Refusal.REUSED);
        }
    }

    /** Owner and thief trade and use at once: they stay together, or the family ends. */
    @Test
    void refresh_ownerAndThiefAtOnce_stayTogetherOrAreOver() {
        for (int round = 0; round < ROUNDS; round++) {
            TokenPair copied = issued(tokens, "shared-" + round);
            CompletionStage<TokenPair> owner = goOn(tokens, copied, 3);
            CompletionStage<TokenPair> thief = goOn(elsewhere, copied, 3);

            TokenPair ownerHas = join(owner);
            TokenPair thiefHas = join(thief);

            // Who was not refused has gone as far as the other, to the same pair.
            if (!ownerHas.refresh().equals(thiefHas.refresh())) {
                assertThat(isActive(tokens, ownerHas)).isFalse();
                assertThat(isActive(elsewhere, thiefHas)).isFalse();
            }
        }
    }

    /** Trades and uses so many times, or as far as it gets. */
    private static CompletionStage<TokenPair> goOn(Tokens with, TokenPair has, int steps) {
        if (steps == 0) {
            return CompletableFuture.completedStage(has);
        }
        return with.async()
                .refresh(has.refresh())
                .thenCompose(refresh -> refresh instanceof Refresh.Refreshed refreshed
                        ? with.async()
                                .introspect(refreshed.pair().access())
                                .thenCompose(used -> goOn(with, refreshed.pair(), steps - 1))
                        : CompletableFuture.completedStage(has));
    }

    @Test
    void revoke_duringARefresh_leavesNothing() {
        for (int round = 0; round < ROUNDS; round++) {
            String subject = "ended-" + round;
            TokenPair pair = issued(tokens, subject);
            CompletionStage<Refresh> refresh = tokens.async().refresh(pair.refresh());
            CompletionStage<Delivery> end = round % 2 == 0
                    ? elsewhere.async().revoke(pair.refresh())
                    : elsewhere.async().revokeAll(subject);

            assertThat(join(end)).isEqualTo(Delivery.ACKNOWLEDGED);

            TokenPair last = join(refresh) instanceof Refresh.Refreshed done ? done.pair() : pair;
            assertThat(refusal(tokens.introspect(last.access()))).isEqualTo(Refusal.REVOKED);
            assertThat(refusal(tokens.refresh(last.refresh()))).isEqualTo(Refusal.REVOKED);
        }
    }

    private static Map<String, String> fields(TokenPair pair) {
        Map<String, String> fields = new HashMap<>();
        for (String field : List.of("g", "h", "n", "c", "a", "ax")) {
            fields.put(field, call(redis, "HGET", familyKey(pair), field));
        }
        return fields;
    }

    private static void putBack(TokenPair pair, Map<String, String> fields) {
        fields.forEach((field, value) -> call(redis, "HSET", familyKey(pair), field, value));
        call(redis, "HDEL", familyKey(pair), "p", "r", "b", "bx");
    }

    /** As after a failover to a replica that had not heard of the last trade. */
    @Test
    void refresh_serverHasForgottenTheLastTrade_isDoneAllTheSame() {
        TokenPair first = issued(tokens, "forgotten-1");
        Map<String, String> before = fields(first);
        TokenPair second = pair(tokens.refresh(first.refresh()));
        putBack(first, before);

        TokenPair third = pair(tokens.refresh(second.refresh()));

        assertThat(isActive(tokens, third)).isTrue();
        assertThat(refusal(tokens.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);
        assertThat(isActive(tokens, third)).isFalse();
    }

    @Test
    void refresh_serverHasForgottenTwoTrades_isUnknownAndTouchesNothing() {
        TokenPair first = issued(tokens, "forgotten-2");
        Map<String, String> before = fields(first);
        TokenPair third =
                pair(tokens.refresh(pair(tokens.refresh(first.refresh())).refresh()));
        putBack(first, before);

        assertThat(refusal(tokens.refresh(third.refresh()))).isEqualTo(Refusal.UNKNOWN);

        assertThat(fields(first)).isEqualTo(before);
    }

    /** As after a failover that lost the note that the new pair was used. */
    @Test
    void refresh_serverHasForgottenTheUse_isARetryAgain() {
        TokenPair first = issued(tokens, "forgotten-3");
        TokenPair second = pair(tokens.refresh(first.refresh()));
        assertThat(isActive(tokens, second)).isTrue();
        call(redis, "HSET", familyKey(first), "c", "0");

        assertThat(pair(tokens.refresh(first.refresh())).refresh()).isEqualTo(second.refresh());
    }
}
