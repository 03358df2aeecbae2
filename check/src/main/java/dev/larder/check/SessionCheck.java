package dev.larder.check;

import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is promised of sessions and tokens: several JVMs race for the same ones, in small scripts that are different each time, while
 * connections are killed, replies are lost and Redis starts again. All note what they do and what came of it; after each round a judge
 * compares that with what must hold.
 *
 * <p>Starts a Redis, the proxies and the JVMs, in a temporary folder; {@link #close} ends and removes all of them. Not for several
 * threads, but for {@link #stop}.
 */
public final class SessionCheck implements Check<SessionCheck.Progress, SessionReport> {

    private static final int MOST_RACES = 2_000;
    private static final int ROUNDS_AT_LEAST = 5;
    private static final int FAULT_EVERY = 5;
    private static final long DELIVERED_WITHIN_SECONDS = 20;
    private static final long VERIFY_AGAIN_MILLIS = 500;
    private static final String HEAP = "384m";

    /**
     * How far a check is.
     *
     * @param races races judged, of this part
     * @param fault what happened in the last round
     * @param violations what was wrong so far, in all parts
     */
    public record Progress(SessionPart part, long races, String fault, long violations, Duration elapsed) {}

    private final SessionOptions options;
    private final WorkFolder folder;
    private final EmbeddedRedis redis;
    private final Crew crew = new Crew();
    private final Board board;
    private final SessionTotals totals = new SessionTotals();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "check-worker");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopped;
    private long round;

    /**
     * Starts everything.
     *
     * @throws CheckException if a JVM or the server does not start
     */
    public SessionCheck(SessionOptions options) throws InterruptedException {
        this.options = options;
        this.folder = WorkFolder.create();
        new KeysetFile(folder.path().resolve("keyset.json")).create();
        this.board = Board.open(folder.path().resolve("board"), options.jvms(), MOST_RACES);
        // A killed server loses nothing that it has answered: it writes to the file before.
        try {
            this.redis = EmbeddedRedis.builder()
                    .setting("appendonly", "yes")
                    .setting("appendfsync", "no")
                    .start();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        try {
            crew.start(options.jvms(), redis, this::launch);
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private ClientProcess launch(int jvm, String uri) {
        List<String> arguments = List.of(
                Integer.toString(jvm),
                Integer.toString(options.jvms()),
                Integer.toString(MOST_RACES),
                folder.path().toString(),
                uri);
        return ClientProcess.start(
                SessionClient.class,
                arguments,
                options.classesFirst(),
                folder.path().resolve("client-" + jvm + ".err"),
                HEAP);
    }

    /** Makes {@link #run} end with what was judged so far; the round that is under way is not. For any thread. */
    @Override
    public void stop() {
        stopped = true;
        crew.kill();
    }

    /**
     * Races until there were enough of each kind, or the time is over.
     *
     * @param progress is told after each round
     */
    @Override
    public SessionReport run(Consumer<Progress> progress) throws InterruptedException {
        long begun = System.nanoTime();
        boolean more = true;
        while (more && !stopped && System.nanoTime() - begun < options.time().toNanos()) {
            more = false;
            for (SessionPart part : SessionPart.values()) {
                long left = part.races(options.operations()) - totals.races(part);
                if (options.parts().contains(part) && left > 0 && !stopped) {
                    more = true;
                    String fault = round(part, left);
                    progress.accept(new Progress(
                            part,
                            totals.races(part),
                            fault,
                            totals.violations(),
                            Duration.ofNanos(System.nanoTime() - begun)));
                }
            }
        }
        SessionReport.OfFailover failover =
                options.parts().contains(SessionPart.FAILOVER) && !stopped ? new SessionFailover().run() : null;
        if (failover != null && failover.foundLater() > 0) {
            totals.flaw(
                    SessionPart.FAILOVER,
                    SessionRule.RESURRECTED,
                    failover.foundLater() + " ended sessions are found long after a replica has taken over");
        }
        return totals.report(options, !more && !stopped, (System.nanoTime() - begun) / 1e9, failover);
    }

    private String round(SessionPart part, long left) throws InterruptedException {
        long all = part.races(options.operations());
        int races = (int) Math.min(left, Math.min(MOST_RACES, (all + ROUNDS_AT_LEAST - 1) / ROUNDS_AT_LEAST));
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + round);
        Fault fault = fault(round++);
        String name = fault == null ? "none" : fault.label();
        try {
            List<Deed> deeds = race(part, races, fault, random);
            List<Deed> last = verify();
            List<Runnable> found = judge(part, deeds, last);
            long since = System.nanoTime();
            while (!found.isEmpty()
                    && undelivered(deeds)
                    && System.nanoTime() - since
                            < Duration.ofSeconds(DELIVERED_WITHIN_SECONDS).toNanos()) {
                Patience.pass(VERIFY_AGAIN_MILLIS);
                last = verify();
                found = judge(part, deeds, last);
            }
            found.forEach(Runnable::run);
            deeds.addAll(last);
            totals.count(part, races, name, deeds);
        } catch (CheckException e) {
            if (!stopped) {
                throw e;
            }
        }
        return name;
    }

    /** Every so many rounds, so that each part meets each fault in its turn. */
    private @Nullable Fault fault(long number) {
        long every = options.parts().size() % FAULT_EVERY == 0 ? FAULT_EVERY + 1 : FAULT_EVERY;
        boolean has = !options.faults().isEmpty() && number % every == every - 1;
        return has
                ? options.faults().get((int) (number / every % options.faults().size()))
                : null;
    }

    private static boolean undelivered(List<Deed> deeds) {
        return deeds.stream().anyMatch(deed -> deed.outcome() == Deed.Outcome.JOURNALED);
    }

    private List<Deed> race(SessionPart part, int races, @Nullable Fault fault, SplittableRandom random)
            throws InterruptedException {
        board.clear();
        crew.order("deal " + part + " " + round + " " + random.nextLong() + " " + races);
        Stage stage = new Stage(redis, crew, random);
        Future<?> strike = workers.submit(() -> {
            if (fault != null) {
                fault.strike(stage);
            }
            return null;
        });
        crew.order("act");
        try {
            strike.get();
        } catch (ExecutionException e) {
            throw new CheckException("a fault could not be made: " + e.getCause(), e);
        }
        if (crew.order("settle").stream().anyMatch(answer -> answer[0].equals("apart"))) {
            throw new CheckException("a client has not reached Redis again within a minute after " + fault);
        }
        crew.order("late");
        return flush();
    }

    private List<Deed> verify() throws InterruptedException {
        crew.order("verify");
        return flush();
    }

    /** What all have noted since the last time. */
    private List<Deed> flush() throws InterruptedException {
        List<Deed> deeds = new ArrayList<>();
        for (int jvm = 0; jvm < crew.size(); jvm++) {
            Path file = folder.path().resolve("deeds-" + jvm);
            crew.get(jvm).order("flush " + file);
            crew.get(jvm).answer();
            deeds.addAll(Deeds.take(file));
        }
        return deeds;
    }

    /** Judges each race; returns what is to be told of what is wrong. */
    private List<Runnable> judge(SessionPart part, List<Deed> deeds, List<Deed> last) {
        long finalFrom = last.stream().mapToLong(Deed::begun).min().orElse(Long.MAX_VALUE) - 1;
        Map<Integer, List<Deed>> byRace = new HashMap<>();
        deeds.forEach(deed ->
                byRace.computeIfAbsent(deed.race(), race -> new ArrayList<>()).add(deed));
        last.forEach(deed ->
                byRace.computeIfAbsent(deed.race(), race -> new ArrayList<>()).add(deed));
        List<Runnable> found = new ArrayList<>();
        byRace.forEach((race, all) -> {
            AtomicBoolean told = new AtomicBoolean();
            BiConsumer<SessionRule, String> flaws = (rule, detail) -> {
                String story = told.getAndSet(true) ? "" : "\n" + SessionStory.of(all);
                found.add(() -> totals.flaw(part, rule, "round " + round + " " + detail + story));
            };
            if (part.ofSessions()) {
                new SessionJudge(Way.of(race), finalFrom, all, flaws).judge();
            } else {
                new TokenJudge(finalFrom, all, flaws).judge(part);
            }
        });
        return found;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        crew.close();
        try {
            redis.close();
        } finally {
            folder.close();
        }
    }
}
