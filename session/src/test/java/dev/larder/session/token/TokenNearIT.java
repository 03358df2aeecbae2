package dev.larder.session.token;

import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static dev.larder.session.token.Realm.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.session.token.Revocations.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens and revocations that this process knows without asking, until somebody changes them. */
final class TokenNearIT {

    private static EmbeddedRedis redis;
    private static Larder here;
    private static Larder there;
    private static Tokens tokens;
    private static Tokens elsewhere;
    private static Revocations revocations;
    private static Revocations elsewhereToo;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
        here = Realm.larder(redis.uri());
        there = Realm.larder(redis.uri());
        tokens = Tokens.on(here, policy -> policy.nearEntries(1000));
        elsewhere = Tokens.on(there);
        revocations = Revocations.on(here, policy -> policy.nearEntries(1000));
        elsewhereToo = Revocations.on(there);
    }

    @AfterAll
    static void stop() {
        here.close();
        there.close();
        redis.close();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }

    private static long reads() {
        return Realm.call(redis, "INFO", "commandstats")
                .lines()
                .filter(line -> line.matches("cmdstat_(evalsha|get|mget):.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
                .sum();
    }

    /** Asks until the answer is known here: three times, unless the machine is so slow that the proof of freshness lapses. */
    private static void untilKnown(Runnable question) {
        until(() -> {
            long before = reads();
            question.run();
            return reads() == before;
        });
    }

    private static void untilKnown(TokenPair pair) {
        untilKnown(() -> assertThat(isActive(tokens, pair)).isTrue());
    }

    @Test
    void introspect_usedAndKnown_takesNoRoundTripAndNotesTheUse() {
        TokenPair first = issued(tokens, "near-1");
        TokenPair second = pair(tokens.refresh(first.refresh()));

        untilKnown(second);

        assertThat(refusal(elsewhere.refresh(first.refresh()))).isEqualTo(Refusal.REUSED);
        until(() -> refusal(tokens.introspect(second.access())) == Refusal.REUSED);
    }

    @Test
    void introspect_revokedElsewhere_isSeenHere() {
        TokenPair one = issued(tokens, "near-2");
        TokenPair two = issued(tokens, "near-2");
        untilKnown(one);
        untilKnown(two);

        elsewhere.revoke(one.refresh());
        until(() -> !isActive(tokens, one));
        assertThat(isActive(tokens, two)).isTrue();
        untilKnown(two);
        elsewhere.revokeAll("near-2");

        until(() -> !isActive(tokens, two));
    }

    @Test
    void introspect_revokedHere_isSeenAtOnce() {
        for (int i = 0; i < 50; i++) {
            TokenPair pair = issued(tokens, "near-3");
            untilKnown(pair);

            if (i % 2 == 0) {
                tokens.revoke(pair.access());
            } else {
                tokens.revokeAll("near-3");
            }

            assertThat(refusal(tokens.introspect(pair.access()))).isEqualTo(Refusal.REVOKED);
        }
    }

    @Test
    void introspect_tradedTwiceElsewhere_isOver() {
        TokenPair first = issued(tokens, "near-4");
        untilKnown(first);

        TokenPair second = pair(elsewhere.refresh(first.refresh()));
        until(() -> isActive(tokens, second));
        untilKnown(second);
        assertThat(isActive(tokens, first)).as("the last one").isTrue();
        pair(elsewhere.refresh(second.refresh()));

        until(() -> !isActive(tokens, first));
        untilKnown(() -> assertThat(refusal(tokens.introspect(first.access()))).isEqualTo(Refusal.UNKNOWN));
    }

    @Test
    void introspect_knownAndExpired_isExpired() {
        try (Larder larder = Realm.larder(redis.uri())) {
            Tokens brief = Tokens.on(larder, policy -> policy.nearEntries(10).accessLife(Duration.ofMillis(1500)));
            TokenPair pair = issued(brief, "near-5");

            until(() -> !isActive(brief, pair));

            assertThat(refusal(brief.introspect(pair.access()))).isEqualTo(Refusal.EXPIRED);
        }
    }

    @Test
    void check_absenceKnown_takesNoRoundTripUntilItIsRevoked() {
        Instant now = Instant.now();
        untilKnown(() -> assertThat(revocations.check("jti-1", "near-6", now)).isEqualTo(new Status.NotRevoked()));

        elsewhereToo.revoke("jti-1", now.plusSeconds(3600));
        until(() -> revocations.check("jti-1", "near-6", now).equals(new Status.Revoked()));
        untilKnown(() -> assertThat(revocations.check("jti-2", "near-6", now)).isEqualTo(new Status.NotRevoked()));
        elsewhereToo.revokeSubject("near-6", now.plusSeconds(1));

        until(() -> revocations.check("jti-2", "near-6", now).equals(new Status.Revoked()));
    }

    @Test
    void check_revokedHere_isSeenAtOnce() {
        Instant now = Instant.now();
        for (int i = 0; i < 50; i++) {
            String jti = "mine-" + i;
            untilKnown(() -> assertThat(revocations.check(jti, null, now)).isEqualTo(new Status.NotRevoked()));

            revocations.revoke(jti, now.plusSeconds(3600));

            assertThat(revocations.check(jti, null, now)).isEqualTo(new Status.Revoked());
        }
    }
}
