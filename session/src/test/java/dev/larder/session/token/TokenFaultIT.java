package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.familyKey;
import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.redis.RedisTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens while the network loses or holds what is sent, and while the server is away. */
final class TokenFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Larder larder;
    private Larder steady;
    private Tokens tokens;
    private Tokens elsewhere;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        larder = Realm.larder(proxy.uri() + "?dead-after=60s&max-backoff=200ms", builder -> builder);
        steady = Realm.larder(redis.uri());
        tokens = Tokens.on(larder);
        elsewhere = Tokens.on(steady);
    }

    @AfterEach
    void close() {
        larder.close();
        steady.close();
        proxy.close();
        redis.close();
    }

    /** Has something sent into a black hole, and not refused before it is sent, as it is where a slow machine is late with heartbeats. */
    private void holdBack(Callable<Boolean> sent) {
        await().atMost(PATIENCE).until(() -> {
            proxy.heal();
            await().atMost(PATIENCE).until(larder::coherent);
            proxy.blackHoleRequests();
            return sent.call();
        });
    }

    private Refresh refreshed(TokenPair pair) {
        return await().atMost(PATIENCE)
                .until(() -> tokens.refresh(pair.refresh()), answer -> !(answer instanceof Refresh.Unavailable));
    }

    @Test
    void refresh_replyLost_canBeTriedAgain() {
        TokenPair first = issued(tokens, "user-1");
        proxy.blackHoleReplies();

        assertThat(tokens.refresh(first.refresh())).isInstanceOf(Refresh.Unavailable.class);

        await().atMost(PATIENCE)
                .until(() -> call(redis, "HGET", familyKey(first), "g").equals("1"));
        TokenPair elsewhereGot = pair(elsewhere.refresh(first.refresh()));
        proxy.heal();
        TokenPair second = pair(refreshed(first));
        assertThat(second.refresh()).isEqualTo(elsewhereGot.refresh());
        assertThat(isActive(elsewhere, second)).isTrue();
    }

    /** A trade that is done late would be taken for that of a thief. */
    @Test
    void refresh_heldBackByTheNetworkAndGivenUp_isNotDoneLater() {
        TokenPair first = pair(tokens.refresh(issued(tokens, "user-2").refresh()));
        holdBack(() -> tokens.refresh(first.refresh()) instanceof Refresh.Unavailable unavailable
                && unavailable.cause() instanceof RedisTimeoutException);
        TokenPair second = pair(elsewhere.refresh(first.refresh()));
        assertThat(isActive(elsewhere, second)).isTrue();
        call(redis, "CONFIG", "RESETSTAT");

        proxy.heal();

        await().atMost(PATIENCE).until(() -> call(redis, "INFO", "errorstats").contains("errorstat_TOOLATE"));
        assertThat(isActive(elsewhere, second)).isTrue();
    }

    @Test
    void revokeSubject_twiceWithoutRedis_reachesAsFarAsTheFarther() {
        Revocations revocations = Revocations.on(larder);
        Revocations there = Revocations.on(steady);
        Instant late = Instant.now();
        proxy.blackHole();

        assertThat(revocations.revokeSubject("user-9", late)).isEqualTo(Delivery.JOURNALED);
        assertThat(revocations.revokeSubject("user-9", late.minusSeconds(60))).isEqualTo(Delivery.JOURNALED);
        assertThat(revocations.revoke("jti-9", late.plusSeconds(600))).isEqualTo(Delivery.JOURNALED);
        assertThat(revocations.revoke("jti-9", late.plusSeconds(60))).isEqualTo(Delivery.JOURNALED);

        assertThat(revocations.check("jti-9", null, null)).isEqualTo(new Revocations.Status.Revoked());
        proxy.reset();
        proxy.heal();
        await().atMost(PATIENCE).until(() -> Realm.keys(redis, "*:@revoked:*").size() == 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(revocations.check("jti-0", "user-9", late))
                        .isEqualTo(new Revocations.Status.NotRevoked()));
        assertThat(there.check("jti-0", "user-9", late.minusSeconds(30))).isEqualTo(new Revocations.Status.Revoked());
        assertThat(Realm.keys(redis, "*:@revoked:j:*"))
                .singleElement()
                .satisfies(key -> assertThat(Realm.number(redis, "PTTL", key)).isGreaterThan(300_000));
    }

    @Test
    void anyCall_serverAway_isUnavailableAndNeverNone() {
        TokenPair pair = issued(tokens, "user-3");
        redis.kill();

        assertThat(tokens.introspect(pair.access())).isInstanceOf(Introspection.Unavailable.class);
        assertThat(tokens.refresh(pair.refresh())).isInstanceOf(Refresh.Unavailable.class);
        assertThat(tokens.issue("user-3", Set.of(), Map.of())).isInstanceOf(Issuance.Unavailable.class);
        assertThat(refusal(tokens.introspect("forged"))).isEqualTo(Refusal.UNKNOWN);
    }

    @Test
    void refresh_serverHasLostEverything_isUnknown() {
        TokenPair pair = issued(tokens, "user-4");
        redis.restartEmpty();

        assertThat(refusal(refreshed(pair))).isEqualTo(Refusal.UNKNOWN);
    }

    @Test
    void introspect_inFlightWhenTheConnectionIsLost_isUnavailable() {
        TokenPair pair = issued(tokens, "user-5");
        proxy.holdReplies();
        CompletableFuture<Introspection> asked =
                tokens.async().introspect(pair.access()).toCompletableFuture();

        proxy.reset();
        proxy.heal();

        assertThat(asked.join()).isInstanceOf(Introspection.Unavailable.class);
        await().atMost(PATIENCE).until(() -> isActive(tokens, pair));
    }

    private void awaitDelivered(Callable<Boolean> seenElsewhere) {
        proxy.heal();
        await().atMost(PATIENCE).until(seenElsewhere);
    }

    /** Or it might be done behind the client's next try, and be taken for that of a thief. */
    @Test
    void refresh_connectionLostUnderWay_isToldWhenItCannotBeDoneAnyMore() {
        try (Larder slow =
                Realm.larder(proxy.uri() + "?timeout=3s&dead-after=60s&max-backoff=200ms", builder -> builder)) {
            Tokens waiting = Tokens.on(slow);
            TokenPair pair = issued(waiting, "user-14");
            proxy.holdReplies();
            long sent = System.nanoTime();
            CompletableFuture<Refresh> refresh =
                    waiting.async().refresh(pair.refresh()).toCompletableFuture();
            await().atMost(PATIENCE)
                    .until(() -> call(redis, "HGET", familyKey(pair), "g").equals("1"));

            proxy.reset();

            assertThat(refresh.join()).isInstanceOf(Refresh.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void revoke_serverOutOfReach_isObeyedHereAndDeliveredLater() {
        TokenPair one = issued(tokens, "user-6");
        TokenPair two = issued(tokens, "user-7");
        TokenPair other = issued(tokens, "user-8");
        proxy.blackHole();

        assertThat(tokens.revoke(one.refresh())).isEqualTo(Delivery.JOURNALED);
        assertThat(tokens.revokeAll("user-7")).isEqualTo(Delivery.JOURNALED);

        assertThat(refusal(tokens.introspect(one.access()))).isEqualTo(Refusal.REVOKED);
        assertThat(refusal(tokens.refresh(one.refresh()))).isEqualTo(Refusal.REVOKED);
        assertThat(refusal(tokens.introspect(two.access()))).isEqualTo(Refusal.REVOKED);
        assertThat(tokens.introspect(other.access())).isInstanceOf(Introspection.Unavailable.class);
        awaitDelivered(() -> !isActive(elsewhere, one) && !isActive(elsewhere, two));
        assertThat(isActive(elsewhere, other)).isTrue();
        await().atMost(PATIENCE).until(() -> isActive(tokens, other));
    }

    @Test
    void revokeOnce_serverOutOfReach_isObeyedHereAndSparesLaterTokens() {
        OneTimeTokens links = OneTimeTokens.on(larder);
        OneTimeTokens theirs = OneTimeTokens.on(steady);
        String revoked = link(links, "user-9");
        String replaced = link(links, "user-10");
        proxy.blackHole();

        assertThat(links.revoke("reset", "user-9")).isEqualTo(Delivery.JOURNALED);
        assertThat(links.revoke("reset", "user-10")).isEqualTo(Delivery.JOURNALED);

        assertThat(refusal(links.redeem(revoked, "reset"))).isEqualTo(Refusal.REVOKED);
        String later = link(theirs, "user-10");
        // The order means what was issued before the latest that the server's clock could show.
        String key = Realm.keys(redis, "larder:@once:{" + Realm.MINT.owner("user-10") + "}*")
                .get(0);
        call(redis, "HSET", key, "t", Long.toString(Realm.number(redis, "HGET", key, "t") + 60_000));
        proxy.heal();
        await().atMost(PATIENCE)
                .until(() -> links.redeem(revoked, "reset") instanceof OneTimeTokens.Redemption.None none
                        && none.why() == Refusal.UNKNOWN);
        await().atMost(PATIENCE)
                .until(() -> links.redeem(replaced, "reset") instanceof OneTimeTokens.Redemption.None none
                        && none.why() == Refusal.UNKNOWN);
        assertThat(theirs.redeem(later, "reset")).isInstanceOf(OneTimeTokens.Redemption.Redeemed.class);
    }

    private static String link(OneTimeTokens links, String subject) {
        Issuance<String> issuance = links.issue("reset", subject, "", Duration.ofHours(1));
        assertThat(issuance).isInstanceOf(Issuance.Issued.class);
        return ((Issuance.Issued<String>) issuance).value();
    }

    @Test
    void revokeJwt_serverOutOfReach_isObeyedHereAndDeliveredLater() {
        Revocations list = Revocations.on(larder);
        Revocations theirs = Revocations.on(steady);
        Instant now = Instant.now();
        proxy.blackHole();

        assertThat(list.revoke("jti-1", now.plusSeconds(3600))).isEqualTo(Delivery.JOURNALED);
        assertThat(list.revokeSubject("user-11", now)).isEqualTo(Delivery.JOURNALED);

        assertThat(list.check("jti-1", null, now)).isEqualTo(new Revocations.Status.Revoked());
        assertThat(list.check("jti-2", "user-11", now.minusSeconds(1))).isEqualTo(new Revocations.Status.Revoked());
        assertThat(list.check("jti-2", "user-12", now)).isInstanceOf(Revocations.Status.Unavailable.class);
        awaitDelivered(() -> theirs.check("jti-1", null, now).equals(new Revocations.Status.Revoked())
                && theirs.check(null, "user-11", now.minusSeconds(1)).equals(new Revocations.Status.Revoked()));
        assertThat(theirs.check(null, "user-11", now.plusSeconds(1))).isEqualTo(new Revocations.Status.NotRevoked());
    }

    @Test
    void redeem_heldBackByTheNetworkAndGivenUp_isNotDoneLater() {
        OneTimeTokens links = OneTimeTokens.on(larder);
        OneTimeTokens theirs = OneTimeTokens.on(steady);
        String token = link(links, "user-13");
        // A server that does not know the script would not do it either.
        assertThat(refusal(links.redeem(token, "another purpose"))).isEqualTo(Refusal.UNKNOWN);
        holdBack(() -> links.redeem(token, "reset") instanceof OneTimeTokens.Redemption.Unavailable unavailable
                && unavailable.cause() instanceof RedisTimeoutException);

        proxy.heal();

        await().atMost(PATIENCE).until(() -> call(redis, "INFO", "errorstats").contains("errorstat_TOOLATE"));
        assertThat(theirs.redeem(token, "reset")).isInstanceOf(OneTimeTokens.Redemption.Redeemed.class);
    }
}
