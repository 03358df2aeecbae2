package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.familyKey;
import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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
        larder = Realm.larder(proxy.uri(), builder -> builder);
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
        TokenPair first = issued(tokens, "user-2");
        proxy.blackHoleRequests();
        assertThat(tokens.refresh(first.refresh())).isInstanceOf(Refresh.Unavailable.class);
        TokenPair second = pair(elsewhere.refresh(first.refresh()));
        assertThat(isActive(elsewhere, second)).isTrue();
        call(redis, "CONFIG", "RESETSTAT");

        proxy.heal();

        await().atMost(PATIENCE).until(() -> call(redis, "INFO", "errorstats").contains("errorstat_TOOLATE"));
        assertThat(isActive(elsewhere, second)).isTrue();
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
}
