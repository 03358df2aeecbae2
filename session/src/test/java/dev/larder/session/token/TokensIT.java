package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.earlier;
import static dev.larder.session.token.Realm.familyKey;
import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.number;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static dev.larder.session.token.Realm.wordKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.larder.CacheUnavailableException;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuing, telling, trading and revoking, one call after another. */
final class TokensIT {

    private static EmbeddedRedis redis;
    private static Larder larder;
    private static Tokens tokens;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        larder = Realm.larder(redis.uri());
        tokens = Tokens.on(larder);
    }

    @AfterAll
    static void stop() {
        larder.close();
        redis.close();
    }

    private static long calls() {
        return call(redis, "INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void introspect_accessTokenThatWasIssued_isActive() {
        TokenPair pair = issued(tokens, "user-1");

        assertThat(pair.access()).hasSize(64).matches("[A-Za-z0-9_-]+");
        assertThat(pair.refresh()).hasSize(64).isNotEqualTo(pair.access());
        assertThat(tokens.introspect(pair.access())).isInstanceOfSatisfying(Introspection.Active.class, active -> {
            assertThat(active.subject()).isEqualTo("user-1");
            assertThat(active.scopes()).containsExactly("contracts:read");
            assertThat(active.claims()).isEqualTo(Map.of("tenant", "north"));
            assertThat(active.expiry())
                    .isCloseTo(Instant.now().plus(pair.accessLife()), within(10, ChronoUnit.MINUTES));
        });
        assertThat(pair.accessLife()).isEqualTo(Duration.ofMinutes(15));
        assertThat(pair.refreshLife()).isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "A",
                "Bearer x",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "\u0000\ud800"
            })
    void anyCall_whatNobodyHasIssued_isUnknownWithoutARoundTrip(String text) {
        long before = calls();

        assertThat(refusal(tokens.introspect(text))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.refresh(text))).isEqualTo(Refusal.UNKNOWN);
        assertThat(tokens.revoke(text)).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void anyCall_tokenOfTheOtherKindOrChangedOrOverlong_isUnknown() {
        TokenPair pair = issued(tokens, "user-2");

        assertThat(refusal(tokens.introspect(pair.refresh()))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.refresh(pair.access()))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.refresh(pair.refresh() + "A"))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.refresh(pair.refresh().substring(1)))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refusal(tokens.introspect(pair.access().repeat(100_000)))).isEqualTo(Refusal.UNKNOWN);
        assertThat(isActive(tokens, pair)).isTrue();
    }

    @Test
    void refresh_theNewest_givesTheNextPairAndLeavesTheLastAccessToken() {
        TokenPair first = issued(tokens, "user-3");

        TokenPair second = pair(tokens.refresh(first.refresh()));
        TokenPair third = pair(tokens.refresh(second.refresh()));

        assertThat(Set.of(first.access(), first.refresh(), second.access(), second.refresh(), third.access()))
                .hasSize(5);
        assertThat(isActive(tokens, third)).isTrue();
        assertThat(isActive(tokens, second)).isTrue();
        assertThat(refusal(tokens.introspect(first.access()))).isEqualTo(Refusal.UNKNOWN);
        assertThat(third.refreshLife()).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void refresh_again_givesTheSamePair() {
        TokenPair first = issued(tokens, "user-4");
        TokenPair second = pair(tokens.refresh(first.refresh()));

        TokenPair again = pair(tokens.refresh(first.refresh()));

        assertThat(again.access()).isEqualTo(second.access());
        assertThat(again.refresh()).isEqualTo(second.refresh());
        assertThat(again.accessLife()).isLessThanOrEqualTo(second.accessLife()).isPositive();
        assertThat(again.refreshLife())
                .isLessThanOrEqualTo(second.refreshLife())
                .isPositive();
        assertThat(isActive(tokens, first)).as("the last access token").isTrue();
        assertThat(pair(tokens.refresh(first.refresh())).access())
                .as("which is not the new one")
                .isEqualTo(second.access());
    }

    private static void assertEnded(TokenPair pair, Refusal why) {
        assertThat(refusal(tokens.introspect(pair.access()))).isEqualTo(why);
        assertThat(refusal(tokens.refresh(pair.refresh()))).isEqualTo(why);
    }

    @Test
    void refresh_againAfterTheNewAccessTokenWasShown_endsTheFamily() {
        TokenPair first = issued(tokens, "user-5");
        TokenPair other = issued(tokens, "user-5");
        TokenPair second = pair(tokens.refresh(first.refresh()));
        assertThat(isActive(tokens, second)).isTrue();

        assertThat(refusal(tokens.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);

        assertEnded(second, Refusal.REUSED);
        assertThat(isActive(tokens, other)).as("another login").isTrue();
        assertThat(number(redis, "PTTL", familyKey(first))).isBetween(1L, 600_000L);
    }

    /** What was ordered is repeated on a new primary, which may have forgotten what a script did by itself. */
    @Test
    void refresh_reused_isOrderedAsWell() {
        TokenPair first = issued(tokens, "user-19");
        assertThat(isActive(tokens, pair(tokens.refresh(first.refresh())))).isTrue();
        long before = calls();

        tokens.refresh(first.refresh());

        assertThat(calls() - before).as("refresh.lua and end.lua").isEqualTo(2);
    }

    @Test
    void refresh_againAfterTheSuccessorWasTraded_endsTheFamily() {
        TokenPair first = issued(tokens, "user-6");
        TokenPair second = pair(tokens.refresh(first.refresh()));
        TokenPair third = pair(tokens.refresh(second.refresh()));

        assertThat(refusal(tokens.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);

        assertEnded(third, Refusal.REUSED);
    }

    @Test
    void refresh_againAfterTheRetryWindow_endsTheFamily() {
        TokenPair first = issued(tokens, "user-7");
        TokenPair second = pair(tokens.refresh(first.refresh()));
        earlier(redis, first, "r", Duration.ofSeconds(59));
        assertThat(pair(tokens.refresh(first.refresh())).refresh()).isEqualTo(second.refresh());

        earlier(redis, first, "r", Duration.ofSeconds(2));

        assertThat(refusal(tokens.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);
        assertEnded(second, Refusal.REUSED);
    }

    @Test
    void refresh_serversClockSetBack_isStillARetry() {
        TokenPair first = issued(tokens, "user-8");
        TokenPair second = pair(tokens.refresh(first.refresh()));
        earlier(redis, first, "r", Duration.ofHours(-1));

        assertThat(pair(tokens.refresh(first.refresh())).refresh()).isEqualTo(second.refresh());
    }

    @Test
    void revoke_anyTokenOfAFamily_endsIt() {
        TokenPair byAccess = issued(tokens, "user-9");
        TokenPair byRefresh = issued(tokens, "user-9");
        TokenPair byOld = issued(tokens, "user-9");
        TokenPair spared = issued(tokens, "user-9");
        TokenPair newest = pair(tokens.refresh(byOld.refresh()));

        assertThat(tokens.revoke(byAccess.access())).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(tokens.revoke(byRefresh.refresh())).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(tokens.revoke(byOld.access())).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(tokens.revoke(byOld.access())).as("twice").isEqualTo(Delivery.ACKNOWLEDGED);

        assertEnded(byAccess, Refusal.REVOKED);
        assertEnded(byRefresh, Refusal.REVOKED);
        assertEnded(newest, Refusal.REVOKED);
        assertThat(isActive(tokens, spared)).isTrue();
    }

    @Test
    void revokeAll_ofASubject_endsItsFamiliesAndNoOther() {
        TokenPair one = issued(tokens, "user-10");
        TokenPair two = issued(tokens, "user-10");
        TokenPair other = issued(tokens, "user-11");

        assertThat(tokens.revokeAll("user-10")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertEnded(one, Refusal.REVOKED);
        assertEnded(two, Refusal.REVOKED);
        assertThat(isActive(tokens, other)).isTrue();
        TokenPair later = issued(tokens, "user-10");
        assertThat(isActive(tokens, later)).as("a later login").isTrue();
        assertThat(isActive(tokens, pair(tokens.refresh(later.refresh())))).isTrue();
    }

    @Test
    void introspect_wordOfTheSubjectEvicted_isRevoked() {
        TokenPair pair = issued(tokens, "user-12");
        call(redis, "DEL", wordKey(pair));
        assertThat(isActive(tokens, issued(tokens, "user-12"))).isTrue();

        assertEnded(pair, Refusal.REVOKED);
    }

    @Test
    void introspect_expired_saysSoAndCanBeRefreshed() {
        TokenPair first = issued(tokens, "user-13");
        earlier(redis, first, "ax", Duration.ofMinutes(16));

        assertThat(refusal(tokens.introspect(first.access()))).isEqualTo(Refusal.EXPIRED);

        TokenPair second = pair(tokens.refresh(first.refresh()));
        assertThat(isActive(tokens, second)).isTrue();
        assertThat(refusal(tokens.introspect(first.access()))).isEqualTo(Refusal.EXPIRED);
    }

    @Test
    void refresh_nearTheEndOfTheLogin_livesNoLonger() {
        TokenPair first = issued(tokens, "user-14");
        earlier(redis, first, "z", Duration.ofDays(90).minusMinutes(5));

        TokenPair second = pair(tokens.refresh(first.refresh()));

        assertThat(second.accessLife()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(5));
        assertThat(second.refreshLife()).isEqualTo(second.accessLife());
        assertThat(number(redis, "PTTL", familyKey(first))).isBetween(1L, 300_000L);

        earlier(redis, first, "z", Duration.ofMinutes(5));
        assertThat(refusal(tokens.refresh(second.refresh()))).isEqualTo(Refusal.UNKNOWN);
    }

    @Test
    void anyKey_ofTokens_hasALifeThatCoversTheLogin() {
        TokenPair pair = issued(tokens, "user-15");
        long days = Duration.ofDays(1).toMillis();

        assertThat(number(redis, "PTTL", familyKey(pair))).isBetween(29 * days, 30 * days);
        assertThat(number(redis, "PTTL", wordKey(pair))).isBetween(90 * days - 60_000, 91 * days);
        call(redis, "PEXPIRE", wordKey(pair), "1000");
        issued(tokens, "user-15");
        assertThat(number(redis, "PTTL", wordKey(pair))).isBetween(90 * days - 60_000, 91 * days);
        tokens.revokeAll("user-15");
        assertThat(number(redis, "PTTL", wordKey(pair))).isBetween(90 * days - 60_000, 91 * days);
    }

    @Test
    void issue_tooMuchOrNobody_isRefused() {
        assertThatThrownBy(() -> tokens.issue("user-16", Set.of(), Map.of("big", "x".repeat(9000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-grant-bytes is 8192")
                .hasMessageNotContaining("xx");
        assertThatThrownBy(() -> tokens.issue("", Set.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("subject is empty");
    }

    @Test
    void anyAnswer_asText_showsNoToken() {
        TokenPair pair = issued(tokens, "user-17");

        assertThat(tokens.refresh(pair.refresh()).toString())
                .doesNotContain(pair.refresh().substring(20))
                .contains("PT15M");
        assertThat(tokens.introspect(pair.access()).toString()).doesNotContain("user-17", "north");
        assertThat(new Issuance.Issued<>("secret").toString()).doesNotContain("secret");
    }

    @Test
    void anyCall_afterTheEnd_fails() {
        Larder closed = Realm.larder(redis.uri());
        Tokens late = Tokens.on(closed);
        TokenPair pair = issued(late, "user-18");
        closed.close();

        assertThatThrownBy(() -> late.introspect(pair.access())).isInstanceOf(CacheUnavailableException.class);
        assertThat(late.async().refresh(pair.refresh()).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void on_withoutASecret_saysHowToGiveOne() {
        try (Larder without = Larder.connect(redis.uri())) {
            assertThatThrownBy(() -> Tokens.on(without)).hasMessageContaining("hash-secret");
            assertThatThrownBy(() -> OneTimeTokens.on(without)).hasMessageContaining("hash-secret");
            assertThatThrownBy(() -> Revocations.on(without)).hasMessageContaining("hash-secret");
        }
    }

    @Test
    void on_afterAPolicyThatWasRefused_isMade() {
        try (Larder other = Realm.larder(redis.uri())) {
            assertThatThrownBy(() -> Tokens.on(other, policy -> policy.accessLife(Duration.ZERO)))
                    .hasMessageContaining("access-life");

            assertThat(isActive(tokens, issued(Tokens.on(other), "user-20"))).isTrue();
        }
    }

    @Test
    void on_twice_isRefused() {
        assertThatThrownBy(() -> Tokens.on(larder)).hasMessageContaining("already");
    }
}
