package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.session.SessionStore;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Whether an operation costs more where there are more sessions: two servers side by side, one with few and one with many, asked
 * in turn, round after round. Each session is of a user of its own.
 */
final class SessionScale {

    private static final double FLAT_GOAL = 1.25;
    private static final int FEW = 1_000;
    private static final int CALLERS = 32;

    private final Consumer<String> progress;
    private final int many;
    private final int roundsToCount;
    private final int operations;

    SessionScale(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.many = quick ? 100_000 : 1_000_000;
        this.roundsToCount = quick ? 3 : 8;
        this.operations = quick ? 20_000 : 100_000;
    }

    void run(Findings findings) {
        try (Filled few = new Filled(FEW);
                Filled manyOnes = new Filled(many)) {
            findings.addCount(
                    String.format(Locale.ROOT, "bytes of a session, %,d of them", many),
                    SessionStore.LARDER,
                    manyOnes.bytesOfASession,
                    "B");
            Map<String, Operation> all = new LinkedHashMap<>();
            all.put("load, touch, save, 1 caller", (filled, seed) -> filled.cycles(1, operations / 10, seed));
            all.put("load, touch, save, 32 callers", (filled, seed) -> filled.cycles(CALLERS, operations, seed));
            all.put("login and logout, 32 callers", (filled, seed) -> filled.logins(operations / 4));
            all.forEach((name, operation) -> compare(name, operation, few, manyOnes, findings));
        }
    }

    /** Some operations, one way or another. */
    private interface Operation {
        /** Returns the microseconds that each took. */
        double run(Filled filled, long seed);
    }

    private void compare(String name, Operation operation, Filled few, Filled manyOnes, Findings findings) {
        List<Double> withFew = new ArrayList<>();
        List<Double> withMany = new ArrayList<>();
        for (int round = 0; round <= roundsToCount; round++) {
            double ofFew = operation.run(few, round);
            double ofMany = operation.run(manyOnes, round);
            if (round > 0) { // the first one warms up
                withFew.add(ofFew);
                withMany.add(ofMany);
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, round %d of %d: %.1f µs with %,d sessions, %.1f µs with %,d",
                        name,
                        round,
                        roundsToCount,
                        ofFew,
                        few.ids.length,
                        ofMany,
                        manyOnes.ids.length));
            }
        }
        findings.results.add(Measured.of(workload(name, few), SessionStore.LARDER, Estimate.of(withFew), "µs"));
        findings.results.add(Measured.of(workload(name, manyOnes), SessionStore.LARDER, Estimate.of(withMany), "µs"));
        findings.goals.add(Goal.atMost(
                String.format(Locale.ROOT, "%s, %,d sessions to %,d", name, manyOnes.ids.length, few.ids.length),
                Estimate.ofRatios(withMany, withFew),
                FLAT_GOAL));
    }

    private static String workload(String name, Filled filled) {
        return String.format(Locale.ROOT, "%s, of %,d sessions", name, filled.ids.length);
    }

    /** A server with its sessions. */
    private static final class Filled implements AutoCloseable {
        final EmbeddedRedis redis = EmbeddedRedis.start();
        final String[] ids;
        final double bytesOfASession;
        private final SessionStore sessions;

        Filled(int count) {
            try (Memory memory = new Memory(redis)) {
                try (SessionStore filling = SessionStore.open(SessionStore.LARDER, redis.uri())) {
                    ids = Logins.of(filling, count, number -> "user-" + number);
                }
                bytesOfASession = (double) memory.taken() / count;
            }
            sessions = SessionStore.open(SessionStore.LARDER, redis.uri());
        }

        double cycles(int callers, int count, long seed) {
            int[] chosen = new SplittableRandom(seed).ints(count, 0, ids.length).toArray();
            long since = System.nanoTime();
            Callers.run(callers, count, call -> sessions.cycle(ids[chosen[call]]));
            return microsEach(since, count);
        }

        double logins(int count) {
            long since = System.nanoTime();
            Callers.run(CALLERS, count, call -> sessions.end(sessions.logIn("guest-" + call, call)));
            return microsEach(since, count);
        }

        private static double microsEach(long since, int count) {
            return (System.nanoTime() - since) / 1_000.0 / count;
        }

        @Override
        public void close() {
            sessions.close();
            redis.close();
        }
    }
}
