package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedRedis;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way of a read and of a write, with two processes' worth of Larders on one Redis. */
class TwoTiersIT {

    record Plot(long id, String area, int squareMetres) {}

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static Cache<Long, Plot> plots(Larder larder, String name) {
        return larder.cache(
                name,
                Long.class,
                Plot.class,
                spec -> spec.layer(Layer.STATIC).tags((id, plot) -> List.of(plot.area())));
    }

    @Test
    void get_missThenNearThenRedis_loadsOnce() {
        AtomicInteger loads = new AtomicInteger();
        try (Larder one = Connected.to(redis.uri());
                Larder two = Connected.to(redis.uri())) {
            Cache<Long, Plot> here = plots(one, "once");
            Cache<Long, Plot> there = plots(two, "once");
            Loader<Long, Plot> loader = id -> {
                loads.incrementAndGet();
                return new Plot(id, "north", 300);
            };

            assertThat(here.get(7L, loader)).isEqualTo(new Plot(7, "north", 300));
            await().untilAsserted(() -> assertThat(here.stats().fills()).isEqualTo(1));
            assertThat(here.get(7L, loader)).isEqualTo(new Plot(7, "north", 300));
            assertThat(there.get(7L, loader)).isEqualTo(new Plot(7, "north", 300));
            assertThat(there.get(7L, loader)).isEqualTo(new Plot(7, "north", 300));

            assertThat(loads).hasValue(1);
            assertThat(here.stats().nearHits()).isEqualTo(1);
            assertThat(there.stats().redisHits()).isEqualTo(1);
            assertThat(there.stats().nearHits()).isEqualTo(1);
        }
    }

    @Test
    void invalidate_elsewhere_isSeenHere() {
        try (Larder one = Connected.to(redis.uri());
                Larder two = Connected.to(redis.uri())) {
            Cache<Long, Plot> here = plots(one, "seen");
            Cache<Long, Plot> there = plots(two, "seen");
            here.put(1L, new Plot(1, "north", 100));
            assertThat(there.get(1L, id -> null)).isEqualTo(new Plot(1, "north", 100));
            assertThat(there.stats().redisHits()).isEqualTo(1);

            assertThat(here.put(1L, new Plot(1, "south", 200))).isEqualTo(Delivery.ACKNOWLEDGED);
            await().untilAsserted(() -> assertThat(there.get(1L, id -> null)).isEqualTo(new Plot(1, "south", 200)));
            assertThat(one.invalidateTag("south")).isEqualTo(Delivery.ACKNOWLEDGED);
            await().untilAsserted(() ->
                    assertThat(there.get(1L, id -> new Plot(1, "east", 1))).isEqualTo(new Plot(1, "east", 1)));
            assertThat(here.get(1L, id -> null)).isEqualTo(new Plot(1, "east", 1));
        }
    }

    @Test
    void getAll_someMissing_loadsThoseByOneCall() {
        try (Larder larder = Connected.to(redis.uri())) {
            Cache<Long, Plot> plots = plots(larder, "batch");
            plots.put(1L, new Plot(1, "north", 100));
            AtomicInteger calls = new AtomicInteger();
            Loader.Batch<Long, Plot> loader = keys -> {
                calls.incrementAndGet();
                Map<Long, Plot> found = new TreeMap<>();
                keys.stream().filter(id -> id < 9).forEach(id -> found.put(id, new Plot(id, "new", 1)));
                return found;
            };

            Map<Long, Plot> first = plots.getAll(List.of(1L, 2L, 3L, 9L), loader);

            assertThat(first).containsOnlyKeys(1L, 2L, 3L);
            assertThat(first.get(1L).area()).isEqualTo("north");
            assertThat(calls).hasValue(1);
        }
    }
}
