package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Delivery;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.ServerUser;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions as the user that {@code larder acl --component session} makes. The server's end fails if it has refused anything. */
final class SessionRightsIT {

    @Test
    void everything_asTheUserOfSessions_isAllowed() {
        ServerUser user = new ServerUser(
                "larder-session",
                "password",
                Rights.of(Component.SESSION, Place.SERVER, "larder").rules());
        try (Grounds grounds = new Grounds(EmbeddedRedis.builder().user(user).start())) {
            everything(grounds.sessions(policy -> policy.maxPerUser(2).conflict(SessionPolicy.Conflict.VERSION_CHECK)));
            everything(grounds.sessions(policy -> policy.nearEntries(10).touchEvery(Duration.ofMinutes(1))));
        }
    }

    private static void everything(Sessions sessions) {
        Session visit = granted(sessions.create(Details.NONE));
        saved(sessions.save(visit.put("a", "1").put("b", "1")));
        saved(sessions.save(visit.remove("a")));
        Session session = granted(sessions.rotate(granted(sessions.login(visit, "ann", Details.NONE))));
        granted(sessions.login("ann", Details.NONE));
        granted(sessions.login("ann", Details.NONE));
        Session kept = granted(sessions.login("ann", Details.NONE));
        saved(sessions.changeUser("ann", shared -> shared.put("role", "admin").remove("name")));
        found(sessions.read(kept.id()));
        sessions.read(session.id());
        SessionList.Page page = page(sessions.list("ann", null, 10));
        assertThat(sessions.endOthers(kept)).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.end("ann", page.sessions().get(0).handle())).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.endAll("ann")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.end(kept.id())).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.read(kept.id())).isInstanceOf(SessionLookup.None.class);
    }
}
