package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sweeps over the entries of one cache, in two processes over one Redis. */
class SweepIT extends TwoLarders {

    private static final int FAST = 1_000_000;

    @Override
    Cache<String, String> cache(Larder larder) {
        return cache(larder, "swept");
    }

    private static Cache<String, String> cache(Larder larder, String name) {
        return larder.cache(
                name,
                String.class,
                String.class,
                spec -> spec.showingFallbacks()
                        .policy(policy -> policy.ttl(Duration.ofHours(1))
                                .jitter(0)
                                .earlyRefresh(0)
                                .maxKeyBytes(64)
                                .staleIfError(Duration.ofHours(1))));
    }

    private static String seen(Cache<String, String> cache, String key) {
        Waits.forPushes(cache);
        return cache.lookup(key) instanceof Lookup.Hit<String> hit ? hit.stale() ? "stale" : "fresh" : "none";
    }

    @Test
    void sweep_someOfMany_removesThoseAndNoOther() {
        Map<String, String> entries =
                IntStream.range(0, 3_000).boxed().collect(Collectors.toMap(i -> "k/" + i, i -> "v" + i));
        here.putAll(entries);
        cache(one, "sweptother").put("k/5", "v");

        Swept swept = there.sweep(Sweep.invalidating(key -> key.endsWith("5"), FAST));

        assertThat(swept).isEqualTo(new Swept(3_000, 300, 0, 0, true));
        assertThat(seen(here, "k/15")).isEqualTo("none");
        assertThat(seen(here, "k/16")).isEqualTo("fresh");
        assertThat(foreign.call("EXISTS", "larder:sweptother:{k/5}")).isEqualTo("1");
    }

    @Test
    void sweep_keysThatAreWrittenDifferently_areMetAsTheyAre() {
        List<String> keys = List.of("", "%", "a{b}", "#a", "é", "a%b\u0001", "a:b");
        keys.forEach(key -> here.put(key, "v"));
        Map<String, String> met = new ConcurrentHashMap<>();

        there.sweep(Sweep.reading(key -> true, (key, value) -> met.put(String.valueOf(key), value), FAST));

        assertThat(met.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void sweep_expiring_makesStale() {
        here.put("a", "v");
        here.put("b", "v");
        assertThat(there.get("a", key -> "unexpected")).isEqualTo("v");

        there.sweep(Sweep.expiring(key -> key.equals("a"), FAST));

        assertThat(seen(here, "a")).isEqualTo("stale");
        assertThat(seen(there, "a")).isEqualTo("stale");
        assertThat(seen(here, "b")).isEqualTo("fresh");
    }

    @Test
    void sweep_duringALoad_theLoadIsNotStored() throws Exception {
        for (Sweep<String> sweep :
                List.of(Sweep.<String>invalidating(key -> true, FAST), Sweep.<String>expiring(key -> true, FAST))) {
            HeldLoader loader = new HeldLoader("old");
            Background<String> load = Background.run(() -> here.get("k", loader));
            loader.awaitBegun();
            long refused = here.stats().fillsRefused();
            there.sweep(sweep);
            loader.release();

            assertThat(load.await()).isEqualTo("old");
            Waits.until(() -> here.stats().fillsRefused() == refused + 1);
            assertThat(seen(here, "k")).isEqualTo("none");
        }
    }

    @Test
    void sweep_ownNearEntry_isGoneWhenItReturns() {
        for (int i = 0; i < 300; i++) {
            here.put("k", "v" + i);
            assertThat(here.get("k", key -> "unexpected")).isEqualTo("v" + i);

            here.sweep(Sweep.invalidating(key -> true, FAST));

            assertThat(here.lookup("k")).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void sweep_hashedKeys_areMetWhateverIsAskedFor() {
        here.put("x".repeat(100), "v");
        here.put("y", "v");

        Swept swept = there.sweep(Sweep.invalidating(key -> false, FAST));

        assertThat(swept.hashed()).isEqualTo(1);
        assertThat(seen(here, "x".repeat(100))).isEqualTo("none");
        assertThat(seen(here, "y")).isEqualTo("fresh");
    }

    @Test
    void sweep_reading_meetsWhatMayBeAnswered() {
        here.put("a", "1");
        here.put("b", "2");
        here.expire("b");
        here.put("c", "3");
        foreign.call("SET", "larder:swept:{d}", "rubbish");
        foreign.call("RPUSH", "larder:swept:{e}", "x");
        foreign.call("SET", "larder:swept:{%zzzz}", "x");
        Map<String, String> met = new ConcurrentHashMap<>();

        there.sweep(Sweep.reading(key -> !key.equals("c"), (key, value) -> met.put(String.valueOf(key), value), FAST));

        assertThat(met).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void sweep_toldToEnd_doesNoMore() {
        here.putAll(IntStream.range(0, 500).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v")));
        AtomicInteger parts = new AtomicInteger();

        Swept swept =
                there.sweep(Sweep.<String>invalidating(key -> true, FAST).asLongAs(so -> parts.incrementAndGet() < 4));

        assertThat(swept.ended()).isFalse();
        assertThat(Long.parseLong(foreign.call("DBSIZE"))).isBetween(200L, 520L);
    }

    @Test
    void sweep_aRate_isKept() {
        here.putAll(IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v")));
        long begin = System.nanoTime();

        there.sweep(Sweep.invalidating(key -> true, 200));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void sweep_closed_isUnavailable() {
        two.close();

        assertThatThrownBy(() -> there.sweep(Sweep.invalidating(key -> true, FAST)))
                .isInstanceOf(CacheUnavailableException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Sweep.invalidating(key -> true, 0));
    }

    @Test
    void sweep_withoutRedis_isOfThisProcess() throws Exception {
        try (Larder larder = Larder.local()) {
            Cache<String, String> local = cache(larder, "local");
            local.put("a", "1");
            local.put("b", "2");
            local.put("c", "3");
            HeldLoader loader = new HeldLoader("old");
            Background<String> load = Background.run(() -> local.get("ad", loader));
            loader.awaitBegun();

            local.sweep(Sweep.invalidating(key -> key.startsWith("a"), FAST));
            local.sweep(Sweep.expiring(key -> key.equals("b"), FAST));
            Map<String, String> met = new ConcurrentHashMap<>();
            local.sweep(Sweep.reading(key -> true, (key, value) -> met.put(String.valueOf(key), value), FAST));
            loader.release();

            assertThat(load.await()).isEqualTo("old");
            assertThat(met).isEqualTo(Map.of("b", "2", "c", "3"));
            assertThat(local.lookup("ad")).isInstanceOf(Lookup.Miss.class);
            assertThat(local.lookup("b"))
                    .isInstanceOfSatisfying(
                            Lookup.Hit.class, hit -> assertThat(hit.stale()).isTrue());
        }
    }
}
