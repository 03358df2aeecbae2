package dev.larder.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.Loader;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.codec.Serializers;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A hit of the near tier, against Caffeine alone with and without expiry.
 *
 * <p>All hold the same 10,000 byte arrays of about 1 KB under the same bound and are asked for the same keys. Larder is
 * connected to a Redis, with heartbeats: every hit checks its expiry, its tags and the proof of freshness.
 *
 * <p>All of them are in each process, whichever is asked: alone in its process, Caffeine would be compiled for one type of
 * keys and no other maps, which no service offers it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class NearHitBenchmark {

    private static final int MAX_ENTRIES = Draws.KEYS * 6 / 5;

    /** The keys of one thread. */
    @State(Scope.Thread)
    public static class Keys {
        private final Draws draws = new Draws(ThreadLocalRandom.current().nextLong());
        private int position;

        Long next() {
            return draws.at(position++);
        }
    }

    /** Caffeine with a bound on its size. */
    @State(Scope.Benchmark)
    public static class Plain {
        private com.github.benmanes.caffeine.cache.Cache<Long, byte[]> cache;

        /** Fills it. */
        @Setup
        public void fill() {
            cache = filled(Caffeine.newBuilder());
        }
    }

    /** Caffeine with a bound on its size and {@code expireAfterWrite}. */
    @State(Scope.Benchmark)
    public static class Expiring {
        private com.github.benmanes.caffeine.cache.Cache<Long, byte[]> cache;

        /** Fills it. */
        @Setup
        public void fill() {
            cache = filled(Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)));
        }
    }

    private static com.github.benmanes.caffeine.cache.Cache<Long, byte[]> filled(Caffeine<Object, Object> builder) {
        com.github.benmanes.caffeine.cache.Cache<Long, byte[]> cache =
                builder.maximumSize(MAX_ENTRIES).build();
        for (long key = 0; key < Draws.KEYS; key++) {
            cache.put(key, value(key));
        }
        return cache;
    }

    private static byte[] value(long key) {
        return Serializers.json(Parcel.class).write(Parcel.of(key));
    }

    /** Both tiers. */
    @State(Scope.Benchmark)
    public static class Tiered {
        private final Loader<Long, byte[]> loader = key -> {
            throw new IllegalStateException("key " + key + " should be there");
        };
        private EmbeddedRedis redis;
        private Larder larder;
        private Cache<Long, byte[]> cache;

        /** Fills Redis, then the near tier from there. */
        @Setup
        public void fill() {
            redis = EmbeddedRedis.start();
            larder = Larder.connect(redis.uri());
            cache = larder.cache(
                    "parcels",
                    Long.class,
                    byte[].class,
                    spec -> spec.layer(Layer.STATIC).policy(policy -> policy.nearEntries(MAX_ENTRIES)));
            for (long key = 0; key < Draws.KEYS; key++) {
                cache.put(key, value(key));
                cache.get(key, loader);
            }
        }

        /** Stops Redis; every read must have been a hit of the near tier, but for those of the set-up. */
        @TearDown
        public void close() {
            long elsewhere = cache.stats().redisHits() + cache.stats().misses();
            larder.close();
            redis.close();
            if (elsewhere > Draws.KEYS) {
                throw new IllegalStateException(elsewhere + " reads were not answered by the near tier");
            }
        }
    }

    /** Two tiers of somebody else. */
    private static final class Peer implements AutoCloseable {
        private final EmbeddedRedis redis = EmbeddedRedis.start();
        private final TwoTier cache;

        Peer(String subject) {
            cache = TwoTier.open(subject, redis.uri());
            for (long key = 0; key < Draws.KEYS; key++) {
                cache.put(key, new String(value(key), StandardCharsets.ISO_8859_1));
                get(key);
            }
        }

        String get(Long key) {
            return cache.get(key, missing -> {
                throw new IllegalStateException("key " + missing + " should be there");
            });
        }

        @Override
        public void close() {
            cache.close();
            redis.close();
        }
    }

    /** Redisson's two tiers. */
    @State(Scope.Benchmark)
    public static class OfRedisson {
        private Peer peer;

        /** Fills them. */
        @Setup
        public void fill() {
            peer = new Peer(TwoTier.REDISSON);
        }

        /** Stops Redis. */
        @TearDown
        public void close() {
            peer.close();
        }
    }

    /** JetCache's two tiers. */
    @State(Scope.Benchmark)
    public static class OfJetCache {
        private Peer peer;

        /** Fills them. */
        @Setup
        public void fill() {
            peer = new Peer(TwoTier.JETCACHE);
        }

        /** Stops Redis. */
        @TearDown
        public void close() {
            peer.close();
        }
    }

    /** Caffeine that never asks for the time. */
    @Benchmark
    public byte @Nullable [] caffeine(Plain plain, Tiered beside, Keys keys) {
        return plain.cache.getIfPresent(keys.next());
    }

    /** Caffeine as it is used where values may become old. */
    @Benchmark
    public byte @Nullable [] caffeineExpireAfterWrite(Expiring expiring, Tiered beside, Keys keys) {
        return expiring.cache.getIfPresent(keys.next());
    }

    /** The blocking path of Larder. */
    @Benchmark
    public byte @Nullable [] larder(Tiered tiered, Keys keys) {
        return tiered.cache.get(keys.next(), tiered.loader);
    }

    /** Redisson's local cached map. */
    @Benchmark
    public String redisson(OfRedisson redisson, Keys keys) {
        return redisson.peer.get(keys.next());
    }

    /** JetCache with two levels. */
    @Benchmark
    public String jetcache(OfJetCache jetcache, Keys keys) {
        return jetcache.peer.get(keys.next());
    }
}
