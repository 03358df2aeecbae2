package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.LarderConfig;
import dev.larder.bench.trace.Trace;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import dev.larder.grounds.ContractRepository;
import dev.larder.grounds.GroundsConfig;
import dev.larder.grounds.GroundsDatabase;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis fails in the middle of a replay: under fail-open the replay goes on, and the database survives it. */
class ReplayFaultIT {

    private static final int CONTRACTS = 500;
    private static final int THREADS = 8;
    private static final int PLACES = 3;
    private static final int ACCESSES = 4_000_000;
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final AtomicInteger loading = new AtomicInteger();
    private final AtomicInteger mostLoading = new AtomicInteger();
    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private GroundsDatabase database;
    private LarderTarget target;
    private ReplayRun run;
    private CompletableFuture<ReplayRun.Outcome> outcome;

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        GroundsConfig defaults = GroundsConfig.defaults();
        database = GroundsDatabase.open(defaults.withConnections(THREADS + 2)
                .withContents(defaults.seed(), CONTRACTS)
                .inFolder(folder.resolve("grounds")));
        ContractRepository contracts = database.contracts();
        LarderConfig config = LarderConfig.builder()
                .cache(
                        "contracts",
                        policy -> policy.maxConcurrentLoads(PLACES)
                                .loadQueueTimeout(Duration.ofSeconds(60))
                                .failOpen())
                .build();
        target = LarderTarget.open(
                contracts,
                id -> counted(contracts, id),
                new LarderTarget.Setup("redis://127.0.0.1:" + proxy.port(), config, 100));
        Workload workload = new Workload(Trace.open(trace()), CONTRACTS, 0, 1);
        run = new ReplayRun(workload, target, THREADS);
        outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return run.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE)
                .until(() -> target.coherent() && target.counters().nearHits() > 1_000);
    }

    private Path trace() throws Exception {
        SplittableRandom random = new SplittableRandom(42);
        ByteBuffer bytes = ByteBuffer.allocate(4 * ACCESSES);
        for (int i = 0; i < ACCESSES; i++) {
            bytes.putInt(random.nextInt(1 + random.nextInt(CONTRACTS)));
        }
        return Files.write(folder.resolve("skewed.trace"), bytes.array());
    }

    private Contract counted(ContractRepository contracts, long id) {
        mostLoading.accumulateAndGet(loading.incrementAndGet(), Math::max);
        try {
            return contracts.find(id);
        } finally {
            loading.decrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        run.stop();
        outcome.join();
        target.close();
        database.close();
        proxy.close();
        redis.close();
    }

    @Test
    void replay_redisKilled_goesOnFromTheDatabase() {
        redis.kill();
        assertGoesOnWithoutNearHits();
        redis.restart();
        assertRecovers();
    }

    @Test
    void replay_redisStopped_goesOnFromTheDatabase() {
        redis.pause();
        assertGoesOnWithoutNearHits();
        redis.resume();
        assertRecovers();
    }

    @Test
    void replay_redisBlackHoled_goesOnFromTheDatabase() {
        proxy.blackHole();
        assertGoesOnWithoutNearHits();
        proxy.heal();
        assertRecovers();
    }

    private void assertGoesOnWithoutNearHits() {
        long faultedAt = System.nanoTime();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> System.nanoTime() - faultedAt > BOUND.toNanos());
        assertThat(target.coherent()).isFalse();
        // Reads that had passed the check may still be counting.
        await().atMost(PATIENCE).until(() -> {
            long before = target.counters().nearHits();
            int done = run.done();
            await().atMost(PATIENCE).until(() -> run.done() > done + 2_000);
            return target.counters().nearHits() == before;
        });
        long nearHits = target.counters().nearHits();
        int done = run.done();
        await().atMost(PATIENCE).until(() -> run.done() > done + 5_000);
        assertThat(target.counters().nearHits()).isEqualTo(nearHits);
        assertThat(outcome).isNotDone();
    }

    private void assertRecovers() {
        await().atMost(PATIENCE).until(target::coherent);
        long nearHits = target.counters().nearHits();
        await().atMost(PATIENCE).until(() -> target.counters().nearHits() > nearHits + 1_000);
        run.stop();
        assertThat(outcome.join().firstError()).isNull();
        assertThat(outcome.join().errors()).isZero();
        assertThat(mostLoading).hasValueLessThanOrEqualTo(PLACES);
    }
}
