package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SessionsClusterIT {

    private static EmbeddedCluster cluster;
    private static Larder larder;
    private static Sessions sessions;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(3);
        larder = Larder.builder()
                .redis(cluster.uri() + Grounds.PATIENT)
                .hashSecret(Grounds.SECRET)
                .build();
        sessions = Sessions.on(larder, policy -> policy.maxPerUser(5));
    }

    @AfterAll
    static void stop() {
        larder.close();
        cluster.close();
    }

    private static int keys() {
        int keys = 0;
        for (EmbeddedRedis node : cluster.nodes()) {
            keys += Integer.parseInt(node.command(Duration.ofSeconds(5), "DBSIZE"));
        }
        return keys;
    }

    @Test
    void login_fromOneSlotToAnother_takesAllAlong() {
        for (int i = 0; i < 20; i++) {
            Session visit = granted(sessions.create(Details.NONE));
            saved(sessions.save(visit.put("cart", "mower")));

            Session session = granted(sessions.login(visit, "user " + i, Details.NONE));

            assertThat(found(sessions.read(session.id())).get("cart", String.class))
                    .isEqualTo("mower");
            assertThat(sessions.read(visit.id())).isEqualTo(new SessionLookup.None(EndReason.LOGGED_IN));
        }
    }

    @Test
    void sessions_ofAUser_areListedLimitedRotatedAndEnded() {
        List<Session> live = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            live.add(granted(sessions.login("ann", Details.NONE)));
        }
        assertThat(page(sessions.list("ann", null, 10)).sessions()).hasSize(5);
        Session rotated = granted(sessions.rotate(live.get(6)));
        saved(sessions.changeUser("ann", user -> user.put("name", "Ann")));

        assertThat(sessions.endOthers(rotated)).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(found(sessions.read(rotated.id())).user().get("name", String.class))
                .isEqualTo("Ann");
        assertThat(sessions.read(live.get(5).id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));

        assertThat(sessions.endAll("ann")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(sessions.read(rotated.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
    }

    @Test
    void endedSessions_inACluster_leaveNothingButTombstones() {
        int before = keys();
        for (int i = 0; i < 30; i++) {
            Session session = granted(sessions.login("ben " + i, Details.NONE));
            sessions.end(session.id());
        }

        // each user keeps his epoch; an empty index is none
        assertThat(keys() - before).isEqualTo(60);
    }
}
