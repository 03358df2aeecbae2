package dev.larder.check;

import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Checks what is promised of limits: several JVMs, whose clocks are wrong, are under the same limits, and each answer has to be that of a
 * sequential model that is driven by the server's time. Then a replica takes over that has missed what was taken.
 *
 * <p>Starts a Redis and the JVMs, in a temporary folder; {@link #close} ends and removes all of them. Not for several threads, but for
 * {@link #stop}.
 */
public final class LimitCheck implements Check<LimitCheck.Progress, LimitReport> {

    /** Calls of a round; each round has keys of its own. */
    private static final int ROUND = 40_000;

    private static final String HEAP = "256m";

    /** A machine that is busy is no outage. */
    private static final String PATIENT = "?timeout=20s&dead-after=30s";

    /**
     * How far a check is.
     *
     * @param what what was done
     * @param operations calls judged
     * @param violations what was wrong so far
     */
    public record Progress(String what, long operations, long violations, Duration elapsed) {}

    private final LimitOptions options;
    private final WorkFolder folder = WorkFolder.create();
    private final EmbeddedRedis redis;
    private final Crew crew = new Crew();
    private final Flaws flaws = new Flaws();
    private final Map<String, Long> rules = new TreeMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private volatile boolean stopped;
    private volatile Crew underWay = crew;
    private long exact;
    private long unjudged;
    private long operations;

    /**
     * Starts everything.
     *
     * @throws CheckException if a JVM or the server does not start
     */
    public LimitCheck(LimitOptions options) throws InterruptedException {
        this.options = options;
        try {
            this.redis = EmbeddedRedis.start();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        try {
            crew.start(options.jvms(), redis.uri() + PATIENT, this::launch);
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** From as far behind as ahead. */
    private Duration shift(int jvm) {
        long seconds = options.shift().toSeconds();
        return options.jvms() == 1
                ? Duration.ofSeconds(seconds)
                : Duration.ofSeconds(Math.round(seconds * (2.0 * jvm / (options.jvms() - 1) - 1)));
    }

    private ClientProcess launch(int jvm, String uri) {
        Duration shift = shift(jvm);
        return ClientProcess.start(
                ShiftedClock.class,
                ShiftedClock.arguments(
                        shift, LimitClient.class, List.of(Integer.toString(jvm), Long.toString(shift.toNanos()), uri)),
                options.classesFirst(),
                folder.path().resolve("client-" + jvm + ".err"),
                HEAP);
    }

    /** Makes {@link #run} end with what was judged so far. For any thread. */
    @Override
    public void stop() {
        stopped = true;
        underWay.kill();
    }

    /**
     * Checks.
     *
     * @param progress is told after each round
     */
    @Override
    public LimitReport run(Consumer<Progress> progress) throws InterruptedException {
        long begun = System.nanoTime();
        List<LimitReport.OfClock> shown = new ArrayList<>();
        List<LimitReport.OfFailover> failovers = new ArrayList<>();
        try {
            for (int jvm = 0; jvm < crew.size(); jvm++) {
                shown.add(compare(jvm));
            }
            SplittableRandom random = new SplittableRandom(options.seed());
            for (long round = 0; operations < options.operations() && !stopped; round++) {
                round(round, random.nextLong());
                progress.accept(
                        new Progress("calls", operations, flaws.count(), Duration.ofNanos(System.nanoTime() - begun)));
            }
            for (int failover = 0; failover < options.failovers() && !stopped; failover++) {
                failovers.add(fail(failover));
                progress.accept(new Progress(
                        "failover", operations, flaws.count(), Duration.ofNanos(System.nanoTime() - begun)));
            }
        } catch (CheckException e) {
            if (!stopped) {
                throw e;
            }
        }
        return new LimitReport(
                operations,
                flaws.count(),
                Collections.unmodifiableMap(rules),
                !stopped,
                exact,
                unjudged,
                Collections.unmodifiableMap(answers),
                (System.nanoTime() - begun) / 1e9,
                options.seed(),
                List.copyOf(shown),
                List.copyOf(failovers),
                flaws.examples());
    }

    private static long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** Asks a process for the time. */
    private LimitReport.OfClock compare(int jvm) throws InterruptedException {
        crew.get(jvm).order("clock");
        String[] told = crew.get(jvm).answer();
        return new LimitReport.OfClock(
                (Long.parseLong(told[0]) - wallMicros()) / 1e3, (Long.parseLong(told[1]) - System.nanoTime()) / 1e6);
    }

    private void flaw(LimitRule rule, String detail) {
        rules.merge(rule.label(), 1L, Long::sum);
        flaws.add(rule.label(), detail);
    }

    private void round(long round, long seed) throws InterruptedException {
        long count = Math.min(ROUND, options.operations() - operations);
        long each = Math.max(1, count / crew.size());
        long toServer = wallMicros() - System.nanoTime() / 1_000;
        crew.order("call " + round + " " + seed + " " + each);
        List<Ruling> rulings = rulings(crew);
        LimitJudge judge = new LimitJudge(toServer, crew.size(), this::flaw);
        judge.judge(rulings);
        exact += judge.exact();
        unjudged += judge.unjudged();
        operations += each * crew.size();
        for (Ruling ruling : rulings) {
            answers.merge(ruling.basis() + " " + ruling.outcome(), 1L, Long::sum);
        }
    }

    private List<Ruling> rulings(Crew tellers) throws InterruptedException {
        List<Ruling> rulings = new ArrayList<>();
        for (int jvm = 0; jvm < tellers.size(); jvm++) {
            Path file = folder.path().resolve("rulings-" + jvm);
            tellers.get(jvm).order("flush " + file);
            tellers.get(jvm).answer();
            long[] numbers = Tape.take(file);
            for (int at = 0; at + Ruling.SIZE <= numbers.length; at += Ruling.SIZE) {
                rulings.add(Ruling.read(numbers, at));
            }
        }
        return rulings;
    }

    /** Floods one key; what was taken while the replica was cut off is forgotten when it takes over. */
    private LimitReport.OfFailover fail(int number) throws InterruptedException {
        return new LimitFailover(options, folder.path(), this::flaw)
                .run(number, begun -> underWay = begun, this::rulings);
    }

    @Override
    public void close() {
        crew.close();
        try {
            redis.close();
        } finally {
            folder.close();
        }
    }
}
