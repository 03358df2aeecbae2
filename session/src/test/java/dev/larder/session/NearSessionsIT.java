package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class NearSessionsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Grounds grounds;
    private static Larder larder;
    private static Sessions near;
    private static Sessions elsewhere;

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        larder = grounds.larder(builder -> builder);
        near = Sessions.on(larder, policy -> policy.nearEntries(1_000).touchEvery(Duration.ofMinutes(1)));
        elsewhere = grounds.sessions();
    }

    @AfterAll
    static void stop() {
        grounds.close();
    }

    /** A session of which there is a copy. */
    private static Session copied(String userId) {
        Session session = granted(near.login(userId, Details.NONE));
        grounds.copyOf(near, session);
        return session;
    }

    /** A session with attributes, of which there is a copy. */
    private static Session holding(String userId, String... names) {
        Session session = granted(near.login(userId, Details.NONE));
        for (String name : names) {
            session.put(name, 0);
        }
        saved(near.save(session));
        return grounds.copyOf(near, session);
    }

    @Test
    void read_ofACopy_takesNoRoundTrip() {
        Session session = copied("ann");
        int before = grounds.loads();

        for (int i = 0; i < 100; i++) {
            assertThat(found(near.read(session.id())).userId()).isEqualTo("ann");
        }

        // one now and then, where the proof of freshness was late
        assertThat(grounds.loads() - before).isLessThan(10);
    }

    @Test
    void read_endedElsewhere_isSeen() {
        Session one = copied("ben");
        Session other = copied("ben");

        elsewhere.end(one.id());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(near.read(one.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED)));

        found(near.read(other.id()));
        elsewhere.endAll("ben");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(near.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED)));
    }

    @Test
    void read_changedElsewhere_isSeen() {
        Session session = copied("cat");

        saved(elsewhere.save(found(elsewhere.read(session.id())).put("a", "1")));
        saved(elsewhere.changeUser("cat", user -> user.put("role", "admin")));

        await().atMost(SOON).untilAsserted(() -> {
            Session read = found(near.read(session.id()));
            assertThat(read.get("a", String.class)).isEqualTo("1");
            assertThat(read.user().get("role", String.class)).isEqualTo("admin");
        });
    }

    @Test
    void read_changedHere_isSeenAtOnce() {
        Session session = copied("dan");
        for (int i = 0; i < 50; i++) {
            saved(near.save(session.put("a", i)));
            assertThat(found(near.read(session.id())).get("a", Integer.class)).isEqualTo(i);
        }
        saved(near.changeUser("dan", user -> user.put("role", "admin")));
        assertThat(found(near.read(session.id())).user().get("role", String.class))
                .isEqualTo("admin");

        near.end(session.id());

        assertThat(near.read(session.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
    }

    @Test
    void save_here_leavesACopyOfWhatItWrote() {
        Session session = granted(near.login("hal", Details.NONE));
        int loads = 0;

        for (int i = 0; i < 50; i++) {
            saved(near.save(session.put("a", i)));
            int before = grounds.loads();
            session = found(near.read(session.id()));
            loads += grounds.loads() - before;
            assertThat(session.get("a", Integer.class)).isEqualTo(i);
        }

        // one now and then, where the proof of freshness was late
        assertThat(loads).isLessThan(20);
    }

    /** The script is not known and so sent again, behind the reads, which have seen what was there before. */
    @Test
    void save_sentAgainBehindItsReads_leavesNoOldCopy() {
        Session session = copied("kit");
        grounds.command("SCRIPT", "FLUSH");

        saved(near.save(session.put("a", 1)));

        assertThat(found(near.read(session.id())).get("a", Integer.class)).isEqualTo(1);
    }

    @Test
    void read_endedByAnIdFromManyRotationsAgo_isNoCopyAnyMore() {
        Session first = granted(near.create(Details.NONE));
        Session last = first;
        for (int i = 0; i < 8; i++) {
            last = granted(near.rotate(last));
        }
        String id = last.id();
        found(near.read(id));

        near.end(first.id());

        assertThat(near.read(id)).isEqualTo(new SessionLookup.None(EndReason.ENDED));
    }

    @Test
    void save_changedElsewhereMeanwhile_leavesACopyOfBoth() {
        Session session = copied("ida");
        saved(elsewhere.save(found(elsewhere.read(session.id())).put("theirs", 1)));

        saved(near.save(session.put("mine", 2)));

        assertThat(found(near.read(session.id())).names()).containsExactlyInAnyOrder("mine", "theirs");
    }

    @Test
    void save_ofWhatIsNoMore_leavesNoCopy() {
        Session ended = copied("joe");
        Session rotated = copied("joe");
        elsewhere.end(ended.id());
        Session next = granted(elsewhere.rotate(found(elsewhere.read(rotated.id()))));

        assertThat(near.save(ended.put("a", 1))).isEqualTo(new SaveResult.Ended(EndReason.ENDED));
        saved(near.save(rotated.put("a", 1)));

        assertThat(near.read(ended.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
        assertThat(found(near.read(next.id())).get("a", Integer.class)).isEqualTo(1);
        assertThat(found(near.read(rotated.id())).id()).isEqualTo(next.id());
    }

    /** How many scripts of saves through copies there were; of all other scripts only an end asks this. */
    private static int updates() {
        return grounds.calls("exists");
    }

    @Test
    void save_ofAttributesThatAreThere_goesThroughTheCopy() {
        Session session = holding("lea", "a", "b", "c");
        int loads = grounds.loads();
        int updates = updates();
        int touches = grounds.calls("pexpire");

        for (int i = 1; i <= 50; i++) {
            saved(near.save(session.put("a", i).put("c", -i)));
            session = found(near.read(session.id()));
            assertThat(session.get("a", Integer.class)).isEqualTo(i);
        }

        // one now and then is read again, and saved by the other script, where the proof of freshness was late
        int others = 50 - (updates() - updates);
        assertThat(others).isBetween(0, 49);
        assertThat(grounds.loads() - loads).isLessThanOrEqualTo(200 * others + 2 * 50);
        assertThat(grounds.calls("pexpire") - touches)
                .as("none is due for a touch")
                .isLessThanOrEqualTo(others);
        Session there = found(elsewhere.read(session.id()));
        assertThat(there.get("a", Integer.class)).isEqualTo(50);
        assertThat(there.get("b", Integer.class)).isZero();
        assertThat(there.get("c", Integer.class)).isEqualTo(-50);
        assertThat(there.names()).containsExactlyInAnyOrder("a", "b", "c");

        saved(elsewhere.save(there.put("b", 7)));
        String id = session.id();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(found(near.read(id)).get("b", Integer.class)).isEqualTo(7));
    }

    @Test
    void save_throughACopyOfWhatWasEndedElsewhere_isRefusedAndWritesNothing() {
        for (int i = 0; i < 10; i++) {
            Session one = holding("max", "a");
            Session other = holding("max", "a");

            elsewhere.end(one.id());
            assertThat(near.save(one.put("a", 1))).isEqualTo(new SaveResult.Ended(EndReason.ENDED));
            assertThat(grounds.command("HKEYS", Grounds.key(one))).isEqualTo("[x]");

            elsewhere.endAll("max");
            assertThat(near.save(other.put("a", 1))).isEqualTo(new SaveResult.Ended(EndReason.ALL_ENDED));
            assertThat(near.read(other.id())).isEqualTo(new SessionLookup.None(EndReason.ALL_ENDED));
        }
    }

    @Test
    void save_throughACopyOfWhatWasChangedElsewhere_losesNothing() {
        for (int i = 1; i <= 10; i++) {
            Session session = holding("nia", "a", "b", "c");
            saved(elsewhere.save(
                    found(elsewhere.read(session.id())).put("b", i).remove("a").put("d", i)));

            saved(near.save(session.put("a", -i)));

            for (Sessions sessions : List.of(near, elsewhere)) {
                Session read = found(sessions.read(session.id()));
                assertThat(read.get("a", Integer.class)).isEqualTo(-i);
                assertThat(read.get("b", Integer.class)).isEqualTo(i);
                assertThat(read.get("d", Integer.class)).isEqualTo(i);
            }
        }
    }

    @Test
    void save_throughACopyOfWhatWasRotatedElsewhere_followsIt() {
        Session session = holding("oda", "a");
        Session next = granted(elsewhere.rotate(found(elsewhere.read(session.id()))));

        saved(near.save(session.put("a", 1)));

        assertThat(found(elsewhere.read(next.id())).get("a", Integer.class)).isEqualTo(1);
        assertThat(found(near.read(next.id())).get("a", Integer.class)).isEqualTo(1);
    }

    @Test
    void save_throughOneCopyByMany_losesNothing() throws Exception {
        int many = 8;
        String[] names = new String[many];
        Arrays.setAll(names, i -> "a" + i);
        String id = holding("pia", names).id();
        int updates = updates();
        CyclicBarrier together = new CyclicBarrier(many);
        List<Future<?>> all = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(many);
        try {
            for (String own : names) {
                all.add(callers.submit(() -> {
                    for (int i = 1; i <= 100; i++) {
                        together.await(60, TimeUnit.SECONDS);
                        saved(near.save(found(near.read(id)).put(own, i)));
                        assertThat(found(near.read(id)).get(own, Integer.class)).isEqualTo(i);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(120, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(updates() - updates).isPositive();
        for (Sessions sessions : List.of(near, elsewhere)) {
            Session read = found(sessions.read(id));
            assertThat(names)
                    .allSatisfy(own -> assertThat(read.get(own, Integer.class)).isEqualTo(100));
        }
    }

    @Test
    void save_throughACopyThatIsDueForATouch_touches() {
        Sessions soon = grounds.sessions(policy -> policy.nearEntries(10).touchEvery(Duration.ofMillis(1)));
        Session session = granted(soon.login("ros", Details.NONE));
        saved(soon.save(session.put("a", 0)));
        int touches = grounds.calls("pexpire");
        int updates = updates();

        await().atMost(SOON).untilAsserted(() -> {
            saved(soon.save(session.put("a", 1)));
            assertThat(updates()).isGreaterThan(updates);
        });

        assertThat(grounds.calls("pexpire")).isGreaterThan(touches);
    }

    @Test
    void save_withVersionChecks_neverGoesThroughTheCopy() {
        Sessions checking = grounds.sessions(policy -> policy.nearEntries(10)
                .touchEvery(Duration.ofMinutes(1))
                .conflict(SessionPolicy.Conflict.VERSION_CHECK));
        Session session = granted(checking.login("sam", Details.NONE));
        saved(checking.save(session.put("a", 0)));
        Session stale = found(checking.read(session.id()));
        int updates = updates();

        saved(checking.save(found(checking.read(session.id())).put("a", 1)));

        assertThat(checking.save(stale.put("a", 2))).isInstanceOf(SaveResult.Conflict.class);
        assertThat(updates()).isEqualTo(updates);
    }

    @Test
    void read_changedByItsCaller_leavesTheCopyAlone() {
        Session session = copied("eve");

        found(near.read(session.id())).put("a", "unsaved");

        assertThat(found(near.read(session.id())).names()).isEmpty();
    }

    @Test
    void read_touchedLongAgo_touchesBehindTheAnswer() {
        Session session = copied("fay");
        grounds.command("PEXPIRE", Grounds.key(session), "3600000");

        await().atMost(SOON).until(() -> {
            found(near.read(session.id()));
            return Long.parseLong(grounds.command("PTTL", Grounds.key(session))) > 80_000_000;
        });
    }

    @Test
    void read_touchedALittleWhileAgo_doesNotTouch() {
        Session session = copied("gus");
        grounds.command("PEXPIRE", Grounds.key(session), "86380000");

        for (int i = 0; i < 10; i++) {
            found(near.read(session.id()));
        }

        assertThat(Long.parseLong(grounds.command("PTTL", Grounds.key(session))))
                .isLessThanOrEqualTo(86_380_000);
    }
}
