package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Inside;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What calls cost: round trips counted by the connections, commands counted by the server. */
class RoundTripsIT extends CacheContract {

    private static RedisStage stage;

    @BeforeAll
    static void start() {
        stage = new RedisStage(View.BLOCKING, true, Inside::assertNothingLeft);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Override
    protected Stage stage() {
        return stage;
    }

    private Cache<String, String> tagged() {
        return cache(
                String.class,
                policy -> policy.nearEntries(200_000),
                spec -> spec.tags((key, value) -> List.of("tag of " + value)));
    }

    /** A cache whose own tags this process knows. */
    private static Cache<String, String> warmed(Cache<String, String> cache) {
        store(cache, "warm", "v");
        cache.invalidate("warm");
        return cache;
    }

    private static long roundTrips(Larder larder, Runnable call) {
        long before = larder.redisStats().roundTrips();
        call.run();
        return larder.redisStats().roundTrips() - before;
    }

    private static long roundTrips(Runnable call) {
        return roundTrips(stage.larder(), call);
    }

    /** The commands of callers, without those of the heartbeat and of this test. */
    private static Map<String, Long> commands(Runnable call) {
        stage.raw().call("CONFIG", "RESETSTAT");
        call.run();
        Map<String, Long> counts = new TreeMap<>(stage.raw().commandCounts());
        counts.keySet().removeAll(List.of("time", "config|resetstat", "info"));
        return counts;
    }

    private static Map<String, String> entries(int count) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put("k" + i, "v");
        }
        return entries;
    }

    private static Loader.Batch<String, String> noBatch() {
        return keys -> {
            throw new AssertionError("the source was asked for " + keys.size() + " keys");
        };
    }

    @Test
    void get_nearHit_takesNone() {
        Cache<String, String> cache = warmed(tagged());
        store(cache, "a", "v");

        assertThat(roundTrips(() -> assertThat(cache.get("a", noLoad())).isEqualTo("v")))
                .isZero();
        assertThat(commands(() -> cache.get("a", noLoad()))).isEmpty();
    }

    @Test
    void get_redisHit_takesOne() {
        Cache<String, String> near = warmed(tagged());
        Cache<String, String> cache = warmed(cache(policy -> policy.noNear()));
        store(cache, "a", "v");
        store(near, "a", "v");

        assertThat(roundTrips(() -> cache.get("a", noLoad()))).isEqualTo(1);
        assertThat(commands(() -> cache.get("a", noLoad()))).isEqualTo(Map.of("get", 1L));
    }

    @Test
    void get_miss_takesTwoAndTheFill() {
        Cache<String, String> cache = warmed(tagged());
        store(cache, "a", "v");

        long whole = roundTrips(() -> store(cache, "b", "v"));

        assertThat(whole).isEqualTo(3);
        assertThat(commands(() -> store(cache, "c", "v")))
                .isEqualTo(Map.of("get", 2L, "set", 2L, "evalsha", 1L, "getrange", 2L));
    }

    @Test
    void get_miss_doesNotWaitForTheFill() {
        Cache<String, String> cache = warmed(tagged());
        store(cache, "a", "v");
        long[] until = new long[1];
        long before = stage.larder().redisStats().roundTrips();

        cache.get("b", key -> {
            until[0] = stage.larder().redisStats().roundTrips() - before;
            return "v";
        });

        assertThat(until[0]).isEqualTo(2);
        awaitFills(cache, 3);
    }

    @Test
    void getAll_ofHundred_takesOneForHitsAndTwoMoreForMisses() {
        Cache<String, String> cache = warmed(tagged());
        cache.putAll(Map.of("x", "v"));
        Map<String, String> entries = entries(100);

        long misses = roundTrips(() -> {
            assertThat(cache.getAll(entries.keySet(), keys -> entries)).isEqualTo(entries);
            awaitFills(cache, 101);
        });
        assertThat(misses).isEqualTo(3);
        assertThat(roundTrips(() -> cache.getAll(entries.keySet(), noBatch())))
                .as("near hits")
                .isZero();

        try (Larder other = stage.another()) {
            Cache<String, String> there = other.cache(
                    cache.name(), String.class, String.class, spec -> spec.tags((key, value) -> List.of("t")));
            there.get("x", noLoad());
            assertThat(roundTrips(
                            other,
                            () -> assertThat(there.getAll(entries.keySet(), noBatch()))
                                    .isEqualTo(entries)))
                    .isEqualTo(1);
        }
    }

    @Test
    void writes_takeOne() {
        Cache<String, String> cache = warmed(tagged());
        cache.put("x", "v");

        assertThat(roundTrips(() -> cache.put("a", "v"))).isEqualTo(1);
        assertThat(roundTrips(() -> cache.putAll(entries(100)))).isEqualTo(1);
        assertThat(roundTrips(() -> cache.expire("a"))).isEqualTo(1);
        assertThat(roundTrips(() -> cache.invalidate("a"))).isEqualTo(1);
        assertThat(roundTrips(() -> cache.invalidateAll(entries(100).keySet()))).isEqualTo(1);
        cache.put("x", "v");
        long version = ((Lookup.Hit<String>) cache.lookup("x")).version();
        assertThat(roundTrips(() -> cache.replace("x", version, "v"))).isEqualTo(1);
        assertThat(roundTrips(() -> cache.putIfAbsent("absent", "v"))).isEqualTo(2);
        assertThat(roundTrips(cache::clear)).isEqualTo(1);
        assertThat(commands(cache::clear)).isEqualTo(Map.of("evalsha", 1L, "set", 2L));
    }

    @Test
    void invalidateTag_ofHundredThousandEntries_takesOne() {
        Cache<String, String> cache = warmed(tagged());
        List<CompletionStage<Delivery>> puts = new ArrayList<>();
        for (int batch = 0; batch < 100; batch++) {
            Map<String, String> entries = new LinkedHashMap<>();
            for (int i = 0; i < 1_000; i++) {
                entries.put("k" + (batch * 1_000 + i), "v");
            }
            puts.add(cache.async().putAll(entries));
            if (puts.size() == 4) {
                puts.forEach(put -> assertThat(put.toCompletableFuture().join()).isEqualTo(Delivery.ACKNOWLEDGED));
                puts.clear();
            }
        }
        assertThat(cache.get("k77777", noLoad())).isEqualTo("v");

        Map<String, Long> commands =
                commands(() -> assertThat(roundTrips(() -> stage.larder().invalidateTag("tag of v")))
                        .isEqualTo(1));

        assertThat(commands).isEqualTo(Map.of("evalsha", 1L, "set", 2L));
        for (int i = 0; i < 100_000; i += 997) {
            assertThat(cache.lookup("k" + i)).isInstanceOf(Lookup.Miss.class);
        }
        stage.raw().call("FLUSHALL");
        stage.awaitPushes(cache);
    }

    @Test
    void getAll_inACluster_takesOneForEachPrimary() {
        try (EmbeddedCluster redis = EmbeddedCluster.start(3);
                Larder one = cluster(redis);
                Larder two = cluster(redis)) {
            Cache<String, String> here = one.cache("c", String.class, String.class, spec -> {});
            Cache<String, String> there = two.cache("c", String.class, String.class, spec -> {});
            store(here, "warm", "v");
            assertThat(there.get("warm", noLoad())).isEqualTo("v");
            Map<String, String> entries = entries(100);

            long misses = roundTrips(one, () -> {
                assertThat(here.getAll(entries.keySet(), keys -> entries)).isEqualTo(entries);
                awaitFills(here, 101);
            });

            assertThat(misses).isEqualTo(9);
            assertThat(roundTrips(
                            two,
                            () -> assertThat(there.getAll(entries.keySet(), noBatch()))
                                    .isEqualTo(entries)))
                    .isEqualTo(3);
            assertThat(roundTrips(two, () -> there.getAll(entries.keySet(), noBatch())))
                    .isZero();
            assertThat(roundTrips(two, () -> there.putAll(entries))).isEqualTo(3);
            assertThat(roundTrips(two, () -> there.invalidateAll(entries.keySet())))
                    .isEqualTo(3);
            assertThat(roundTrips(two, there::clear)).isEqualTo(1);
            Inside.assertNothingLeft(List.of(here, there));
        }
    }

    private static Larder cluster(EmbeddedCluster redis) {
        Larder larder = Larder.builder()
                .config(LarderConfig.builder()
                        .stalenessBound(Duration.ofSeconds(30))
                        .divergenceSamplesPerSecond(0)
                        .build())
                .redis(redis.uri() + RedisStage.PATIENT)
                .build();
        eventually().until(larder::coherent);
        return larder;
    }
}
