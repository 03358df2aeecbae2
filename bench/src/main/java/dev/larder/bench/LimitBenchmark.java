package dev.larder.bench;

import dev.larder.bench.limit.Allowance;
import dev.larder.bench.limit.Limiter;
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

/** What it costs to ask a limit for a permit. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class LimitBenchmark {

    /** Whose limit it is. */
    @Param({
        Limiter.LARDER,
        Limiter.LARDER_WINDOW,
        Limiter.BUCKET4J,
        Limiter.BUCKET4J_BATCHING,
        Limiter.BUCKET4J_SKIPPING,
        Limiter.REDISSON
    })
    public String subject;

    /** How many keys are asked for, each as often as the others. */
    @Param({"1", "10000"})
    public int keys;

    /** Whether the permits have been used up, so that each call is refused; else each is allowed. */
    @Param({"false", "true"})
    public boolean usedUp;

    private EmbeddedRedis redis;
    private Limiter limiter;

    /** The keys of one thread, one after the other. */
    @State(Scope.Thread)
    public static class Turns {
        private final SplittableRandom random =
                new SplittableRandom(ThreadLocalRandom.current().nextLong());

        int next(int keys) {
            return keys == 1 ? 0 : random.nextInt(keys);
        }
    }

    /** Starts Redis, and asks once for each key. */
    @Setup
    public void open() {
        redis = EmbeddedRedis.start();
        limiter = Limiter.open(subject, redis.uri(), usedUp ? Allowance.ONE : Allowance.GENEROUS, keys);
        for (int key = 0; key < keys; key++) {
            if (!limiter.tryAcquire(key)) {
                throw new IllegalStateException("the first call was refused");
            }
        }
    }

    /** Stops Redis. */
    @TearDown
    public void close() {
        limiter.close();
        redis.close();
    }

    /** One call. */
    @Benchmark
    public boolean tryAcquire(Turns turns) {
        boolean allowed = limiter.tryAcquire(turns.next(keys));
        if (allowed == usedUp) {
            throw new IllegalStateException(allowed ? "a call too many was allowed" : "a call was refused");
        }
        return allowed;
    }
}
