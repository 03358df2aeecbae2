package dev.larder.bench;

import dev.larder.bench.session.SessionStore;
import dev.larder.embedded.EmbeddedRedis;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a request costs that uses a session: to load it, to touch it, to look at two of its five attributes, to change one, and to
 * save it. Any of {@value #SESSIONS} sessions, each of a user of its own.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class SessionBenchmark {

    /** Sessions that there are. */
    static final int SESSIONS = 10_000;

    /** Whose sessions they are. */
    @Param({
        SessionStore.LARDER,
        SessionStore.LARDER_NEAR,
        SessionStore.LARDER_ENCRYPTED,
        SessionStore.SPRING,
        SessionStore.SPRING_JSON,
        SessionStore.SPRING_INDEXED,
        SessionStore.BARE_HASH,
        SessionStore.BARE_WRITE,
        SessionStore.BARE_CHECKED_WRITE,
        SessionStore.BARE_COHERENT_WRITE
    })
    public String subject;

    private EmbeddedRedis redis;
    private SessionStore sessions;
    private String[] ids;

    /** The sessions of one thread, one after the other. */
    @State(Scope.Thread)
    public static class Turns {
        private final SplittableRandom random =
                new SplittableRandom(ThreadLocalRandom.current().nextLong());

        int next() {
            return random.nextInt(SESSIONS);
        }
    }

    /** Starts Redis and logs everybody in. */
    @Setup
    public void open() {
        redis = EmbeddedRedis.start();
        sessions = SessionStore.open(subject, redis.uri());
        ids = Logins.of(sessions, SESSIONS, number -> "user-" + number);
    }

    /** Stops Redis. */
    @TearDown
    public void close() {
        sessions.close();
        redis.close();
    }

    /** One request. */
    @Benchmark
    public void cycle(Turns turns) {
        sessions.cycle(ids[turns.next()]);
    }
}
