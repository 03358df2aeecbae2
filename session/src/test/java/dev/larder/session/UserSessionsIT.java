package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Delivery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class UserSessionsIT {

    private static Grounds grounds;
    private static Sessions sessions;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        sessions = grounds.sessions();
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static Session login(String userId) {
        return granted(sessions.login(userId, new Details("Firefox", "Kiel")));
    }

    private static String owner(Session session) {
        return "larder:@sessions:{" + session.id().substring(0, 12) + "}:";
    }

    @Test
    void list_ofAUser_showsDevicePlaceAndLastUse() {
        Session first = login("ann");
        Session second = login("ann");
        login("somebody else");

        SessionList.Page page = page(sessions.list("ann", null, 10));

        assertThat(page.next()).isNull();
        assertThat(page.sessions())
                .extracting(SessionList.Item::handle)
                .containsExactlyInAnyOrder(first.handle(), second.handle());
        assertThat(page.sessions()).allSatisfy(item -> {
            assertThat(item.details()).isEqualTo(new Details("Firefox", "Kiel"));
            assertThat(item.lastUse()).isBetween(item.created(), item.created().plusSeconds(5));
        });
        assertThat(page(sessions.list("nobody", null, 10)).sessions()).isEmpty();
    }

    @Test
    void list_byPages_showsEachOnce() {
        List<String> handles = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            handles.add(login("ben").handle());
        }

        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            SessionList.Page page = page(sessions.list("ben", cursor, 7));
            page.sessions().forEach(item -> seen.add(item.handle()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(handles);
    }

    /** Redis 7.0 looks at all keys of a script for each that it reads, where a connection is tracked. */
    @Test
    void list_longPage_holdsTheServerUpForNoTime() {
        for (int i = 0; i < 500; i++) {
            granted(sessions.login("many", Details.NONE));
        }
        grounds.command("CONFIG", "SET", "slowlog-log-slower-than", "20000");
        grounds.command("SLOWLOG", "RESET");

        SessionList list = sessions.list("many", null, 500);

        assertThat(list)
                .isInstanceOfSatisfying(
                        SessionList.Page.class,
                        page -> assertThat(page.sessions()).hasSize(500));
        assertThat(grounds.command("SLOWLOG", "LEN")).isEqualTo("0");
    }

    @Test
    void list_withDeadSessions_healsTheIndex() {
        Session live = login("cat");
        Session dead = login("cat");
        grounds.command("DEL", owner(dead) + dead.handle());

        assertThat(page(sessions.list("cat", null, 10)).sessions())
                .extracting(SessionList.Item::handle)
                .containsExactly(live.handle());

        assertThat(grounds.command("ZCARD", Grounds.index(live))).isEqualTo("1");
    }

    @Test
    void list_ofWhatIsNoPage_isRefused() {
        assertThatThrownBy(() -> sessions.list("ann", "x", 10)).hasMessageContaining("not a cursor");
        assertThatThrownBy(() -> sessions.list("ann", null, 0)).hasMessageContaining("1 to 1000");
    }

    @Test
    void end_byHandle_endsThatOneAlone() {
        Session one = login("dan");
        Session other = login("dan");

        assertThat(sessions.end("eve", one.handle())).isEqualTo(Delivery.ACKNOWLEDGED);
        found(sessions.read(one.id()));
        assertThat(sessions.end("dan", "no handle")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.end("dan", one.handle())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(sessions.read(one.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        found(sessions.read(other.id()));
    }

    @Test
    void endAll_ofAUser_endsEachAtOnce() {
        Session one = login("fay");
        Session other = login("fay");
        Session bystander = login("gus");

        assertThat(sessions.endAll("fay")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(sessions.save(one.put("a", "1"))).isEqualTo(new SaveResult.Ended(EndReason.ALL_ENDED));
        assertThat(sessions.rotate(one)).isEqualTo(new Grant.Ended(EndReason.ALL_ENDED));
        assertThat(sessions.read(one.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
        assertThat(sessions.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
        assertThat(page(sessions.list("fay", null, 10)).sessions()).isEmpty();
        found(sessions.read(bystander.id()));
        found(sessions.read(login("fay").id()));
    }

    @Test
    void endOthers_ofASession_keepsItAlone() {
        Session kept = login("hal");
        Session other = login("hal");

        assertThat(sessions.endOthers(kept)).isEqualTo(Delivery.ACKNOWLEDGED);

        found(sessions.read(kept.id()));
        saved(sessions.save(kept.put("a", "1")));
        assertThat(sessions.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
        assertThat(page(sessions.list("hal", null, 10)).sessions())
                .extracting(SessionList.Item::handle)
                .containsExactly(kept.handle());
        assertThat(Long.parseLong(grounds.command("PTTL", Grounds.index(kept)))).isPositive();
    }

    @Test
    void endOthers_ofARotatedSession_keepsItUnderItsNewId() {
        Session before = login("ida");
        Session other = login("ida");
        Session kept = granted(sessions.rotate(before));

        assertThat(sessions.endOthers(before)).isEqualTo(Delivery.ACKNOWLEDGED);

        found(sessions.read(kept.id()));
        assertThat(sessions.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
    }

    @Test
    void endOthers_ofNobody_doesNothing() {
        assertThat(sessions.endOthers(granted(sessions.create(Details.NONE)))).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    @Test
    void changeUser_isSeenByAllSessionsAtTheirNextRead() {
        Session one = login("joe");
        Session other = login("joe");

        saved(sessions.changeUser(
                "joe",
                user -> user.put("roles", List.of("admin"), Grounds.TEXTS).put("name", "Joe")));

        for (Session session : List.of(one, other)) {
            Session read = found(sessions.read(session.id()));
            assertThat(read.user().get("roles", Grounds.TEXTS)).containsExactly("admin");
            assertThat(read.user().names()).containsExactlyInAnyOrder("roles", "name");
            assertThat(read.names()).isEmpty();
        }
        saved(sessions.changeUser("joe", user -> user.remove("roles").put("name", "Joseph")));
        Session read = found(sessions.read(one.id()));
        assertThat(read.user().get("name", String.class)).isEqualTo("Joseph");
        assertThat(read.user().names()).containsExactly("name");
    }

    @Test
    void changeUser_beforeAnyLogin_isThere() {
        saved(sessions.changeUser("kim", user -> user.put("name", "Kim")));

        assertThat(found(sessions.read(login("kim").id())).user().get("name", String.class))
                .isEqualTo("Kim");
    }

    @Test
    void everyKey_ofSessions_hasALife() {
        Session session = login("lea");
        granted(sessions.rotate(session));
        sessions.endAll("lea");
        sessions.read(session.id());
        granted(sessions.create(Details.NONE));

        String lasting = grounds.command(
                "EVAL",
                "local n = 0 for _, k in ipairs(redis.call('KEYS', '*')) do if redis.call('PTTL', k) < 0 then n = n + 1 end end"
                        + " return n",
                "0");

        assertThat(lasting).isEqualTo("0");
    }
}
