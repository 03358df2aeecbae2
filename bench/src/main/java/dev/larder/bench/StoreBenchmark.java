package dev.larder.bench;

import dev.larder.bench.store.Form;
import dev.larder.bench.store.Store;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.grounds.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
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
 * What a cache in Redis costs its callers: reads of one key and of {@value #PAGE}, and a miss that is made good. The values are
 * contracts of about 1 KB as JSON; popular keys are asked for often, by Zipf's law.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class StoreBenchmark {

    /** Keys of a large read. */
    static final int PAGE = 100;

    private static final int VALUES = 10_000;
    private static final int BATCH = 100;

    /** Whose cache. */
    @Param({Store.LARDER, Store.LETTUCE, Store.JEDIS, Store.REDISSON, Store.REDISSON_MAP, Store.JETCACHE, Store.SPRING})
    public String subject;

    /** What is stored, and as which bytes. */
    @Param({Form.JSON, Form.BINARY, Form.BYTES})
    public String form;

    /** Keys that there are. */
    @Param({"10000", "1000000"})
    public int keys;

    private EmbeddedRedis redis;
    private Stocked<?> stocked;
    private Draws.Popularity popularity;

    /** The keys of one thread. */
    @State(Scope.Thread)
    public static class Turns {
        private Draws draws;
        private int position;

        /** Draws them. */
        @Setup
        public void draw(StoreBenchmark benchmark) {
            draws = new Draws(benchmark.popularity, ThreadLocalRandom.current().nextLong());
        }

        Long next() {
            return draws.at(position++);
        }

        List<Long> page() {
            List<Long> page = new ArrayList<>(PAGE);
            for (int i = 0; i < PAGE; i++) {
                page.add(next());
            }
            return page;
        }
    }

    /** A store with values in it, and where more come from. */
    private record Stocked<V>(Store<V> store, LongFunction<V> source, AtomicLong unused) {

        static <V> Stocked<V> of(Store<V> store, List<V> values, int keys) {
            LongFunction<V> source = key -> values.get((int) (key % values.size()));
            Map<Long, V> batch = new HashMap<>();
            for (long key = 0; key < keys; key++) {
                batch.put(key, source.apply(key));
                if (batch.size() == BATCH || key == keys - 1) {
                    store.putAll(batch);
                    batch.clear();
                }
            }
            return new Stocked<>(store, source, new AtomicLong(keys));
        }

        Object miss() {
            return store.get(unused.getAndIncrement(), source);
        }
    }

    /** Starts Redis and fills it. */
    @Setup
    public void open() {
        redis = EmbeddedRedis.start();
        popularity = Draws.Popularity.of(keys);
        List<Contract> contracts = Contracts.ofAKilobyte(1, VALUES).list();
        stocked = switch (form) {
            case Form.JSON -> open(Form.json(), contracts);
            case Form.BINARY -> open(Form.binary(), contracts);
            case Form.BYTES ->
                open(Form.bytes(), contracts.stream().map(Contracts::plainJson).toList());
            default -> throw new IllegalArgumentException("form " + form);
        };
    }

    private <V> Stocked<V> open(Form<V> form, List<V> values) {
        return Stocked.of(Store.open(subject, redis.uri(), form), values, keys);
    }

    /** Stops Redis. */
    @TearDown
    public void close() {
        stocked.store.close();
        redis.close();
    }

    /** Reads a key that is there. */
    @Benchmark
    public Object hit(Turns turns) {
        return stocked.store.get(turns.next());
    }

    /** Reads {@value #PAGE} keys that are there, some of them twice. */
    @Benchmark
    public Object page(Turns turns) {
        return stocked.store.getAll(turns.page());
    }

    /** Reads a key that is not there, makes its value and stores it. */
    @Benchmark
    public Object miss() {
        return stocked.miss();
    }
}
