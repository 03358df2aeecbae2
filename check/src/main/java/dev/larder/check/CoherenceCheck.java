package dev.larder.check;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
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
public final class CoherenceCheck implements AutoCloseable {

    private static final long BOUND_MILLIS = 500;
    private static final long WARM_MILLIS = 500;
    private static final long CALM_MILLIS = 4_000;
    private static final long HUNT_MILLIS = 3_000;
    private static final long SETTLE_MILLIS = 1_000;
    private static final long REPLICATE_MILLIS = 100;

    /** The replica's own limit and how long it may take to read it. */
    private static final long LAG_NANOS = Source.MAX_LAG_NANOS + TimeUnit.MILLISECONDS.toNanos(200);

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
    private final Path folder;
    private final EmbeddedRedis redis;
    private final Source source;
    private final List<ClientProcess> clients = new CopyOnWriteArrayList<>();
    private final List<Fault> order;
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
        try {
            this.folder = Files.createTempDirectory("larder-check");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.source = Source.open(folder.resolve("source"), landscape.keys());
        this.order = new ArrayList<>(options.faults());
        this.hunt = options.hunt();
        if (hunt == null) {
            Collections.shuffle(order, new Random(options.seed()));
        }
        // A killed server loses nothing that it has answered: it writes to the file before.
        try {
            this.redis = EmbeddedRedis.builder()
                    .setting("appendonly", "yes")
                    .setting("appendfsync", "no")
                    .start();
        } catch (RuntimeException e) {
            removeFolder();
            throw e;
        }
        try {
            startClients();
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void startClients() throws InterruptedException {
        for (int jvm = 0; jvm < options.jvms(); jvm++) {
            FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
            clients.add(ClientProcess.start(
                    jvm, landscape, folder, hunt == null ? null : hunt.classesFirst(), proxy, redis.port()));
        }
        for (ClientProcess client : clients) {
            client.answer();
        }
    }

    /** Makes {@link #run} end with what was judged so far; the round that is under way is not. For any thread. */
    public void stop() {
        stopped = true;
        clients.forEach(ClientProcess::kill);
    }

    /**
     * Runs rounds until the time is over, enough has been written, or {@link #stop}.
     *
     * @param progress is told after each round
     */
    public CoherenceReport run(Consumer<Progress> progress) throws InterruptedException {
        long begun = System.nanoTime();
        Totals totals = new Totals(options.state());
        while (!stopped
                && System.nanoTime() - begun < options.time().toNanos()
                && totals.all().writes() < options.writes()) {
            SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + totals.rounds());
            List<Fault> faults = faults(totals.rounds(), random);
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
                all.calm(),
                all.writes(),
                all.reads(),
                all.loads(),
                all.violations(),
                byRule,
                BOUND_MILLIS,
                all.worstNanos() / 1e6,
                totals.byFault(),
                seconds,
                all.examples());
    }

    /** None, each one alone, and pairs, in turn. */
    private List<Fault> faults(int round, SplittableRandom random) {
        List<Fault> all = order;
        if (all.isEmpty()) {
            return List.of();
        }
        int cycle = all.size() + 1;
        int turn = options.pairs() ? round / 2 % cycle : round % cycle;
        if (options.pairs() && round % 2 == 1) {
            Fault one = all.get(random.nextInt(all.size()));
            Fault other = all.get(random.nextInt(all.size()));
            return one == other ? List.of(one) : List.of(one, other);
        }
        // A bug is looked for where it is, and first.
        int first = hunt != null ? turn : turn - 1;
        return first < 0 || first >= all.size() ? List.of() : List.of(all.get(first));
    }

    private Verdict round(List<Fault> faults, SplittableRandom random) throws InterruptedException {
        long[] before = versions();
        long origin = System.nanoTime();
        LoaderMode mode = LoaderMode.NORMAL;
        for (Fault fault : faults) {
            LoaderMode ofFault = fault.mode();
            mode = ofFault == null || mode == LoaderMode.LAGGING ? mode : ofFault;
        }
        boolean lagging = mode == LoaderMode.LAGGING;
        orderAll("begin " + random.nextLong() + " " + mode);
        Future<?> replication = lagging ? workers.submit(this::replicate) : null;
        Stage pause = new Stage(redis, clients, random);
        pause.pass(WARM_MILLIS);
        strike(faults, random);
        pause.pass(!faults.isEmpty() ? WARM_MILLIS : hunt != null ? HUNT_MILLIS : CALM_MILLIS);
        long healedAt = System.nanoTime();
        List<String[]> answers = orderAll("settle " + lagging);
        if (replication != null) {
            replication.cancel(true);
        }
        if (answers.stream().anyMatch(answer -> answer[0].equals("apart"))) {
            throw new CheckException("a client has not reached Redis again within a minute after " + faults);
        }
        List<Long> coherentAt =
                answers.stream().map(answer -> Long.valueOf(answer[1])).toList();
        pause.pass(SETTLE_MILLIS);
        Log stored = Stored.read(redis.uri(), landscape, clients.size());
        return judge(before, origin, faults, lagging, stored).and(Recovery.judge(healedAt, coherentAt, faults));
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

    private Verdict judge(long[] before, long origin, List<Fault> faults, boolean lagging, Log stored)
            throws InterruptedException {
        List<Path> files = new ArrayList<>();
        for (int jvm = 0; jvm < clients.size(); jvm++) {
            files.add(folder.resolve("log-" + jvm));
            clients.get(jvm).order("finish " + files.get(jvm));
        }
        boolean answered = true;
        int failures = 0;
        for (ClientProcess client : clients) {
            String[] answer = client.answer();
            answered &= answer[1].equals("0");
            failures += Integer.parseInt(answer[2]);
        }
        if (faults.isEmpty() && answered && failures > 0) {
            throw new CheckException(
                    failures + " reads failed although nothing was wrong and Redis answered everything");
        }
        List<long[]> logs = new ArrayList<>();
        logs.add(stored.numbers());
        try {
            for (Path file : files) {
                logs.add(Log.read(file));
            }
        } catch (IOException e) {
            throw new CheckException("a log cannot be read: " + e.getMessage(), e);
        }
        Judge.Terms terms = new Judge.Terms(
                TimeUnit.MILLISECONDS.toNanos(BOUND_MILLIS), lagging ? LAG_NANOS : 0, faults.isEmpty() && answered);
        History history = new History(logs, landscape.keys());
        return new Judge(landscape, history, before, versions(), terms, origin).judge();
    }

    private List<String[]> orderAll(String order) throws InterruptedException {
        clients.forEach(client -> client.order(order));
        List<String[]> answers = new ArrayList<>();
        for (ClientProcess client : clients) {
            answers.add(client.answer());
        }
        return answers;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        clients.forEach(ClientProcess::close);
        redis.close();
        removeFolder();
    }

    private void removeFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder + " cannot be removed", e);
        }
    }
}
