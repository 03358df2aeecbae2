package dev.larder.session;

import static dev.larder.session.Grounds.found;
import static dev.larder.session.Grounds.granted;
import static dev.larder.session.Grounds.page;
import static dev.larder.session.Grounds.saved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two requests at once, in two processes, again and again. */
final class SessionRacesIT {

    private static final int RACES = 300;

    private static Grounds grounds;
    private static Sessions sessions;
    private static Sessions elsewhere;
    private static ExecutorService threads;
    private final Random random = new Random(6);

    @BeforeAll
    static void start() {
        grounds = new Grounds();
        sessions = grounds.sessions();
        elsewhere = grounds.sessions();
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        grounds.close();
    }

    /** Runs two things at once, one of them some microseconds later than the other. */
    private <A, B> void race(Callable<A> first, Callable<B> second, Judge<A, B> judge) throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        int head = random.nextInt(2_000) - 1_000;
        Future<A> one = threads.submit(() -> {
            both.await();
            spin(head);
            return first.call();
        });
        Future<B> other = threads.submit(() -> {
            both.await();
            spin(-head);
            return second.call();
        });
        judge.judge(one.get(), other.get());
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    private interface Judge<A, B> {
        void judge(A first, B second) throws Exception;
    }

    @Test
    void logout_againstASlowSave_staysEnded() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session slow = granted(sessions.create(Details.NONE));
            slow.put("a", "1");
            race(() -> elsewhere.end(slow.id()), () -> sessions.save(slow), (ended, save) -> {
                assertThat(ended).isEqualTo(Delivery.ACKNOWLEDGED);
                assertThat(save).isIn(new SaveResult.Saved(), new SaveResult.Ended(EndReason.ENDED));
                assertThat(sessions.read(slow.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
            });
        }
    }

    @Test
    void logout_againstARotation_endsBoth() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session old = granted(sessions.create(Details.NONE));
            race(() -> elsewhere.end(old.id()), () -> sessions.rotate(old), (ended, rotated) -> {
                assertThat(sessions.read(old.id())).isEqualTo(new SessionLookup.None(EndReason.ENDED));
                if (rotated instanceof Grant.Granted granted) {
                    assertThat(sessions.read(granted.session().id()))
                            .isEqualTo(new SessionLookup.None(EndReason.ENDED));
                }
            });
        }
    }

    @Test
    void rotation_againstASave_losesNothing() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session old = granted(sessions.create(Details.NONE));
            Session slow = found(elsewhere.read(old.id())).put("a", "1");
            race(() -> granted(sessions.rotate(old)), () -> elsewhere.save(slow), (rotated, save) -> {
                saved(save);
                assertThat(found(sessions.read(rotated.id())).get("a", String.class))
                        .isEqualTo("1");
            });
        }
    }

    @Test
    void rotation_againstAnother_givesOneId() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session old = granted(sessions.create(Details.NONE));
            Session same = found(elsewhere.read(old.id()));
            race(() -> granted(sessions.rotate(old)), () -> granted(elsewhere.rotate(same)), (one, other) -> {
                assertThat(one.id()).isEqualTo(other.id());
                found(sessions.read(one.id()));
            });
        }
    }

    @Test
    void login_againstASave_losesNothing() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session visit = granted(sessions.create(Details.NONE));
            Session parallel = found(elsewhere.read(visit.id())).put("a", "1");
            race(
                    () -> granted(sessions.login(visit, "ann", Details.NONE)),
                    () -> elsewhere.save(parallel),
                    (login, save) -> {
                        assertThat(save).isIn(new SaveResult.Saved(), new SaveResult.Ended(EndReason.LOGGED_IN));
                        Session session = found(elsewhere.read(login.id()));
                        assertThat(session.get("a", String.class))
                                .isEqualTo(save instanceof SaveResult.Saved ? "1" : null);
                    });
        }
    }

    @Test
    void login_againstTheEndOfTheOldSession_leavesNoneOfBoth() throws Exception {
        for (int i = 0; i < RACES; i++) {
            Session visit = granted(sessions.create(Details.NONE));
            race(() -> sessions.login(visit, "ben", Details.NONE), () -> elsewhere.end(visit.id()), (login, ended) -> {
                assertThat(sessions.read(visit.id())).isInstanceOf(SessionLookup.None.class);
                if (login instanceof Grant.Granted granted) {
                    assertThat(sessions.end(granted.session().id())).isEqualTo(Delivery.ACKNOWLEDGED);
                }
            });
        }
        assertThat(page(sessions.list("ben", null, 1000)).sessions()).isEmpty();
    }

    @Test
    void endOthers_againstReadsOfTheSessionKept_keepsIt() throws Exception {
        Session kept = granted(sessions.login("dan", Details.NONE));
        for (int i = 0; i < RACES; i++) {
            race(
                    () -> sessions.endOthers(kept),
                    () -> elsewhere
                            .async()
                            .read(kept.id())
                            .toCompletableFuture()
                            .get(),
                    (ended, read) -> found(read));
        }
    }

    @Test
    void saves_ofDifferentAttributes_loseNothing() throws Exception {
        String id = granted(sessions.create(Details.NONE)).id();
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String name = "a" + writer;
            Sessions at = writer % 2 == 0 ? sessions : elsewhere;
            writers.add(threads.submit(() -> {
                for (int i = 1; i <= 50; i++) {
                    Session session = found(at.read(id));
                    Integer before = session.get(name, Integer.class);
                    assertThat(before == null ? 0 : before).isEqualTo(i - 1);
                    saved(at.save(session.put(name, i)));
                }
                return null;
            }));
        }
        for (Future<?> writer : writers) {
            writer.get();
        }

        Session session = found(sessions.read(id));
        assertThat(IntStream.range(0, 8).map(i -> session.get("a" + i, Integer.class)))
                .containsOnly(50);
    }

    @Test
    void logins_ofOneUserAtOnce_keepTheLimit() throws Exception {
        Sessions three = grounds.sessions(policy -> policy.maxPerUser(3));
        List<Future<Session>> logins = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            logins.add(threads.submit(() -> granted(three.login("cat", Details.NONE))));
        }
        List<String> ids = new ArrayList<>();
        for (Future<Session> login : logins) {
            ids.add(login.get().id());
        }
        long live = ids.stream()
                .filter(id -> three.read(id) instanceof SessionLookup.Found)
                .count();

        assertThat(live).isEqualTo(3);
        assertThat(page(three.list("cat", null, 10)).sessions()).hasSize(3);
    }

    @Test
    void list_againstARotation_showsTheSessionOnce() throws Exception {
        for (int i = 0; i < RACES; i++) {
            String user = "lister-" + i;
            Session old = granted(sessions.login(user, Details.NONE));
            race(
                    () -> page(sessions.list(user, null, 10)),
                    () -> granted(elsewhere.rotate(old)),
                    (page, rotated) -> assertThat(page.sessions())
                            .singleElement()
                            .extracting(SessionList.Item::handle)
                            .isIn(old.handle(), rotated.handle()));
        }
    }
}
