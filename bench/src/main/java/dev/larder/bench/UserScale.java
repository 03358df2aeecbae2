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
import java.util.Objects;
import java.util.function.Consumer;

/** Listing and ending the sessions of a user who has very many, beside one who has some, by one caller. */
final class UserScale {

    private static final double FLAT_GOAL = 1.5;
    private static final int SOME = SessionStore.PAGE;
    private static final int VERY_MANY = 10_000;
    private static final List<Integer> SIZES = List.of(SOME, VERY_MANY);
    private static final int PAGES_A_ROUND = 20;

    /** Users whose sessions are ended in a round, of each size in turn: a single call says more about the machine than about its work. */
    private static final int ENDS_A_ROUND = 5;

    private final Consumer<String> progress;
    private final int rounds;

    /** What was measured, in microseconds, one for each round, by the name of the workload. */
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    UserScale(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.rounds = quick ? 3 : 8;
    }

    void run(Findings findings) {
        for (String subject : SessionStore.INDEXED) {
            micros.clear();
            // A round of the peer's takes half a minute
            int count = subject.equals(SessionStore.LARDER) ? rounds : Math.min(rounds, 3);
            measure(subject, count);
            micros.forEach((workload, samples) -> findings.results.add(
                    Measured.of(workload, SessionStore.versioned(subject), Estimate.of(samples), "µs")));
            if (subject.equals(SessionStore.LARDER)) {
                flat("list a page of 100", findings);
                flat("end all", findings);
            }
        }
    }

    private void measure(String subject, int count) {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                SessionStore sessions = SessionStore.open(subject, redis.uri())) {
            int ends = subject.equals(SessionStore.LARDER) ? ENDS_A_ROUND : 1;
            for (int round = 0; round <= count; round++) {
                for (int size : SIZES) {
                    list(sessions, "user-" + round + "-" + size, size, round > 0);
                }
                end(sessions, "ends-" + round, ends, round > 0);
                progress.accept(String.format(Locale.ROOT, "%s, users, round %d of %d", subject, round, count));
            }
        }
    }

    private void list(SessionStore sessions, String user, int size, boolean counts) {
        Logins.of(sessions, size, number -> user);
        if (sessions.listsPages()) {
            time(
                    counts,
                    workload("list a page of 100", size),
                    PAGES_A_ROUND,
                    () -> require(SOME, sessions.listSome(user)));
        }
        time(counts, workload("list all", size), 1, () -> require(size, sessions.listAll(user)));
    }

    private void end(SessionStore sessions, String users, int ends, boolean counts) {
        Map<Integer, List<String[]>> all = new LinkedHashMap<>();
        for (int end = 0; end < ends; end++) {
            for (int size : SIZES) {
                String user = users + "-" + end + "-" + size;
                all.computeIfAbsent(size, same -> new ArrayList<>()).add(Logins.of(sessions, size, number -> user));
            }
        }
        Map<Integer, Double> sums = new LinkedHashMap<>();
        for (int end = 0; end < ends; end++) {
            for (int size : SIZES) {
                String user = users + "-" + end + "-" + size;
                sums.merge(size, micros(() -> sessions.endAll(user)), Double::sum);
            }
        }
        if (counts) {
            sums.forEach((size, sum) -> note(workload("end all", size), sum / ends));
        }
        all.forEach((size, ended) -> ended.forEach(ids -> requireEnded(sessions, ids)));
    }

    private static void requireEnded(SessionStore sessions, String[] ids) {
        for (String id : List.of(ids[0], ids[ids.length / 2], ids[ids.length - 1])) {
            if (sessions.isLive(id)) {
                throw new IllegalStateException("a session was not ended");
            }
        }
    }

    private static void require(int expected, int found) {
        if (found != expected) {
            throw new IllegalStateException(found + " sessions were listed in place of " + expected);
        }
    }

    private void time(boolean counts, String workload, int times, Runnable call) {
        double all = micros(() -> {
            for (int time = 0; time < times; time++) {
                call.run();
            }
        });
        if (counts) {
            note(workload, all / times);
        }
    }

    private static double micros(Runnable call) {
        long since = System.nanoTime();
        call.run();
        return (System.nanoTime() - since) / 1_000.0;
    }

    private void note(String workload, double each) {
        micros.computeIfAbsent(workload, name -> new ArrayList<>()).add(each);
    }

    private static String workload(String name, int size) {
        return String.format(Locale.ROOT, "%s, a user of %,d", name, size);
    }

    private void flat(String name, Findings findings) {
        findings.goals.add(Goal.atMost(
                String.format(Locale.ROOT, "%s, a user of %,d to one of %,d", name, VERY_MANY, SOME),
                Estimate.ofRatios(of(workload(name, VERY_MANY)), of(workload(name, SOME))),
                FLAT_GOAL));
    }

    private List<Double> of(String workload) {
        return Objects.requireNonNull(micros.get(workload), workload);
    }
}
