package dev.larder.bench;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.embedded.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * A read of about 1 KB that Redis answers: Larder with its near tier off, against Lettuce's {@code GET} on one connection
 * followed by the same serialiser. What Larder does besides is to check the envelope, the key, the tags and the expiry.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class RedisHitBenchmark {

    /** Who reads. */
    @Param({"lettuce", "larder"})
    public String subject;

    /** What is read: a record as JSON, or its bytes as they are. */
    @Param({"json", "bytes"})
    public String value;

    private EmbeddedRedis redis;
    private Reads reads;

    /** The keys of one thread. */
    @State(Scope.Thread)
    public static class Keys {
        private final Draws draws = new Draws(ThreadLocalRandom.current().nextLong());
        private int position;

        Long next() {
            return draws.at(position++);
        }
    }

    /** A way of reading. */
    private interface Reads extends AutoCloseable {
        @Nullable
        Object read(Long key);

        @Override
        void close();
    }

    /** Starts Redis and fills it. */
    @Setup
    public void open() {
        redis = EmbeddedRedis.start();
        reads = value.equals("json")
                ? open(Parcel.class, Serializers.json(Parcel.class), Parcel::of)
                : open(
                        byte[].class,
                        Serializers.bytes(),
                        key -> Serializers.json(Parcel.class).write(Parcel.of(key)));
    }

    private <V> Reads open(Class<V> type, Serializer<V> serializer, java.util.function.LongFunction<V> values) {
        return switch (subject) {
            case "lettuce" -> new Lettuce<>(redis, serializer, values);
            case "larder" -> new Tiered<>(redis, type, serializer, values);
            default -> throw new IllegalArgumentException("subject " + subject);
        };
    }

    /** Stops Redis. */
    @TearDown
    public void close() {
        reads.close();
        redis.close();
    }

    /** Reads a key. */
    @Benchmark
    public @Nullable Object read(Keys keys) {
        return reads.read(keys.next());
    }

    /** Lettuce, all threads on one connection as it recommends. */
    private static final class Lettuce<V> implements Reads {
        private final RedisClient client;
        private final RedisCommands<byte[], byte[]> commands;
        private final Serializer<V> serializer;

        Lettuce(EmbeddedRedis redis, Serializer<V> serializer, java.util.function.LongFunction<V> values) {
            this.serializer = serializer;
            this.client = RedisClient.create(redis.uri());
            this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
            for (long key = 0; key < Draws.KEYS; key++) {
                commands.set(name(key), serializer.write(values.apply(key)));
            }
        }

        private static byte[] name(Long key) {
            return ("parcels:" + key).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable Object read(Long key) {
            byte[] bytes = commands.get(name(key));
            if (bytes == null) {
                throw new IllegalStateException("key " + key + " should be there");
            }
            return serializer.read(bytes, 0, bytes.length);
        }

        @Override
        public void close() {
            client.shutdown();
        }
    }

    /** Larder without its near tier. */
    private static final class Tiered<V> implements Reads {
        private final Larder larder;
        private final Cache<Long, V> cache;

        Tiered(
                EmbeddedRedis redis,
                Class<V> type,
                Serializer<V> serializer,
                java.util.function.LongFunction<V> values) {
            larder = Larder.connect(redis.uri());
            cache = larder.cache(
                    "parcels",
                    Long.class,
                    type,
                    spec -> spec.layer(Layer.STATIC).values(serializer).policy(policy -> policy.noNear()));
            Map<Long, V> all = new HashMap<>();
            for (long key = 0; key < Draws.KEYS; key++) {
                all.put(key, values.apply(key));
                if (all.size() == 100) {
                    cache.putAll(all);
                    all.clear();
                }
            }
        }

        @Override
        public @Nullable Object read(Long key) {
            return cache.get(key, missing -> {
                throw new IllegalStateException("key " + missing + " should be there");
            });
        }

        @Override
        public void close() {
            larder.close();
        }
    }
}
