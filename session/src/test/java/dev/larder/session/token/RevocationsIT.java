package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.session.token.Revocations.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RevocationsIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private static EmbeddedRedis redis;
    private static Larder here;
    private static Larder there;
    private static Revocations revocations;
    private static Revocations elsewhere;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        here = Realm.larder(redis.uri());
        there = Realm.larder(redis.uri());
        revocations = Revocations.on(here);
        elsewhere = Revocations.on(there, policy -> policy.longestLife(Duration.ofHours(24)));
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        redis.close();
    }

    private static long lifeOf(String pattern) {
        assertThat(Realm.keys(redis, pattern)).hasSize(1);
        return number(redis, "PTTL", Realm.keys(redis, pattern).get(0));
    }

    @Test
    void check_tokenThatWasRevoked_isRevokedAndNoOther() {
        assertThat(revocations.revoke("jti-1", Instant.now().plus(HOUR))).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(elsewhere.check("jti-1", "user-1", Instant.now())).isEqualTo(new Status.Revoked());
        assertThat(elsewhere.check("jti-1", null, null)).isEqualTo(new Status.Revoked());
        assertThat(elsewhere.check("jti-2", "user-1", Instant.now())).isEqualTo(new Status.NotRevoked());
    }

    @Test
    void check_subjectThatWasRevoked_isRevokedIfItWasIssuedBefore() {
        Instant time = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        revocations.revokeSubject("user-2", time);

        assertThat(elsewhere.check("jti-3", "user-2", time.minusSeconds(1))).isEqualTo(new Status.Revoked());
        assertThat(elsewhere.check(null, "user-2", time.minusMillis(1))).isEqualTo(new Status.Revoked());
        assertThat(elsewhere.check("jti-3", "user-2", null)).isEqualTo(new Status.Revoked());
        assertThat(elsewhere.check("jti-3", "user-2", time)).isEqualTo(new Status.NotRevoked());
        assertThat(elsewhere.check("jti-3", "user-3", time.minusSeconds(1))).isEqualTo(new Status.NotRevoked());
        assertThat(elsewhere.check("jti-3", null, time.minusSeconds(1))).isEqualTo(new Status.NotRevoked());
        assertThat(elsewhere.check(null, null, null)).isEqualTo(new Status.NotRevoked());
    }

    @Test
    void revokeSubject_withAnEarlierTime_movesNothingBack() {
        Instant time = Instant.now();
        revocations.revokeSubject("user-4", time);

        elsewhere.revokeSubject("user-4", time.minus(HOUR));

        assertThat(revocations.check(null, "user-4", time.minusSeconds(60))).isEqualTo(new Status.Revoked());
    }

    @Test
    void revoke_any_livesUntilNoSuchTokenCanBeValid() {
        call(redis, "FLUSHALL");
        revocations.revoke("jti-5", Instant.now().plus(HOUR));
        revocations.revoke("jti-5", Instant.now().plusSeconds(5));
        revocations.revokeSubject("user-5", Instant.now().minus(HOUR));

        assertThat(lifeOf("*:j:*")).isBetween(64 * 60_000L, 66 * 60_000L);
        assertThat(lifeOf("*:s:*")).isBetween((23 * 60 + 4) * 60_000L, (23 * 60 + 6) * 60_000L);
    }

    @Test
    void revoke_expiredLongAgo_isNotListed() {
        revocations.revoke("jti-6", Instant.now().minus(HOUR));
        revocations.revokeSubject("user-6", Instant.now().minus(Duration.ofDays(2)));

        assertThat(elsewhere.check("jti-6", "user-6", Instant.now().minus(Duration.ofDays(3))))
                .isEqualTo(new Status.NotRevoked());
    }

    @Test
    void revoke_withoutAName_isRefused() {
        assertThatThrownBy(() -> revocations.revoke("", Instant.now())).hasMessageContaining("jti is empty");
        assertThatThrownBy(() -> revocations.revokeSubject("", Instant.now())).hasMessageContaining("subject is empty");
    }

    @Test
    void check_entryThatSomebodyElseWrote_isUnavailable() {
        call(redis, "FLUSHALL");
        revocations.revoke("jti-8", Instant.now().plus(HOUR));
        call(redis, "SET", Realm.keys(redis, "*").get(0), "garbage");

        assertThat(elsewhere.check("jti-8", null, null)).isInstanceOf(Status.Unavailable.class);
    }

    @Test
    void check_serverAway_isUnavailable() {
        EmbeddedRedis other = EmbeddedRedis.start();
        try (other;
                Larder larder = Realm.larder(other.uri(), builder -> builder)) {
            Revocations list = Revocations.on(larder);
            other.kill();

            assertThat(list.check("jti-7", "user-7", Instant.now())).isInstanceOf(Status.Unavailable.class);
        }
    }
}
