package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ConflictIT {

    private static Grounds grounds;
    private static Sessions checked;
    private static Sessions lastWins;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        checked = grounds.sessions(policy -> policy.conflict(SessionPolicy.Conflict.VERSION_CHECK));
        lastWins = grounds.sessions();
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    private static Session withAB() {
        Session session = granted(checked.create(Details.NONE));
        saved(checked.save(session.put("a", "0").put("b", "0")));
        return session;
    }

    @Test
    void save_somebodyElseHasChangedTheSame_isRefusedAsAWhole() {
        Session one = withAB();
        Session other = found(checked.read(one.id()));
        saved(checked.save(other.put("a", "2").remove("b").put("c", "2")));

        SaveResult result =
                checked.save(one.put("a", "1").put("b", "1").put("c", "1").put("d", "1"));

        assertThat(result).isEqualTo(new SaveResult.Conflict(Set.of("a", "b", "c")));
        assertThat(one.changed()).isTrue();
        Session read = found(checked.read(one.id()));
        assertThat(read.get("a", String.class)).isEqualTo("2");
        assertThat(read.names()).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void save_somebodyElseHasChangedAnother_isDone() {
        Session one = withAB();
        Session other = found(checked.read(one.id()));
        saved(checked.save(other.put("a", "2")));

        saved(checked.save(one.put("b", "1")));
        saved(checked.save(one.put("b", "2")));

        assertThat(found(checked.read(one.id())).get("b", String.class)).isEqualTo("2");
    }

    @Test
    void save_ofAValueThatWasRemovedAndPutBack_isRefused() {
        Session one = withAB();
        Session other = found(checked.read(one.id()));
        saved(checked.save(other.remove("a")));
        saved(checked.save(other.put("a", "0")));

        assertThat(checked.save(one.put("a", "1"))).isEqualTo(new SaveResult.Conflict(Set.of("a")));
    }

    @Test
    void save_theLastWins_overwrites() {
        Session one = withAB();
        saved(lastWins.save(found(lastWins.read(one.id())).put("a", "2")));

        saved(lastWins.save(one.put("a", "1")));

        assertThat(found(checked.read(one.id())).get("a", String.class)).isEqualTo("1");
    }

    @Test
    void save_othersHaveAddedMeanwhile_isRefusedWhereThereWouldBeTooMany() {
        Sessions two = grounds.sessions(policy -> policy.maxAttributes(2));
        Session one = granted(two.create(Details.NONE));
        Session other = found(two.read(one.id()));
        saved(two.save(one.put("a", "1").put("b", "1")));

        assertThat(two.save(other.put("a", "2").put("c", "2"))).isEqualTo(new SaveResult.Full(2));

        assertThat(other.changed()).isTrue();
        Session read = found(two.read(one.id()));
        assertThat(read.names()).containsExactlyInAnyOrder("a", "b");
        assertThat(read.get("a", String.class)).isEqualTo("1");
        saved(two.save(read.remove("a").put("c", "3")));
    }

    @Test
    void changeUser_againAndAgain_isRefusedWhereThereWouldBeTooMany() {
        Sessions two = grounds.sessions(policy -> policy.maxAttributes(2));
        saved(two.changeUser("ann", user -> user.put("a", "1")));
        saved(two.changeUser("ann", user -> user.put("b", "1")));

        assertThat(two.changeUser("ann", user -> user.put("c", "1"))).isEqualTo(new SaveResult.Full(2));

        saved(two.changeUser("ann", user -> user.remove("a").put("c", "1")));
        Session session = granted(two.login("ann", Details.NONE));
        assertThat(found(two.read(session.id())).user().names()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void login_othersHaveAddedMeanwhile_losesNothing() {
        Sessions two = grounds.sessions(policy -> policy.maxAttributes(2));
        Session visit = granted(two.create(Details.NONE));
        saved(two.save(found(two.read(visit.id())).put("a", "1").put("b", "1")));

        Session session = granted(two.login(visit.put("c", "1").put("d", "1"), "ben", Details.NONE));

        assertThat(found(two.read(session.id())).names()).containsExactlyInAnyOrder("a", "b", "c", "d");
        saved(two.save(found(two.read(session.id())).put("a", "2")));
    }
}
