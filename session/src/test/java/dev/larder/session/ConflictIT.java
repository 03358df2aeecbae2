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
}
