package dev.larder.check;

import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.ServerUser;
import dev.larder.rights.Component;
import dev.larder.rights.Place;
import dev.larder.rights.Rights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the guarantees G1 to G6: several JVMs read and write the same keys through Larder, one writer for each key, with a
 * proxy before each of them that makes the network misbehave, while somebody else deletes and overwrites entries in Redis.
 * All log what they do; after each round, a {@link Judge} compares the logs with the rules.
 *
 * <p>Starts a Redis, the proxies and the JVMs, in a temporary folder; {@link #close} ends and removes all of them. Not for
 * several threads, but for {@link #stop}.
 */
public final class CoherenceCheck implements Check<CoherenceCheck.Progress, CoherenceReport> {

    private static final long BOUND_MILLIS = 500;
    private static final long WARM_MILLIS = 500;
    private static final long CALM_MILLIS = 4_000;
    private static final long HUNT_MILLIS = 2_000;
    private static final long SETTLE_MILLIS = 1_000;
    private static final long REPLICATE_MILLIS = 100;

    /** The replica's own limit and how long it may take to read it. */
    private static final long LAG_NANOS = Source.MAX_LAG_NANOS + TimeUnit.MILLISECONDS.toNanos(200);

    /** The clients have the engine's rights and no others; a refusal fails the check when the server is closed. */
    private static final ServerUser ENGINE = new ServerUser(
            "engine",
            "only-what-it-needs",
            Rights.of(Component.ENGINE, Place.SERVER, Landscape.NAMESPACE).rules());

    /**
     * How far a check is.
     *
     * @param round rounds judged, those of earlier runs included
     * @param last what happened in the last one
     * @param found some of the violations of the last one
     */
    public record Progress(
            int round,
            String last,
            long writes,
            long reads,
            long violations,
            Duration elapsed,
            List<Violation> found) {}

    private final CoherenceOptions options;
    private final CoherenceOptions.@Nullable Hunt hunt;
    private final Landscape landscape;
    private final WorkFolder folder;
    private final EmbeddedRedis redis;
    private final Source source;
    private final Clients clients;
    private final Draw draw;
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "check-worker");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopped;

    /**
     * Starts everything.
     *
     * @throws CheckException if a JVM or the server does not start
     */
    public CoherenceCheck(CoherenceOptions options) throws InterruptedException {
        this.options = options;
        this.landscape = new Landscape(options.groups(), options.jvms());
        this.folder = WorkFolder.create();
        this.source = Source.open(folder.path().resolve("source"), landscape.keys());
        this.hunt = options.hunt();
        List<Fault> order = new ArrayList<>(options.faults());
        if (hunt == null) {
            Collections.shuffle(order, new Random(options.seed()));
        }
        // A bug is looked for where it is, and first.
        this.draw = new Draw(order, options.pairs(), hunt != null);
        // A killed server loses nothing that it has answered: it writes to the file before.
        try {
            this.redis = EmbeddedRedis.builder()
                    .setting("appendonly", "yes")
                    .setting("appendfsync", "no")
                    .user(ENGINE)
                    .start();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        this.clients = new Clients(landscape, folder.path(), hunt == null ? null : hunt.classesFirst(), redis);
        try {
            clients.start();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /** Makes {@link #run} end with what was judged so far; the round that is under way is not. For any thread. */
    @Override
    public void stop() {
        stopped = true;
        clients.kill();
    }

    /**
     * Runs rounds until the time is over, enough has been written, or {@link #stop}.
     *
     * @param progress is told after each round
     */
    @Override
    public CoherenceReport run(Consumer<Progress> progress) throws InterruptedException {
        long begun = System.nanoTime();
        Totals totals = new Totals(options.state(), RunTerms.of(options));
        while (!stopped
                && System.nanoTime() - begun < options.time().toNanos()
                && totals.all().writes() < options.writes()) {
            SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + totals.rounds());
            List<Fault> faults = draw.round(totals.rounds(), random);
            Totals.Round round;
            try {
                round = new Totals.Round(faults, round(faults, random));
            } catch (CheckException e) {
                if (stopped) {
                    break;
                }
                throw e;
            }
            totals.add(round);
            progress.accept(new Progress(
                    totals.rounds(),
                    round.line().substring(0, round.line().indexOf('\t')),
                    totals.all().writes(),
                    totals.all().reads(),
                    totals.all().violations(),
                    Duration.ofNanos(System.nanoTime() - begun),
                    round.verdict().examples()));
            if (hunt != null && hunt.rule() != null && totals.all().counts().containsKey(hunt.rule())) {
                break;
            }
        }
        return report(totals, (System.nanoTime() - begun) / 1e9);
    }

    private static CoherenceReport report(Totals totals, double seconds) {
        Verdict all = totals.all();
        Map<String, Long> byRule = new LinkedHashMap<>();
        for (Rule rule : Rule.values()) {
            byRule.put(rule.label(), all.counts().getOrDefault(rule, 0L));
        }
        return new CoherenceReport(
                totals.rounds(),
                all.calmRounds(),
                all.writes(),
                all.reads(),
                all.loads(),
                all.ordered(),
                all.once(),
                all.violations(),
                byRule,
                BOUND_MILLIS,
                all.worstNanos() / 1e6,
                totals.byFault(),
                seconds,
                all.examples());
    }

    private Verdict round(List<Fault> faults, SplittableRandom random) throws InterruptedException {
        long[] before = versions();
        long origin = System.nanoTime();
        LoaderMode mode = faults.stream()
                .map(Fault::mode)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(LoaderMode.NORMAL);
        boolean lagging = mode == LoaderMode.LAGGING;
        clients.begin(random.nextLong(), mode);
        Future<?> replication = lagging ? workers.submit(this::replicate) : null;
        Stage pause = new Stage(redis, clients, random);
        pause.pass(WARM_MILLIS);
        long struckAt = System.nanoTime();
        strike(faults, random);
        pause.pass(!faults.isEmpty() ? WARM_MILLIS : hunt != null ? HUNT_MILLIS : CALM_MILLIS);
        long healedAt = System.nanoTime();
        List<String[]> answers = clients.settle(lagging);
        if (replication != null) {
            replication.cancel(true);
        }
        if (answers.stream().anyMatch(answer -> answer[0].equals("apart"))) {
            throw new CheckException("a client has not reached Redis again within a minute after " + faults);
        }
        List<Long> coherentAt =
                answers.stream().map(answer -> Long.valueOf(answer[1])).toList();
        pause.pass(SETTLE_MILLIS);
        Log stored = Stored.read(redis.uri(), landscape, 2 * clients.size());
        boolean answered = finish(faults);
        List<long[]> logs = clients.logs();
        logs.add(stored.numbers());
        Judge.Terms terms = new Judge.Terms(
                TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS),
                lagging ? LAG_NANOS : 0,
                faults.isEmpty() && answered,
                faults,
                struckAt,
                clients.deaths());
        History history = new History(logs, landscape.keys());
        return new Judge(landscape, history, before, versions(), terms, origin)
                .judge()
                .and(Recovery.judge(healedAt, coherentAt, faults));
    }

    private long[] versions() {
        long[] versions = new long[landscape.keys()];
        for (int key = 0; key < versions.length; key++) {
            versions[key] = source.read(key);
        }
        return versions;
    }

    private void replicate() {
        Stage pause = new Stage(redis, clients, new SplittableRandom(0));
        try {
            while (!Thread.currentThread().isInterrupted()) {
                source.replicate();
                pause.pass(REPLICATE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void strike(List<Fault> faults, SplittableRandom random) throws InterruptedException {
        List<Future<?>> strikes = new ArrayList<>();
        for (Fault fault : faults) {
            Stage stage = new Stage(redis, clients, random.split());
            long offset = random.nextInt(500);
            strikes.add(workers.submit(() -> {
                stage.pass(offset);
                fault.strike(stage);
                return null;
            }));
        }
        for (Future<?> strike : strikes) {
            try {
                strike.get();
            } catch (ExecutionException e) {
                throw new CheckException("a fault could not be made: " + e.getCause(), e);
            }
        }
    }

    /** Ends the round; returns whether all commands were answered. */
    private boolean finish(List<Fault> faults) throws InterruptedException {
        boolean answered = true;
        int failures = 0;
        for (String[] answer : clients.finish()) {
            answered &= answer[1].equals("0");
            failures += Integer.parseInt(answer[2]);
        }
        if (faults.isEmpty() && answered && failures > 0) {
            throw new CheckException(
                    failures + " reads failed although nothing was wrong and Redis answered everything");
        }
        return answered;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        clients.close();
        try {
            redis.close();
        } finally {
            folder.close();
        }
    }
}
