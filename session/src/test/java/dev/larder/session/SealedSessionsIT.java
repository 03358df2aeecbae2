package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.config.TinkConfig2026;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.KeysetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedSessionsIT {

    private static Grounds grounds;
    private static Sessions sessions;

    @BeforeAll
    static void start() throws GeneralSecurityException {
        grounds = new Grounds();
        sessions = withKeysOfItsOwn(policy -> policy);
    }

    private static Sessions withKeysOfItsOwn(UnaryOperator<SessionPolicy.Builder> policy)
            throws GeneralSecurityException {
        Keyring keys = Keyring.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TinkConfig2026.get()));
        return Sessions.on(grounds.larder(builder -> builder.keyring(keys)), policy);
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static String key(Session session) {
        return "larder:@sessions:{" + session.id().substring(0, 12) + "}:" + session.handle();
    }

    /** Copies a field of one hash to another one, byte for byte. */
    private static void copy(String from, String to, String field, String as) {
        grounds.command(
                "EVAL",
                "return redis.call('HSET', KEYS[2], ARGV[2], redis.call('HGET', KEYS[1], ARGV[1]))",
                "2",
                from,
                to,
                field,
                as);
    }

    @Test
    void values_inRedis_areNotInClearText() {
        Session session = granted(sessions.login("ann", new Details("Firefox", "Kiel")));
        saved(sessions.save(session.put("cart", "mower")));
        saved(sessions.changeUser("ann", user -> user.put("role", "admin")));

        String all = grounds.command(
                "EVAL",
                "local t = redis.call('HGETALL', KEYS[1]) for _, v in ipairs(redis.call('HGETALL',"
                        + " KEYS[2])) do t[#t + 1] = v end return table.concat(t, ' ')",
                "2",
                key(session),
                key(session).replaceAll("(\\{.*}).*", "user:$1"));

        assertThat(all).contains("a:cart ", "a:role ").doesNotContain("mower", "Kiel", "ann", "admin");
        Session read = found(sessions.read(session.id()));
        assertThat(read.get("cart", String.class)).isEqualTo("mower");
        assertThat(read.user().get("role", String.class)).isEqualTo("admin");
        assertThat(read.userId()).isEqualTo("ann");
        assertThat(page(sessions.list("ann", null, 10)).sessions())
                .extracting(SessionList.Item::details)
                .contains(new Details("Firefox", "Kiel"));
    }

    @Test
    void values_afterRotationAndLogin_canBeRead() {
        Session visit = granted(sessions.create(Details.NONE));
        saved(sessions.save(visit.put("cart", "mower")));

        Session session = granted(sessions.rotate(granted(sessions.login(visit, "ben", Details.NONE))));

        assertThat(found(sessions.read(session.id())).get("cart", String.class)).isEqualTo("mower");
    }

    @Test
    void values_movedByWhoWritesToRedis_areNotBelieved() {
        Session mine = granted(sessions.login("eve", Details.NONE));
        Session theirs = granted(sessions.login("ann", Details.NONE));
        saved(sessions.save(mine.put("a", "1").put("b", "2")));
        saved(sessions.save(theirs.put("a", "admin")));

        copy(key(theirs), key(mine), "a:a", "a:a");
        copy(key(mine), key(mine), "a:b", "a:c");
        Session read = found(sessions.read(mine.id()));
        assertThat(read.get("a", String.class)).isNull();
        assertThat(read.get("c", String.class)).isNull();
        assertThat(read.get("b", String.class)).isEqualTo("2");

        copy(key(theirs), key(mine), "d", "d");
        assertThat(sessions.read(mine.id())).isEqualTo(new SessionLookup.None(null));
    }

    @Test
    void values_inClearText_areNotBelieved() {
        Sessions withoutKeys = grounds.sessions();
        Session clear = granted(withoutKeys.create(Details.NONE));

        assertThat(sessions.read(clear.id())).isEqualTo(new SessionLookup.None(null));
    }

    /** Their keys are newer here than there: it could be told elsewhere, so it is no logout. */
    @Test
    void read_sealedByAKeyThatIsNotAtHand_isUnavailableAndNotNone() throws GeneralSecurityException {
        Session session = granted(sessions.login("cat", Details.NONE));
        List<Sessions> lagging = List.of(
                withKeysOfItsOwn(policy -> policy),
                withKeysOfItsOwn(policy -> policy.nearEntries(10).touchEvery(Duration.ofMinutes(1))));

        for (Sessions there : lagging) {
            for (int i = 0; i < 3; i++) {
                assertUnavailable(there.read(session.id()), "keyset does not have");
            }
            assertThat(there.list("cat", null, 10))
                    .isInstanceOfSatisfying(
                            SessionList.Unavailable.class,
                            list -> assertThat(list.cause()).hasMessageContaining("keyset does not have"));
        }
        assertUnavailable(grounds.sessions().read(session.id()), "there are no keys");
        found(sessions.read(session.id()));
    }

    @Test
    void read_sealedByAKeyThatIsNotAtHandAndEnded_isNone() throws GeneralSecurityException {
        Session ended = granted(sessions.login("dan", Details.NONE));
        Session before = granted(sessions.login("eli", Details.NONE));
        sessions.end(ended.id());
        sessions.endAll("eli");

        Sessions lagging = withKeysOfItsOwn(policy -> policy);

        assertThat(lagging.read(ended.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(lagging.read(before.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
    }

    private static void assertUnavailable(SessionLookup lookup, String cause) {
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        SessionLookup.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).hasMessageContaining(cause));
    }

    @Test
    void read_keysetLagsBehind_isFoundAsSoonAsItHasCaughtUp(@TempDir Path folder) throws IOException {
        KeysetFile newest = new KeysetFile(folder.resolve("newest.json"));
        newest.create();
        Path lagging = Files.copy(folder.resolve("newest.json"), folder.resolve("lagging.json"));
        int second = newest.add();
        Sessions there = withKeysOf(lagging);
        newest.promote(second);
        Sessions here = withKeysOf(folder.resolve("newest.json"));
        Session session = granted(here.login("fay", Details.NONE));

        assertUnavailable(there.read(session.id()), "keyset does not have");

        Files.copy(folder.resolve("newest.json"), lagging, StandardCopyOption.REPLACE_EXISTING);
        await().atMost(Duration.ofSeconds(20)).until(() -> there.read(session.id()) instanceof SessionLookup.Found);
    }

    /** As the page of encryption says: who retires a key too early logs users out. */
    @Test
    void read_sealedByAKeyThatHasBeenRetired_isNone(@TempDir Path folder) {
        Path file = folder.resolve("keyset.json");
        KeysetFile keys = new KeysetFile(file);
        int first = keys.create().get(0).id();
        Session session = granted(withKeysOf(file).login("gil", Details.NONE));
        int second = keys.add();
        keys.promote(second);
        keys.retire(first, false);

        assertThat(withKeysOf(file).read(session.id())).isEqualTo(new SessionLookup.None(null));
    }

    private static Sessions withKeysOf(Path file) {
        return Sessions.on(grounds.larder(builder -> builder.keyring(Keyring.ofFile(file))), policy -> policy);
    }
}
