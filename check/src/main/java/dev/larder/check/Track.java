package dev.larder.check;

import dev.larder.session.Grant;
import dev.larder.session.Session;
import dev.larder.session.SessionLookup;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the races of sessions share within a process, in one round. Thread-safe. */
final class Track {

    /** Where the session is that a race is about. */
    static final int FIRST = 0;

    /** One session in so many is kept by a slow request, which saves it when all is over. */
    private static final int SLOW = 4;

    private final int jvm;
    private final int jvms;
    private final Board board;
    private final Map<Way, SessionCalls> calls;
    private final long round;
    private final AtomicReferenceArray<@Nullable Session> slow;

    /**
     * Begins a round.
     *
     * @param round distinguishes its users from those of others
     */
    Track(int jvm, int jvms, Board board, Map<Way, SessionCalls> calls, long round, int races) {
        this.jvm = jvm;
        this.jvms = jvms;
        this.board = board;
        this.calls = calls;
        this.round = round;
        this.slow = new AtomicReferenceArray<>(races);
    }

    int jvm() {
        return jvm;
    }

    Board board() {
        return board;
    }

    SessionCalls calls(int race) {
        return Objects.requireNonNull(calls.get(Way.of(race)));
    }

    /** The user whose sessions a race is about. */
    String user(int race) {
        return "user-" + round + "-" + race;
    }

    /** Puts the ID of what was granted, if it was, on the board. */
    <T extends Grant> T post(int race, int place, T grant) {
        if (grant instanceof Grant.Granted granted) {
            board.put(race, place, granted.session().id());
        }
        return grant;
    }

    /** Keeps what was granted for a slow request. */
    <T extends Grant> T keep(int race, T grant) {
        if (grant instanceof Grant.Granted granted) {
            slow.set(race, granted.session());
        }
        return grant;
    }

    /** Where there are near copies, gives the first session what processes will change, so that their saves go through the copies. */
    CompletionStage<Done> prepare(int race) {
        return Way.of(race) == Way.NEAR ? with(race, FIRST, session -> saveAll(race, session, 0)) : Done.already();
    }

    private CompletionStage<Done> saveAll(int race, Session session, int process) {
        return process == jvms
                ? Done.already()
                : calls(race)
                        .save(race, session, Way.own(process))
                        .thenCompose(saved -> saveAll(race, session, process + 1));
    }

    /** Reads so often. */
    CompletionStage<Done> glance(int race, int place, int times) {
        String id = board.get(race, place);
        if (id == null || times == 0) {
            return Done.already();
        }
        return calls(race).read(race, id).thenCompose(lookup -> glance(race, place, times - 1));
    }

    /** Reads, and does something to what was found. */
    CompletionStage<Done> with(int race, int place, Function<Session, ? extends CompletionStage<?>> deed) {
        String id = board.get(race, place);
        if (id == null) {
            return Done.already();
        }
        return calls(race)
                .read(race, id)
                .thenCompose(lookup -> lookup instanceof SessionLookup.Found found
                        ? Done.after(deed.apply(found.session()))
                        : Done.already());
    }

    /** What most requests do: read, and save an attribute of their own, or, if they are slow, keep it for later. */
    CompletionStage<Done> request(int race, int place, SplittableRandom random) {
        boolean isSlow = random.nextInt(SLOW) == 0;
        return with(race, place, session -> {
            if (isSlow && slow.compareAndSet(race, null, session)) {
                return Done.already();
            }
            return Done.after(calls(race).save(race, session, Way.own(jvm)));
        });
    }

    /** Goes on with the first ID, whatever others make of the session; and may log out by it in between. */
    CompletionStage<Done> goOn(int race, String id, boolean logsOut, SplittableRandom random) {
        SplittableRandom second = random.split();
        return request(race, FIRST, random)
                .thenCompose(done -> logsOut ? Done.after(calls(race).end(race, id)) : Done.already())
                .thenCompose(done -> request(race, FIRST, second));
    }

    /** The end of the slow request, if there was one. */
    CompletionStage<Done> late(int race) {
        Session session = slow.getAndSet(race, null);
        return session == null ? Done.already() : Done.after(calls(race).save(race, session, Way.own(jvm)));
    }

    /** Reads what was left at all places. */
    CompletionStage<Done> verify(int race) {
        CompletionStage<Done> all = Done.already();
        for (int place = 0; place < Board.PLACES; place++) {
            int next = place;
            all = all.thenCompose(done -> glance(race, next, 1));
        }
        return all;
    }
}
