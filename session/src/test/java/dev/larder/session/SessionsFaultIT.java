package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.chaos.FaultProxy;
import dev.larder.redis.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process whose way to Redis fails, and one whose way does not. */
final class SessionsFaultIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Grounds grounds;
    private static Sessions witness;
    private FaultProxy proxy;
    private Larder larder;
    private Sessions sessions;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        witness = grounds.sessions();
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    @BeforeEach
    void connect() {
        proxy = FaultProxy.to(grounds.redis().host(), grounds.redis().port());
        larder = Larder.builder()
                .redis(grounds.redis().uri(proxy))
                .hashSecret(Grounds.SECRET)
                .build();
        sessions = Sessions.on(larder, policy -> policy);
        await().atMost(SOON).until(() -> sessions.create(Details.NONE) instanceof Grant.Granted);
    }

    @AfterEach
    void disconnect() {
        larder.close();
        proxy.close();
    }

    @Test
    void everything_withoutRedis_isUnavailableAndNotNone() {
        Session session = granted(sessions.login("ann", Details.NONE));

        proxy.blackHole();

        assertThat(sessions.read(session.id())).isInstanceOf(SessionLookup.Unavailable.class);
        assertThat(sessions.save(session.put("a", "1"))).isInstanceOf(SaveResult.Unavailable.class);
        assertThat(sessions.rotate(session)).isInstanceOf(Grant.Unavailable.class);
        assertThat(sessions.create(Details.NONE)).isInstanceOf(Grant.Unavailable.class);
        assertThat(sessions.login(session, "ann", Details.NONE)).isInstanceOf(Grant.Unavailable.class);
        assertThat(sessions.list("ann", null, 10)).isInstanceOf(SessionList.Unavailable.class);
        assertThat(sessions.changeUser("ann", user -> user.put("a", "1"))).isInstanceOf(SaveResult.Unavailable.class);
        assertThat(session.changed()).isTrue();
    }

    @Test
    void end_withoutRedis_isObeyedAtOnceAndDeliveredLater() {
        Session session = granted(sessions.login("ben", Details.NONE));
        proxy.blackHole();

        assertThat(sessions.end(session.id())).isEqualTo(Delivery.JOURNALED);

        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(sessions.save(session.put("a", "1"))).isEqualTo(new SaveResult.Ended(EndReason.ENDED));
        assertListIsUnsure("ben");
        found(witness.read(session.id()));
        proxy.heal();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(witness.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED)));
    }

    /** Redis would tell of the rotation, were it asked before the order is delivered; and has forgotten it when that comes. */
    @Test
    void end_ofAnOldIdWithoutRedis_isObeyedForTheNewOne() {
        Session old = granted(sessions.login("kim", Details.NONE));
        Session between = granted(sessions.rotate(old));
        Session next = granted(sessions.rotate(between));
        proxy.blackHole();

        assertThat(sessions.end(old.id())).isEqualTo(Delivery.JOURNALED);

        assertThat(sessions.read(next.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(sessions.rotate(between)).isEqualTo(new Grant.Ended(EndReason.ENDED));
        grounds.command("DEL", Grounds.key(old));
        grounds.command("DEL", Grounds.key(between));
        proxy.heal();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(witness.read(next.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED)));
    }

    @Test
    void end_byAHandleWithoutRedis_leavesTheUsersOtherSessionsUnsureUntilDelivered() {
        Session listed = granted(sessions.login("lou", Details.NONE));
        Session other = granted(sessions.login("lou", Details.NONE));
        Session stranger = granted(sessions.login("max", Details.NONE));
        proxy.holdReplies();
        CompletableFuture<Delivery> end =
                sessions.async().end("lou", listed.handle()).toCompletableFuture();
        CompletableFuture<SessionLookup> meanwhile =
                sessions.async().read(other.id()).toCompletableFuture();
        assertThat(meanwhile).as("asks Redis").isNotDone();

        assertThat(end).succeedsWithin(SOON).isEqualTo(Delivery.JOURNALED);

        assertListIsUnsure("lou");
        assertThat(sessions.read(listed.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(sessions.read(other.id()))
                .isInstanceOfSatisfying(
                        SessionLookup.Unavailable.class,
                        unsure -> assertThat(unsure.cause()).hasMessageContaining("ended by its handle"));
        assertThat(sessions.read(stranger.id()))
                .isInstanceOfSatisfying(
                        SessionLookup.Unavailable.class,
                        away -> assertThat(away.cause()).isInstanceOf(RedisException.class));
        proxy.heal();
        await().atMost(SOON).until(() -> sessions.read(other.id()) instanceof SessionLookup.Found);
        assertThat(sessions.read(listed.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
    }

    private void assertListIsUnsure(String user) {
        assertThat(sessions.list(user, null, 10))
                .isInstanceOfSatisfying(
                        SessionList.Unavailable.class,
                        unsure -> assertThat(unsure.cause()).hasMessageContaining("are being ended"));
    }

    /** Redis is not asked: the order would end the new session, too. */
    private void assertNobodyCanLogIn(String user) {
        assertThat(sessions.login(user, Details.NONE))
                .isInstanceOfSatisfying(
                        Grant.Unavailable.class,
                        heldUp -> assertThat(heldUp.cause()).hasMessageContaining("are being ended"));
    }

    @Test
    void endAll_withoutRedis_isObeyedAtOnceAndDeliveredLater() {
        Session session = granted(sessions.login("cat", Details.NONE));
        proxy.blackHole();

        assertThat(sessions.endAll("cat")).isEqualTo(Delivery.JOURNALED);

        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
        assertThat(page(sessions.list("cat", null, 10)).sessions()).isEmpty();
        assertNobodyCanLogIn("cat");
        proxy.heal();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(witness.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED)));
    }

    @Test
    void endOthers_withoutRedis_isUnsureUntilDelivered() {
        Session kept = granted(sessions.login("dan", Details.NONE));
        Session other = granted(sessions.login("dan", Details.NONE));
        proxy.blackHole();

        assertThat(sessions.endOthers(kept)).isEqualTo(Delivery.JOURNALED);

        assertThat(sessions.read(other.id())).isInstanceOf(SessionLookup.Unavailable.class);
        assertListIsUnsure("dan");
        assertNobodyCanLogIn("dan");
        proxy.heal();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(witness.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED)));
        found(witness.read(kept.id()));
        await().atMost(SOON).until(() -> sessions.read(kept.id()) instanceof SessionLookup.Found);
    }

    @Test
    void endOthers_ofTwoSessionsWithoutRedis_endsBoth() {
        Session first = granted(sessions.login("deb", Details.NONE));
        Session second = granted(sessions.login("deb", Details.NONE));
        proxy.blackHole();

        assertThat(sessions.endOthers(first)).isEqualTo(Delivery.JOURNALED);
        assertThat(sessions.endOthers(second)).isEqualTo(Delivery.JOURNALED);

        proxy.reset();
        proxy.heal();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(page(witness.list("deb", null, 10)).sessions())
                                .isEmpty());
    }

    @Test
    void rotate_theReplyIsLost_isRepeated() {
        Session session = granted(sessions.create(Details.NONE));
        proxy.blackHoleReplies();
        assertThat(sessions.rotate(session)).isInstanceOf(Grant.Unavailable.class);
        proxy.heal();

        await().atMost(SOON).until(() -> sessions.read(session.id()) instanceof SessionLookup.Found);
        Session rotated = granted(sessions.rotate(session));

        assertThat(rotated.id()).isNotEqualTo(session.id());
        found(witness.read(rotated.id()));
    }

    @Test
    void login_theReplyIsLost_leavesNoSession() {
        int users = users();
        proxy.blackHoleReplies();
        assertThat(sessions.login("eve", Details.NONE)).isInstanceOf(Grant.Unavailable.class);
        assertThat(users()).isEqualTo(users + 1);

        proxy.heal();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(page(witness.list("eve", null, 10)).sessions())
                                .isEmpty());
    }

    /** How many users have logged in. */
    private static int users() {
        return Integer.parseInt(grounds.command("EVAL", "return #redis.call('KEYS', '*:user:*')", "0"));
    }

    @Test
    void save_heldBackByTheNetwork_isNotDoneLate() {
        Session session = granted(sessions.create(Details.NONE));
        proxy.blackHoleRequests();
        assertThat(sessions.save(session.put("a", "late"))).isInstanceOf(SaveResult.Unavailable.class);
        saved(witness.save(found(witness.read(session.id())).put("a", "new")));

        proxy.heal();

        await().atMost(SOON).until(() -> sessions.read(session.id()) instanceof SessionLookup.Found);
        assertThat(found(sessions.read(session.id())).get("a", String.class)).isEqualTo("new");
    }

    @Test
    void save_connectionLostUnderWay_isToldWhenItCannotBeDoneAnyMore() {
        try (Larder slow = Larder.builder()
                .redis(grounds.redis().uri(proxy) + "?timeout=3s&dead-after=60s&max-backoff=200ms")
                .hashSecret(Grounds.SECRET)
                .build()) {
            Sessions waiting = Sessions.on(slow, policy -> policy);
            Session session = granted(waiting.create(Details.NONE));
            proxy.holdReplies();
            long sent = System.nanoTime();
            CompletableFuture<SaveResult> save =
                    waiting.async().save(session.put("a", "1")).toCompletableFuture();
            await().atMost(SOON)
                    .until(() -> found(witness.read(session.id())).names().contains("a"));

            proxy.reset();

            assertThat(save.join()).isInstanceOf(SaveResult.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void save_theReplyIsLost_isRepeatedWithoutAConflict() {
        Sessions checked = Sessions.on(
                grounds.larder(builder -> builder.redis(grounds.redis().uri(proxy))),
                policy -> policy.conflict(SessionPolicy.Conflict.VERSION_CHECK));
        Session session = granted(checked.create(Details.NONE));
        saved(checked.save(session.put("a", "1")));
        proxy.blackHoleReplies();
        assertThat(checked.save(session.put("a", "2"))).isInstanceOf(SaveResult.Unavailable.class);
        assertThat(found(witness.read(session.id())).get("a", String.class)).isEqualTo("2");
        proxy.heal();

        await().atMost(SOON).until(() -> checked.read(session.id()) instanceof SessionLookup.Found);
        saved(checked.save(session));
    }

    @Test
    void list_connectionLostUnderWay_isToldAtOnce() {
        try (Larder slow = Larder.builder()
                .redis(grounds.redis().uri(proxy) + "?timeout=30s&dead-after=60s&max-backoff=200ms")
                .hashSecret(Grounds.SECRET)
                .build()) {
            Sessions waiting = Sessions.on(slow, policy -> policy);
            granted(waiting.login("fay", Details.NONE));
            proxy.holdReplies();
            int before = grounds.calls("evalsha");
            long sent = System.nanoTime();
            CompletableFuture<SessionList> list =
                    waiting.async().list("fay", null, 10).toCompletableFuture();
            await().atMost(SOON).until(() -> grounds.calls("evalsha") > before);

            proxy.reset();

            assertThat(list.join()).isInstanceOf(SessionList.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(30));
        }
    }

    /** A process with near copies that hears nothing as long as replies are held, and is patient. */
    private final class Deaf implements AutoCloseable {
        private final Larder larder;
        private final Sessions near;
        private int updates;

        Deaf(String options) {
            larder = Larder.builder()
                    .config(LarderConfig.builder()
                            .redis(grounds.redis().uri(proxy) + "?heartbeat=60s&timeout=120s&dead-after=180s" + options)
                            .stalenessBound(Duration.ofSeconds(120))
                            .build())
                    .hashSecret(Grounds.SECRET)
                    .build();
            near = Sessions.on(larder, policy -> policy.nearEntries(1_000).touchEvery(Duration.ofMinutes(1)));
        }

        /** A session with attributes a and b, of which there is a copy; nothing is heard from then on. */
        Session copied(String user) {
            Session session = granted(near.login(user, Details.NONE));
            saved(near.save(session.put("a", 0).put("b", 0)));
            grounds.copyOf(near, session);
            updates = grounds.calls("exists");
            return session;
        }

        CompletableFuture<SaveResult> save(Session session) {
            return near.async().save(session).toCompletableFuture();
        }

        /** Waits until a save has gone through the copy. */
        void awaitUpdate() {
            await().atMost(SOON).until(() -> grounds.calls("exists") == updates + 1);
        }

        @Override
        public void close() {
            larder.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end", "end all", "change", "remove", "nothing"})
    void save_throughACopyThatHadChangedBefore_isAnsweredAsThingsWere(String before) throws Exception {
        try (Deaf deaf = new Deaf("")) {
            String user = "ida " + before;
            Session session = deaf.copied(user);
            proxy.holdReplies();
            Session there = found(witness.read(session.id()));
            switch (before) {
                case "end" -> witness.end(session.id());
                case "end all" -> witness.endAll(user);
                case "change" -> saved(witness.save(there.put("b", 2)));
                case "remove" -> saved(witness.save(there.remove("a")));
                default -> assertThat(before).isEqualTo("nothing");
            }
            CompletableFuture<SaveResult> save = deaf.save(session.put("a", 1));
            deaf.awaitUpdate();
            assertThat(found(deaf.near.read(session.id())).get("a", Integer.class))
                    .isZero();
            proxy.heal();

            SaveResult result = save.get(60, TimeUnit.SECONDS);
            switch (before) {
                case "end" -> assertThat(result).isEqualTo(new SaveResult.Ended(EndReason.ENDED));
                case "end all" -> {
                    assertThat(result).isInstanceOf(SaveResult.Unavailable.class);
                    assertThat(deaf.near.save(session)).isEqualTo(new SaveResult.Ended(EndReason.ALL_ENDED));
                }
                default -> {
                    saved(result);
                    for (Sessions sessions : List.of(deaf.near, witness)) {
                        Session read = found(sessions.read(session.id()));
                        assertThat(read.get("a", Integer.class)).isEqualTo(1);
                        assertThat(read.get("b", Integer.class)).isEqualTo(before.equals("change") ? 2 : 0);
                    }
                }
            }
        }
    }

    /** What was written has been read by others, who go on from there: it is not written once more. */
    @ParameterizedTest
    @ValueSource(strings = {"change", "remove", "end", "rotate", "own save"})
    void save_throughACopyThatHadChanged_isNotWrittenTwice(String afterwards) throws Exception {
        try (Deaf deaf = new Deaf("")) {
            Session session = deaf.copied("jon " + afterwards);
            proxy.holdReplies();
            saved(witness.save(found(witness.read(session.id())).put("b", 2)));
            CompletableFuture<SaveResult> save = deaf.save(session.put("a", 1));
            deaf.awaitUpdate();
            Session there = found(witness.read(session.id()));
            assertThat(there.get("a", Integer.class)).isEqualTo(1);
            CompletableFuture<SaveResult> own = afterwards.equals("own save")
                    ? deaf.save(found(deaf.near.read(session.id())).put("c", 3))
                    : CompletableFuture.completedFuture(new SaveResult.Saved());
            switch (afterwards) {
                case "change", "own save" -> saved(witness.save(there.put("a", 9)));
                case "remove" -> saved(witness.save(there.remove("a")));
                case "end" -> witness.end(session.id());
                default -> saved(witness.save(granted(witness.rotate(there)).put("a", 9)));
            }
            proxy.heal();

            saved(save.get(60, TimeUnit.SECONDS));
            saved(own.get(60, TimeUnit.SECONDS));
            if (afterwards.equals("end")) {
                assertThat(witness.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
            } else {
                assertThat(found(witness.read(session.id())).get("a", Integer.class))
                        .isEqualTo(afterwards.equals("remove") ? null : Integer.valueOf(9));
            }
        }
    }

    @Test
    void save_throughACopyThatFails_leavesNoCopy() throws Exception {
        try (Deaf deaf = new Deaf("&max-in-flight=4")) {
            Session other = deaf.copied("kai");
            Session session = deaf.copied("kim");
            proxy.holdReplies();
            CompletableFuture<SaveResult> first = deaf.save(other.put("new", 1));

            assertThat(deaf.save(session.put("a", 1)).get(60, TimeUnit.SECONDS))
                    .isInstanceOf(SaveResult.Unavailable.class);

            assertThat(deaf.near.read(session.id())).isInstanceOf(SessionLookup.Unavailable.class);
            proxy.heal();
            saved(first.get(60, TimeUnit.SECONDS));
            saved(deaf.near.save(session));
            assertThat(found(witness.read(session.id())).get("a", Integer.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void save_throughCopiesByMany_leavesInFewScriptCalls() throws Exception {
        try (Deaf deaf = new Deaf("")) {
            List<Session> sessions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sessions.add(deaf.copied("lou " + i));
            }
            List<CompletableFuture<SaveResult>> saves = new ArrayList<>();
            proxy.holdReplies();
            sessions.forEach(session -> saves.add(deaf.save(session.put("a", 1))));
            int before = deaf.updates;
            proxy.heal();

            for (CompletableFuture<SaveResult> save : saves) {
                saved(save.get(60, TimeUnit.SECONDS));
            }

            assertThat(grounds.calls("exists") - before)
                    .as("two that are alone, and at most 64 in each other")
                    .isBetween(6, 20);
            assertThat(sessions)
                    .allSatisfy(session -> assertThat(
                                    found(witness.read(session.id())).get("a", Integer.class))
                            .isEqualTo(1));
        }
    }

    @Test
    void end_byTheHandleFromBeforeARotation_answersFromNoCopyAnyMore() {
        try (Larder slow = Larder.builder()
                .redis(grounds.redis().uri(proxy) + "?timeout=30s&dead-after=60s&max-backoff=200ms")
                .hashSecret(Grounds.SECRET)
                .build()) {
            Sessions near = Sessions.on(slow, policy -> policy.nearEntries(10).touchEvery(Duration.ofMinutes(1)));
            Session old = granted(near.login("gil", Details.NONE));
            Session session = granted(near.rotate(old));
            grounds.copyOf(near, session);

            proxy.holdReplies();
            CompletableFuture<Delivery> end =
                    near.async().end("gil", old.handle()).toCompletableFuture();
            CompletableFuture<SessionLookup> read =
                    near.async().read(session.id()).toCompletableFuture();

            assertThat(read).as("asks Redis").isNotDone();
            proxy.releaseReplies();
            assertThat(end.join()).isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(read.join()).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        }
    }
}
