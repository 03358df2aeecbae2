package dev.larder.bench;

import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.Rounds.Samples;
import dev.larder.bench.Rounds.Subject;
import dev.larder.bench.session.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Sessions beside Spring Session: the requests that use one, the bytes that one takes, and many of them. */
final class SessionSuite {

    private static final double ONE_CALLER_GOAL = 2;
    private static final double MANY_CALLERS_GOAL = 4;
    private static final int MANY_CALLERS = 32;

    private final Rounds rounds;
    private final Findings findings;

    SessionSuite(Rounds rounds, Findings findings) {
        this.rounds = rounds;
        this.findings = findings;
    }

    void run(boolean quick, Consumer<String> progress) {
        bytes(new SessionSizes(progress));
        new SessionScale(quick, progress).run(findings);
        new UserScale(quick, progress).run(findings);
        cycles("load, touch, save, 1 caller", 1, ONE_CALLER_GOAL);
        cycles("load, touch, save, 32 callers", MANY_CALLERS, MANY_CALLERS_GOAL);
    }

    private void bytes(SessionSizes sizes) {
        Map<String, IntFunction<@Nullable String>> users = new LinkedHashMap<>();
        users.put("of nobody", number -> null);
        users.put("one a user", number -> "user-" + number);
        users.put("ten a user", number -> "user-" + number / 10);
        users.forEach((whose, user) -> {
            for (String subject : SessionStore.STORING) {
                findings.addCount(
                        "bytes of a session, " + whose,
                        SessionStore.versioned(subject),
                        sizes.measure(subject, whose, user),
                        "B");
            }
        });
    }

    private void cycles(String workload, int callers, double goal) {
        List<Subject> subjects = new ArrayList<>();
        for (String name : SessionStore.ALL) {
            subjects.add(new Subject(name, "SessionBenchmark.cycle$", Map.of("subject", name)));
        }
        Map<String, Samples> samples = rounds.measure(workload, subjects, callers, false);
        findings.addScores(workload, samples, SessionStore::versioned);
        for (String own : List.of(SessionStore.LARDER, SessionStore.LARDER_NEAR)) {
            findings.goals.add(Goal.atLeast(
                    workload + ", " + own + " to " + SessionStore.versioned(SessionStore.SPRING),
                    Findings.ratio(samples, own, SessionStore.SPRING),
                    goal));
        }
        for (String other : List.of(SessionStore.SPRING_JSON, SessionStore.SPRING_INDEXED, SessionStore.BARE_HASH)) {
            ratio(workload, samples, SessionStore.LARDER, other);
        }
        ratio(workload, samples, SessionStore.BARE_HASH, SessionStore.SPRING);
        ratio(workload, samples, SessionStore.BARE_WRITE, SessionStore.SPRING);
        ratio(workload, samples, SessionStore.BARE_CHECKED_WRITE, SessionStore.SPRING);
        ratio(workload, samples, SessionStore.BARE_COHERENT_WRITE, SessionStore.SPRING);
        ratio(workload, samples, SessionStore.LARDER_NEAR, SessionStore.BARE_COHERENT_WRITE);
    }

    private void ratio(String workload, Map<String, Samples> samples, String one, String other) {
        findings.addRatio(
                workload,
                SessionStore.versioned(one),
                SessionStore.versioned(other),
                Findings.ratio(samples, one, other));
    }
}
