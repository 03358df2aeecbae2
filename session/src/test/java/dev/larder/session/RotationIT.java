package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Delivery;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RotationIT {

    private static Grounds grounds;
    private static Sessions sessions;
    private static Sessions strict;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        sessions = grounds.sessions();
        strict = grounds.sessions(policy -> policy.rotationGrace(Duration.ZERO));
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    @Test
    void rotate_session_goesOnUnderANewId() {
        Session old = granted(sessions.login("ann", Details.NONE));
        saved(sessions.save(old.put("a", "1")));
        old.put("b", "2");

        Session session = granted(sessions.rotate(old));

        assertThat(session.id()).isNotEqualTo(old.id());
        assertThat(session.id().substring(12, 34)).isNotEqualTo(old.id().substring(12, 34));
        assertThat(session.get("b", String.class)).isEqualTo("2");
        assertThat(session.changed()).isTrue();
        saved(sessions.save(session));
        Session read = found(strict.read(session.id()));
        assertThat(read.get("a", String.class)).isEqualTo("1");
        assertThat(read.get("b", String.class)).isEqualTo("2");
        assertThat(read.created()).isEqualTo(old.created());
        assertThat(page(sessions.list("ann", null, 10)).sessions())
                .extracting(SessionList.Item::handle)
                .containsExactly(session.handle());
    }

    @Test
    void read_byTheOldId_findsItDuringTheGraceOnly() {
        Session old = granted(sessions.create(Details.NONE));
        Session session = granted(sessions.rotate(old));

        assertThat(found(sessions.read(old.id())).id()).isEqualTo(session.id());
        assertThat(strict.read(old.id())).isEqualTo(new SessionLookup.None(EndReason.ROTATED));

        String key = "larder:@sessions:{" + old.id().substring(0, 12) + "}:" + old.handle();
        grounds.command("HSET", key, "x", "r" + session.handle() + "0000000000001");
        assertThat(sessions.read(old.id())).isEqualTo(new SessionLookup.None(EndReason.ROTATED));
    }

    @Test
    void rotate_again_givesTheSameId() {
        Session old = granted(sessions.create(Details.NONE));
        Session atTheSameTime = found(strict.read(old.id()));

        String first = granted(sessions.rotate(old)).id();

        assertThat(granted(sessions.rotate(old)).id()).isEqualTo(first);
        assertThat(granted(strict.rotate(atTheSameTime)).id()).isEqualTo(first);
    }

    @Test
    void rotate_ofWhatWasRotatedTwice_givesTheNewestId() {
        Session old = granted(sessions.create(Details.NONE));
        Session second = granted(sessions.rotate(old));
        Session third = granted(sessions.rotate(second));

        assertThat(granted(sessions.rotate(old)).id()).isEqualTo(third.id());
        assertThat(found(sessions.read(old.id())).id()).isEqualTo(third.id());
    }

    @Test
    void save_ofWhatWasRotatedMeanwhile_isNotLost() {
        Session slow = granted(sessions.create(Details.NONE));
        Session session = granted(sessions.rotate(found(strict.read(slow.id()))));

        saved(strict.save(slow.put("a", "1")));

        assertThat(found(strict.read(session.id())).get("a", String.class)).isEqualTo("1");
    }

    @Test
    void end_byTheOldId_endsTheNewOne() {
        Session old = granted(sessions.create(Details.NONE));
        Session session = granted(sessions.rotate(granted(sessions.rotate(old))));

        assertThat(strict.end(old.id())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(sessions.read(old.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(sessions.rotate(old)).isEqualTo(new Grant.Ended(EndReason.ENDED));
    }

    @Test
    void end_byAHandleOfBefore_endsTheNewOne() {
        Session old = granted(sessions.login("ben", Details.NONE));
        Session session = granted(sessions.rotate(old));

        assertThat(strict.end("ben", old.handle())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(sessions.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(page(sessions.list("ben", null, 10)).sessions()).isEmpty();
    }
}
