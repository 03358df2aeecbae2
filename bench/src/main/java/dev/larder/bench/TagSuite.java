package dev.larder.bench;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.bench.BenchReport.Goal;
import dev.larder.bench.BenchReport.Measured;
import dev.larder.bench.peer.RedissonClients;
import dev.larder.embedded.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.cache.RedisCacheWriter.RedisCacheWriterConfigurer;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Invalidating entries that have something in common: by their tag, or by what peers have for it, who delete. Each time all entries are
 * written anew before and must be gone after.
 */
final class TagSuite {

    private static final int[] SIZES = {10, 1_000, 100_000};
    private static final double GOAL = 1_000;
    private static final int BATCH = 500;

    /** Invalidations of nothing before: or the first calls of a library are what is measured. */
    private static final int WARMUPS = 500;

    private static final String VALUE = "x".repeat(100);

    private final Consumer<String> progress;
    private final int times;

    TagSuite(boolean quick, Consumer<String> progress) {
        this.progress = progress;
        this.times = quick ? 3 : 8;
    }

    /** Entries that can be invalidated all at once. */
    private interface Tagged extends AutoCloseable {
        void write(List<Long> keys);

        void invalidateAll();

        boolean has(Long key);

        @Override
        void close();
    }

    private interface Opener {
        Tagged open(String uri);
    }

    void run(Findings findings) {
        Map<String, Opener> subjects = new java.util.LinkedHashMap<>();
        subjects.put("larder, tag", LarderTag::new);
        subjects.put("spring cache, clear by KEYS", SpringClear::new);
        subjects.put("redisson, deleteByPattern", RedissonPattern::new);
        for (int size : SIZES) {
            String workload = String.format(Locale.ROOT, "invalidate %,d entries", size);
            Map<String, List<Double>> millis = new java.util.LinkedHashMap<>();
            subjects.forEach((name, opener) -> millis.put(name, measure(workload, name, opener, size, findings)));
            millis.forEach(
                    (name, samples) -> findings.results.add(Measured.of(workload, name, Estimate.of(samples), "ms")));
            if (size == SIZES[SIZES.length - 1]) {
                List<String> names = new ArrayList<>(millis.keySet());
                for (String peer : names.subList(1, names.size())) {
                    Estimate ratio = Estimate.ofRatios(of(millis, peer), of(millis, names.get(0)));
                    findings.goals.add(Goal.atLeast(workload + ", times as fast as " + peer, ratio, GOAL));
                }
            }
        }
    }

    private static List<Double> of(Map<String, List<Double>> millis, String name) {
        return java.util.Objects.requireNonNull(millis.get(name), name);
    }

    private List<Double> measure(String workload, String name, Opener opener, int size, Findings findings) {
        List<Long> keys = LongStream.range(0, size).boxed().toList();
        List<Double> millis = new ArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Commands commands = new Commands(redis.uri());
                Tagged tagged = opener.open(redis.uri())) {
            long needed = 0;
            for (int warmup = 0; warmup < WARMUPS; warmup++) {
                tagged.invalidateAll();
            }
            for (int time = 0; time <= times; time++) {
                tagged.write(keys);
                long before = commands.executed();
                long begin = System.nanoTime();
                tagged.invalidateAll();
                double taken = (System.nanoTime() - begin) / 1e6;
                needed = commands.executed() - before;
                if (tagged.has(keys.get(0)) || tagged.has(keys.get(size - 1))) {
                    throw new IllegalStateException(name + " has left something");
                }
                if (time > 0) { // the first one warms up
                    millis.add(taken);
                }
            }
            findings.addCount(workload, name, (double) needed, "commands, those of scripts counted");
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s, %s: %.3f ms, %d commands",
                    workload,
                    name,
                    Estimate.of(millis).value(),
                    needed));
        }
        return millis;
    }

    /** Counts the commands that a server executes, those of scripts too, but for heartbeats and its own. */
    private static final class Commands implements AutoCloseable {
        private static final List<String> OWN = List.of("cmdstat_info", "cmdstat_time", "cmdstat_ping");
        private final RedisClient client;
        private final RedisCommands<String, String> commands;

        Commands(String uri) {
            client = RedisClient.create(uri);
            commands = client.connect().sync();
        }

        long executed() {
            return commands.info("commandstats")
                    .lines()
                    .filter(line -> line.startsWith("cmdstat_") && OWN.stream().noneMatch(line::startsWith))
                    .mapToLong(line -> Long.parseLong(line.replaceFirst("^[^=]*:calls=([0-9]+),.*$", "$1")))
                    .sum();
        }

        @Override
        public void close() {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static final class LarderTag implements Tagged {
        private final Larder larder;
        private final Cache<Long, String> cache;

        LarderTag(String uri) {
            larder = Larder.connect(uri);
            cache = larder.cache(
                    "contracts",
                    Long.class,
                    String.class,
                    spec -> spec.layer(Layer.STATIC).tags((key, value) -> List.of("area:7")));
        }

        @Override
        public void write(List<Long> keys) {
            Map<Long, String> batch = new HashMap<>();
            for (Long key : keys) {
                batch.put(key, VALUE);
                if (batch.size() == BATCH) {
                    cache.putAll(batch);
                    batch.clear();
                }
            }
            cache.putAll(batch);
        }

        @Override
        public void invalidateAll() {
            larder.invalidateTag("area:7");
        }

        @Override
        public boolean has(Long key) {
            return cache.lookup(key) instanceof dev.larder.Lookup.Hit;
        }

        @Override
        public void close() {
            larder.close();
        }
    }

    private static final class SpringClear implements Tagged {
        private final LettuceConnectionFactory connections;
        private final org.springframework.cache.Cache cache;

        SpringClear(String uri) {
            URI address = URI.create(uri);
            connections = new LettuceConnectionFactory(address.getHost(), address.getPort());
            connections.afterPropertiesSet();
            connections.start();
            RedisCacheManager manager = RedisCacheManager.builder(
                            // what has not arrived yet cannot be invalidated
                            RedisCacheWriter.create(connections, RedisCacheWriterConfigurer::immediateWrites))
                    .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofHours(1)))
                    .build();
            manager.afterPropertiesSet();
            cache = java.util.Objects.requireNonNull(manager.getCache("area:7"));
        }

        @Override
        public void write(List<Long> keys) {
            keys.forEach(key -> cache.put(key, VALUE));
        }

        @Override
        public void invalidateAll() {
            cache.invalidate();
        }

        @Override
        public boolean has(Long key) {
            return cache.get(key) != null;
        }

        @Override
        public void close() {
            connections.destroy();
        }
    }

    private static final class RedissonPattern implements Tagged {
        private final RedissonClient client;

        RedissonPattern(String uri) {
            client = RedissonClients.open(uri);
        }

        @Override
        public void write(List<Long> keys) {
            Map<String, String> batch = new HashMap<>();
            for (Long key : keys) {
                batch.put("area:7:" + key, VALUE);
                if (batch.size() == BATCH) {
                    client.getBuckets().set(batch);
                    batch.clear();
                }
            }
            if (!batch.isEmpty()) {
                client.getBuckets().set(batch);
            }
        }

        @Override
        public void invalidateAll() {
            client.getKeys().deleteByPattern("area:7:*");
        }

        @Override
        public boolean has(Long key) {
            return client.getBucket("area:7:" + key).isExists();
        }

        @Override
        public void close() {
            client.shutdown();
        }
    }
}
