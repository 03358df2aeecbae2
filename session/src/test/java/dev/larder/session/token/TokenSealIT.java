package dev.larder.session.token;

import static dev.larder.session.token.Realm.call;
import static dev.larder.session.token.Realm.familyKey;
import static dev.larder.session.token.Realm.isActive;
import static dev.larder.session.token.Realm.issued;
import static dev.larder.session.token.Realm.pair;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.Larder;
import dev.larder.crypto.Keyring;
import dev.larder.embedded.EmbeddedRedis;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whoever can read and write in Redis gets to know and to do. */
final class TokenSealIT {

    private static EmbeddedRedis redis;
    private static Larder sealing;
    private static Larder clear;
    private static Tokens tokens;
    private static Tokens withoutKeys;
    private static OneTimeTokens once;
    private static Revocations revocations;

    @BeforeAll
    static void start() throws GeneralSecurityException {
        redis = EmbeddedRedis.start();
        sealing = Realm.larder(redis.uri(), builder -> builder.keyring(keyring()));
        clear = Realm.larder(redis.uri());
        tokens = Tokens.on(sealing);
        withoutKeys = Tokens.on(clear);
        once = OneTimeTokens.on(sealing);
        revocations = Revocations.on(sealing);
    }

    private static Keyring keyring() {
        try {
            return Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        sealing.close();
        clear.close();
        redis.close();
    }

    @BeforeEach
    void clean() {
        call(redis, "FLUSHALL");
    }

    /** Every key with all that it holds. */
    private static String everything() {
        String hash = "return table.concat(redis.call('HGETALL', KEYS[1]), ' ')";
        return Realm.keys(redis, "*").stream()
                .map(key -> key + " "
                        + (call(redis, "TYPE", key).equals("hash")
                                ? call(redis, "EVAL", hash, "1", key)
                                : call(redis, "GET", key)))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void anyIssue_withKeys_leavesNothingReadable() {
        TokenPair first = pair(tokens.issue("alice@example.org", Set.of("admin-scope"), Map.of("tenant", "north")));
        TokenPair second = pair(tokens.refresh(first.refresh()));
        Issuance<String> link = once.issue("reset-password", "alice@example.org", "payload-1", Duration.ofHours(1));
        revocations.revokeSubject("alice@example.org", Instant.now());
        revocations.revoke("jti-4711", Instant.now().plusSeconds(3600));

        String all = everything();

        assertThat(Realm.keys(redis, "*")).hasSize(5).allMatch(key -> Realm.number(redis, "PTTL", key) > 0);
        assertThat(all)
                .doesNotContain("alice", "admin-scope", "north", "tenant", "reset-password", "payload-1", "jti-4711")
                .doesNotContain(
                        first.access().substring(30, 52), first.refresh().substring(30, 52))
                .doesNotContain(
                        second.access().substring(30, 52), second.refresh().substring(30, 52));
        assertThat(link)
                .isInstanceOfSatisfying(
                        Issuance.Issued.class,
                        issued -> assertThat(all).doesNotContain(((String) issued.value()).substring(12, 34)));
    }

    @Test
    void introspect_whatIsKeptOfAnotherLogin_isNotBelieved() {
        TokenPair mine = issued(tokens, "user-1");
        TokenPair admins = issued(tokens, "admin");
        String script = "return redis.call('HSET', KEYS[1], 'd', redis.call('HGET', KEYS[2], 'd'))";
        call(redis, "EVAL", script, "2", familyKey(mine), familyKey(admins));

        assertUnavailable(tokens.introspect(mine.access()), "changed or moved");
        assertThat(isActive(tokens, admins)).isTrue();
    }

    @Test
    void introspect_keptInClearText_isNotBelievedWhereThereAreKeys() {
        TokenPair pair = issued(withoutKeys, "user-2");

        assertThat(isActive(withoutKeys, pair)).isTrue();
        assertUnavailable(tokens.introspect(pair.access()), "not sealed");
    }

    @Test
    void introspect_sealedAndNoKeys_saysWhatToDo() {
        TokenPair pair = issued(tokens, "user-3");

        assertUnavailable(withoutKeys.introspect(pair.access()), "keyset");
        assertThat(pair(withoutKeys.refresh(pair.refresh())))
                .as("needs no keys")
                .isNotNull();
    }

    @Test
    void introspect_sealedByAnotherKeyset_saysWhatToDo() {
        TokenPair pair = issued(tokens, "user-4");
        try (Larder other = Realm.larder(redis.uri(), builder -> builder.keyring(keyring()))) {
            assertUnavailable(Tokens.on(other).introspect(pair.access()), "keyset does not have");
        }
    }

    @Test
    void introspect_garbageKept_isUnavailable() {
        TokenPair pair = issued(withoutKeys, "user-5");
        call(redis, "HSET", familyKey(pair), "d", "garbage");
        assertUnavailable(withoutKeys.introspect(pair.access()), "no keys");

        call(redis, "HDEL", familyKey(pair), "d");
        assertUnavailable(withoutKeys.introspect(pair.access()), "missing");
    }

    private static void assertUnavailable(Introspection introspection, String cause) {
        assertThat(introspection)
                .isInstanceOfSatisfying(
                        Introspection.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).hasMessageContaining(cause));
    }

    @Test
    void redeem_sealedByAKeyThatIsNotAtHand_leavesTheTokenToOthers() {
        Issuance<String> issued = once.issue("reset-password", "user-6", "payload-2", Duration.ofHours(1));
        assertThat(issued).isInstanceOf(Issuance.Issued.class);
        String token = ((Issuance.Issued<String>) issued).value();

        try (Larder other = Realm.larder(redis.uri(), builder -> builder.keyring(keyring()));
                Larder none = Realm.larder(redis.uri())) {
            assertUnavailable(OneTimeTokens.on(other).redeem(token, "reset-password"), "keyset does not have");
            assertUnavailable(OneTimeTokens.on(none).redeem(token, "reset-password"), "there are no keys");
        }

        assertThat(once.redeem(token, "reset-password"))
                .isEqualTo(new OneTimeTokens.Redemption.Redeemed("user-6", "payload-2"));
        assertThat(Realm.refusal(once.redeem(token, "reset-password"))).isEqualTo(Refusal.REDEEMED);
    }

    private static void assertUnavailable(OneTimeTokens.Redemption redemption, String cause) {
        assertThat(redemption)
                .isInstanceOfSatisfying(
                        OneTimeTokens.Redemption.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).hasMessageContaining(cause));
    }
}
