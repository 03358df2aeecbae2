package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Reads of a cache whose reads have mostly missed: they begin with the lease, and behave as if they had looked first. */
class MostlyMissesIT extends TwoLarders {

    private static final int MANY = 64;

    /** The same cache in a third process's worth of Larder, under another policy. */
    private void elsewhere(UnaryOperator<CachePolicy.Builder> policy, Consumer<Cache<String, String>> test) {
        try (Larder third = Quiet.patient(redis.uri())) {
            test.accept(cache(third, policy));
        }
    }

    @Override
    Cache<String, String> cache(Larder larder) {
        return cache(larder, CachePolicy.Builder::noNear);
    }

    private static Cache<String, String> cache(Larder larder, UnaryOperator<CachePolicy.Builder> policy) {
        return larder.cache(
                "mostly-misses",
                String.class,
                String.class,
                spec -> spec.layer(Layer.STATIC).policy(policy));
    }

    private static void miss(Cache<String, String> cache, int times) {
        long before = cache.stats().fills();
        for (int time = 0; time < times; time++) {
            cache.get("unknown-" + before + "-" + time, key -> "loaded");
        }
        await().untilAsserted(() -> assertThat(cache.stats().fills()).isEqualTo(before + times));
    }

    private static String notAsked(String key) {
        throw new AssertionError("the source was asked for " + key);
    }

    /** How often the server has executed a command since the last time. */
    private int executed(String command) {
        int calls = foreign.call("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToInt(line -> Integer.parseInt(line.replaceFirst("^[^=]*:calls=([0-9]+),.*$", "$1")))
                .sum();
        foreign.call("CONFIG", "RESETSTAT");
        return calls;
    }

    @Test
    void get_afterManyMisses_asksOnceAndNotTwice() {
        executed("get");
        miss(here, 10);
        assertThat(executed("get")).isEqualTo(20);

        miss(here, MANY);
        executed("get");
        miss(here, 10);

        assertThat(executed("get")).isEqualTo(10);
        assertThat(here.stats().misses()).isEqualTo(10 + MANY + 10);
    }

    @Test
    void get_afterManyMisses_findsWhatIsThereAndCountsAHit() {
        miss(here, MANY);
        there.put("known", "stored");

        Answer<String> answer = here.fetch("known", MostlyMissesIT::notAsked);

        assertThat(answer.value()).isEqualTo("stored");
        assertThat(answer.tier()).isEqualTo(Lookup.Tier.REDIS);
        assertThat(here.stats().redisHits()).isEqualTo(1);
        assertThat(here.stats().misses()).isEqualTo(MANY);
    }

    @Test
    void get_afterHits_looksFirstAgain() {
        miss(here, MANY);
        there.put("known", "stored");
        for (int time = 0; time < MANY; time++) {
            here.get("known", MostlyMissesIT::notAsked);
        }
        executed("set");

        here.get("known", MostlyMissesIT::notAsked);

        assertThat(executed("set")).isZero();
    }

    @Test
    void get_withANearTier_letsWhatIsFoundEnterIt() {
        elsewhere(policy -> policy.nearEntries(1_000), near -> {
            miss(near, MANY);
            there.put("known", "stored");

            assertThat(near.get("known", MostlyMissesIT::notAsked)).isEqualTo("stored");
            assertThat(near.get("known", MostlyMissesIT::notAsked)).isEqualTo("stored");

            assertThat(near.stats().nearHits()).isEqualTo(1);
        });
    }

    @Test
    void get_whatIsStale_isAnsweredWhileItIsLoaded() {
        UnaryOperator<CachePolicy.Builder> soonStale =
                policy -> policy.noNear().ttl(Duration.ofMillis(10)).staleWhileRevalidate(Duration.ofMinutes(5));
        elsewhere(soonStale, lenient -> {
            miss(lenient, MANY);
            lenient.put("known", "stored");
            await().until(() -> lenient.lookup("known") instanceof Lookup.Hit<String> hit && hit.stale());
            HeldLoader loader = new HeldLoader("new");

            Answer<String> answer = lenient.fetch("known", loader);

            loader.release();
            assertThat(answer.value()).isEqualTo("stored");
            assertThat(answer.stale()).isTrue();
            assertThat(answer.failure()).isNull();
        });
    }

    @Test
    void get_theServerHasNoMemoryForLeases_findsWhatIsThere() {
        miss(here, MANY);
        there.put("known", "stored");
        foreign.call("CONFIG", "SET", "maxmemory", "1");
        try {
            assertThat(here.get("known", MostlyMissesIT::notAsked)).isEqualTo("stored");
        } finally {
            foreign.call("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void get_whatIsBeingLoadedHere_isNotAnsweredByALoadThatBeganBefore() throws Exception {
        miss(here, MANY);
        HeldLoader loader = new HeldLoader("old");
        Background<String> first = Background.run(() -> here.get("contested", loader));
        loader.awaitBegun();
        there.put("contested", "new");

        Background<String> second = Background.run(() -> here.get("contested", MostlyMissesIT::notAsked));

        assertThat(second.await()).isEqualTo("new");
        loader.release();
        first.await();
    }

    @Test
    void get_byManyAtOnce_loadsOnce() throws Exception {
        miss(here, MANY);
        AtomicInteger loads = new AtomicInteger();
        HeldLoader loader = new HeldLoader("loaded");
        List<Background<String>> calls = new ArrayList<>();
        for (int call = 0; call < 8; call++) {
            calls.add(Background.run(() -> here.get("hot", key -> {
                loads.incrementAndGet();
                return loader.load(key);
            })));
        }
        loader.awaitBegun().release();

        for (Background<String> call : calls) {
            call.await();
        }
        assertThat(loads).hasValue(1);
    }
}
