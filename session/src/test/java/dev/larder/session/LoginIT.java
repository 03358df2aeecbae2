package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.CacheUnavailableException;
import dev.larder.Delivery;
import dev.larder.LarderConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LoginIT {

    private static Grounds grounds;
    private static Sessions sessions;
    private static Sessions three;
    private static Sessions refusing;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        sessions = grounds.sessions();
        three = grounds.sessions(policy -> policy.maxPerUser(3));
        refusing = grounds.sessions(policy -> policy.maxPerUser(3).whenFull(SessionPolicy.WhenFull.REFUSE));
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static Session login(Sessions at, String userId) {
        return granted(at.login(userId, Details.NONE));
    }

    @Test
    void login_withTheSessionOfAnotherUser_takesNothingAlongAndEndsIt() {
        Session alice = login(sessions, "alice");
        saved(sessions.save(alice.put("cart", "mower")));

        Session bob = granted(sessions.login(alice, "bob", Details.NONE));

        assertThat(found(sessions.read(bob.id())).names()).isEmpty();
        assertThat(found(sessions.read(bob.id())).userId()).isEqualTo("bob");
        assertThat(sessions.read(alice.id())).isEqualTo(new SessionLookup.None(EndReason.LOGGED_IN));
    }

    @Test
    void login_againAsTheSameUser_takesTheAttributesAlong() {
        Session first = login(sessions, "carol");
        saved(sessions.save(first.put("cart", "mower")));

        Session second = granted(sessions.login(first, "carol", Details.NONE));

        assertThat(found(sessions.read(second.id())).get("cart", String.class)).isEqualTo("mower");
    }

    @Test
    void login_orChange_ofHalfACharacter_isRefused() {
        assertThatThrownBy(() -> sessions.login("\ud800", Details.NONE)).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> sessions.changeUser("\ud800", shared -> shared.put("roles", "admin")))
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> login(sessions, "dan").put("\udc00", "1"))
                .isInstanceOf(AttributeRefusedException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void login_withASession_takesItsAttributesAlongAndEndsIt() {
        Session visit = granted(sessions.create(Details.NONE));
        saved(sessions.save(visit.put("cart", "mower").put("b", "1").put("c", "1")));
        visit.put("b", "2").remove("c");

        Session session = granted(sessions.login(visit, "ann", new Details("Firefox", "Kiel")));

        assertThat(session.userId()).isEqualTo("ann");
        Session read = found(sessions.read(session.id()));
        assertThat(read.userId()).isEqualTo("ann");
        assertThat(read.details()).isEqualTo(new Details("Firefox", "Kiel")).hasToString("Details");
        assertThat(read.get("cart", String.class)).isEqualTo("mower");
        assertThat(read.get("b", String.class)).isEqualTo("2");
        assertThat(read.names()).containsExactlyInAnyOrder("cart", "b");
        assertThat(sessions.read(visit.id())).isEqualTo(new SessionLookup.None(EndReason.LOGGED_IN));
        assertThat(sessions.save(visit)).isEqualTo(new SaveResult.Ended(EndReason.LOGGED_IN));
        assertThat(session.id().substring(0, 34)).isNotEqualTo(visit.id().substring(0, 34));
    }

    @Test
    void login_somebodyHasSavedMeanwhile_carriesItOver() {
        Session visit = granted(sessions.create(Details.NONE));
        saved(sessions.save(visit.put("a", "1").put("b", "1").put("c", "1")));
        Session parallel = found(sessions.read(visit.id()));
        saved(sessions.save(parallel.put("a", "2").put("new", "1").put("c", "2").remove("b")));
        visit.put("c", "mine");

        Session session = granted(sessions.login(visit, "ann", Details.NONE));

        Session read = found(sessions.read(session.id()));
        for (Session seen : List.of(session, read)) {
            assertThat(seen.get("a", String.class)).isEqualTo("2");
            assertThat(seen.get("new", String.class)).isEqualTo("1");
            assertThat(seen.get("c", String.class)).isEqualTo("mine");
            assertThat(seen.names()).containsExactlyInAnyOrder("a", "c", "new");
        }
    }

    @Test
    void login_theOldSessionWasEndedMeanwhile_endsTheNewOne() {
        Session visit = granted(sessions.create(Details.NONE));
        sessions.end(visit.id());

        assertThat(sessions.login(visit, "eve", Details.NONE)).isEqualTo(new Grant.Ended(EndReason.ENDED));

        assertThat(page(sessions.list("eve", null, 10)).sessions()).isEmpty();
    }

    @Test
    void login_theOldSessionWasRotatedMeanwhile_endsItUnderItsNewId() {
        Session visit = granted(sessions.create(Details.NONE));
        Session rotated = granted(sessions.rotate(found(sessions.read(visit.id()))));
        saved(sessions.save(rotated.put("a", "1")));

        Session session = granted(sessions.login(visit, "ann", Details.NONE));

        assertThat(session.get("a", String.class)).isEqualTo("1");
        assertThat(sessions.read(rotated.id())).isEqualTo(new SessionLookup.None(EndReason.LOGGED_IN));
    }

    @Test
    void login_oneTooMany_endsTheOldest() {
        List<Session> live = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> live.add(login(three, "bob")));

        assertThat(three.read(live.get(0).id())).isEqualTo(new SessionLookup.None(EndReason.CROWDED_OUT));
        assertThat(three.save(live.get(1).put("a", "1"))).isEqualTo(new SaveResult.Ended(EndReason.CROWDED_OUT));
        assertThat(page(three.list("bob", null, 10)).sessions())
                .extracting(SessionList.Item::handle)
                .containsExactly(
                        live.get(4).handle(), live.get(3).handle(), live.get(2).handle());
    }

    @Test
    void login_oneTooMany_isRefused() {
        List<Session> live = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> live.add(login(refusing, "cat")));
        assertThat(refusing.login("cat", Details.NONE)).isEqualTo(new Grant.Full(3));

        refusing.end(live.get(1).id());

        login(refusing, "cat");
        assertThat(refusing.login("cat", Details.NONE)).isEqualTo(new Grant.Full(3));
        live.forEach(session -> refusing.end(session.id()));
    }

    @Test
    void login_deadSessionsInTheIndex_doNotCount() {
        for (int i = 0; i < 3; i++) {
            Session session = login(refusing, "dan");
            String owner = session.id().substring(0, 12);
            grounds.command("DEL", "larder:@sessions:{" + owner + "}:" + session.handle());
        }

        login(refusing, "dan");
    }

    @Test
    void login_afterTheEndOfAll_countsNone() {
        IntStream.range(0, 3).forEach(i -> login(refusing, "fay"));
        refusing.endAll("fay");

        IntStream.range(0, 3).forEach(i -> login(refusing, "fay"));
        assertThat(refusing.login("fay", Details.NONE)).isEqualTo(new Grant.Full(3));
    }

    @Test
    void login_againWithASessionOfTheUser_replacesIt() {
        login(refusing, "gus");
        login(refusing, "gus");
        Session third = login(refusing, "gus");

        Session again = granted(refusing.login(third, "gus", Details.NONE));

        assertThat(page(refusing.list("gus", null, 10)).sessions())
                .hasSize(3)
                .extracting(SessionList.Item::handle)
                .contains(again.handle())
                .doesNotContain(third.handle());
    }

    @Test
    void login_theLimitIsNewAndManySessionsAreThere_keepsIt() {
        for (int i = 0; i < 700; i++) {
            login(sessions, "hal");
        }

        Session last = login(three, "hal");

        assertThat(page(three.list("hal", null, 1000)).sessions())
                .hasSize(3)
                .first()
                .extracting(SessionList.Item::handle)
                .isEqualTo(last.handle());
    }

    @Test
    void login_ofAUserWhoNeverLogsOut_leavesFewThatAreNoMore() {
        Session staying = login(sessions, "ivy");
        for (int i = 0; i < 100; i++) {
            grounds.command("DEL", Grounds.key(login(sessions, "ivy")));
        }

        String index = Grounds.index(staying);
        assertThat(Integer.parseInt(grounds.command("ZCARD", index))).isBetween(2, 50);
        assertThat(page(sessions.list("ivy", null, 1000)).sessions())
                .singleElement()
                .extracting(SessionList.Item::handle)
                .isEqualTo(staying.handle());
    }

    /** The journal has room for one order, and has it: an index that is none makes each end fail. */
    @Test
    void login_overASessionThatCannotBeEnded_leavesNone() {
        Sessions full = Sessions.on(
                grounds.larder(builder ->
                        builder.config(LarderConfig.builder().journalEntries(1).build())),
                policy -> policy);
        Session first = login(full, "jim");
        Session old = login(full, "kay");
        for (Session session : List.of(first, old)) {
            String index = Grounds.index(session);
            grounds.command("SET", index, "none");
        }
        assertThat(full.end(first.id())).isEqualTo(Delivery.JOURNALED);

        Grant grant = full.login(old, "lea", Details.NONE);

        assertThat(grant)
                .isInstanceOfSatisfying(
                        Grant.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause()).isInstanceOf(CacheUnavailableException.class));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(page(sessions.list("lea", null, 10)).sessions())
                                .isEmpty());
    }

    @Test
    void login_ofNoUser_isRefused() {
        assertThatThrownBy(() -> sessions.login("", Details.NONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
