package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Answer;
import dev.larder.Cache;
import dev.larder.LoadFailedException;
import dev.larder.LoadRejectedException;
import dev.larder.Loaded;
import dev.larder.Loader;
import dev.larder.Lookup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reads that load one value. */
public abstract class LoadingContract extends CacheContract {

    private static final Loader.Conditional<String, String> UNCHANGED = (key, previous) -> Loaded.unchanged();

    /** For subclasses. */
    protected LoadingContract() {}

    @Test
    void get_missingThenThere_loadsOnce() {
        Cache<String, String> cache = cache();
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> loader = key -> key + loads.incrementAndGet();

        assertThat(cache.get("a", loader)).isEqualTo("a1");
        awaitFills(cache, 1);
        assertThat(cache.get("a", loader)).isEqualTo("a1");
        assertThat(cache.get("b", loader)).isEqualTo("b2");
        awaitFills(cache, 2);
    }

    @Test
    void fetch_missingThenThere_saysWhoAnswered() {
        Cache<String, String> cache = cache();

        assertThat(cache.fetch("a", key -> "v").tier()).isEqualTo(Lookup.Tier.SOURCE);
        awaitFills(cache, 1);
        Lookup.Tier tier = stage().near() ? Lookup.Tier.NEAR : Lookup.Tier.REDIS;
        Answer<String> again = cache.fetch("a", noLoad());
        assertThat(again).isEqualTo(new Answer<>("v", tier, false, again.age(), null));
    }

    @Test
    void fetch_loadOfAnExpiredEntryFails_saysHowOldTheStaleOneIsAndWhy() {
        Cache<String, String> cache = cache(policy -> policy.grace(TTL).staleIfError(TTL));
        cache.put("a", "v");
        long written = System.nanoTime();
        cache.expire("a");
        eventually()
                .until(() ->
                        System.nanoTime() - written > Duration.ofMillis(200).toNanos());

        Answer<String> answer = cache.fetch("a", (key, previous) -> {
            throw new IOException("the source is away");
        });

        assertThat(answer.value()).isEqualTo("v");
        assertThat(answer.stale()).isTrue();
        assertThat(answer.age()).isGreaterThan(Duration.ofMillis(100));
        assertThat(answer.failure()).isInstanceOf(LoadFailedException.class).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void fetch_valueNotToBeStored_isAnsweredAndLeavesWhatIsThere() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");

        assertThat(cache.reload("a", version(cache, "a"), (key, previous) -> Loaded.unstored(previous + "w"))
                        .value())
                .isEqualTo("vw");
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
        assertThat(cache.fetch("b", (key, previous) -> Loaded.unstored("w")).value())
                .isEqualTo("w");
        assertThat(cache.lookup("b")).isEqualTo(new Lookup.Miss<String>());
        assertThat(cache.stats().loadFailures()).isZero();
        assertThat(cache.stats().fills()).isZero();
    }

    @Test
    void get_sourceHasNone_answersNullAndAsksAgain() {
        Cache<String, String> cache = cache();
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> none = key -> {
            loads.incrementAndGet();
            return null;
        };

        assertThat(cache.get("a", none)).isNull();
        assertThat(cache.get("a", none)).isNull();

        assertThat(loads).hasValue(2);
        assertThat(cache.lookup("a")).isEqualTo(new Lookup.Miss<String>());
    }

    @Test
    void get_sourceHasNoneAndNegativeTtl_asksOnce() {
        Cache<String, String> cache = cache(policy -> policy.negativeTtl(TTL));

        assertThat(cache.get("a", (Loader<String, String>) key -> null)).isNull();
        awaitFills(cache, 1);
        assertThat(cache.get("a", noLoad())).isNull();

        assertThat(cache.lookup("a"))
                .isInstanceOfSatisfying(
                        Lookup.Hit.class, hit -> assertThat(hit.value()).isNull());
        assertThat(cache.stats().negativeHits()).isEqualTo(2);
    }

    @Test
    void get_loaderThrows_failsWithItsCauseAndStoresNothing() {
        Cache<String, String> cache = cache();
        IOException cause = new IOException("no database");

        assertThatThrownBy(() -> cache.get("a", (Loader<String, String>) key -> {
                    throw cause;
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining(cache.name())
                .hasMessageContaining("IOException")
                .hasRootCauseMessage("no database")
                .hasCause(cause);
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
        assertThat(cache.get("a", key -> "now")).isEqualTo("now");
    }

    @Test
    void get_manyAtOnce_loadOnce() throws InterruptedException {
        Cache<String, String> cache = cache();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<CompletableFuture<String>> readers = new ArrayList<>();

        readers.add(CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "v";
                }),
                NEW_THREAD));
        asked.await();
        for (int i = 0; i < 5; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> cache.get("a", noLoad()), NEW_THREAD));
        }
        eventually().until(() -> cache.stats().coalescedLoads() == 5);
        answer.countDown();

        assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isEqualTo("v"));
        assertThat(cache.stats().loads()).isEqualTo(1);
    }

    @Test
    void get_loaderAsksForAnotherKey_loadsBoth() {
        // Only a load on the thread of the load around it is known to be inside of it, and shares its place.
        int places = stage().view() == View.BLOCKING ? 1 : 2;
        Cache<String, String> cache = cache(policy -> policy.maxConcurrentLoads(places));

        assertThat(cache.get("a", key -> "outer " + cache.get("b", inner -> "inner")))
                .isEqualTo("outer inner");
    }

    @Test
    void conditional_noPrevious_getsNullAndStores() {
        Cache<String, String> cache = cache();
        List<String> seen = new ArrayList<>();

        String value = cache.get("a", (key, previous) -> {
            seen.add(String.valueOf(previous));
            return Loaded.value("v");
        });
        awaitFills(cache, 1);

        assertThat(value).isEqualTo("v");
        assertThat(seen).containsExactly("null");
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void conditional_expiredAndChanged_seesThePreviousAndReplacesIt() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(Duration.ofHours(1)));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.get("a", (key, previous) -> Loaded.value(previous + " and new")))
                .isEqualTo("old and new");
        awaitFills(cache, 2);
        assertThat(cache.get("a", noLoad())).isEqualTo("old and new");
    }

    @Test
    void conditional_unchanged_keepsTheValueAndDoublesItsLifeUpToTheMaximum() {
        Cache<String, String> cache = cache(policy ->
                policy.ttl(Duration.ofMinutes(1), Duration.ofMinutes(3)).staleIfError(Duration.ofHours(1)));
        store(cache, "a", "v");
        stage().age(cache, "a", Duration.ofSeconds(61));

        assertThat(cache.get("a", UNCHANGED)).isEqualTo("v");
        awaitFills(cache, 2);
        stage().age(cache, "a", Duration.ofSeconds(90));
        assertThat(cache.get("a", noLoad())).as("a life of two minutes").isEqualTo("v");
        stage().age(cache, "a", Duration.ofSeconds(31));
        assertThat(cache.get("a", UNCHANGED)).isEqualTo("v");
        awaitFills(cache, 3);
        stage().age(cache, "a", Duration.ofSeconds(150));
        assertThat(cache.get("a", noLoad())).as("a life of three minutes").isEqualTo("v");
        stage().age(cache, "a", Duration.ofSeconds(31));
        AtomicInteger loads = new AtomicInteger();
        assertThat(cache.get("a", (key, previous) -> {
                    loads.incrementAndGet();
                    return Loaded.value("w");
                }))
                .isEqualTo("w");
        assertThat(loads).as("not a life of four").hasValue(1);
        awaitFills(cache, 4);
        stage().age(cache, "a", Duration.ofSeconds(61));
        assertThat(cache.get("a", key -> "x")).as("changed: back to one minute").isEqualTo("x");
        awaitFills(cache, 5);
    }

    @Test
    void conditional_unchangedWithoutPrevious_fails() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.get("a", UNCHANGED))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining(cache.name())
                .hasMessageContaining("unchanged")
                .hasMessageContaining("no previous value");
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
    }

    private static long version(Cache<String, String> cache, String key) {
        return ((Lookup.Hit<String>) cache.lookup(key)).version();
    }

    @Test
    void reload_entryThatWasLookedUp_isHandedToTheLoaderAndReplaced() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");

        assertThat(cache.reload("a", version(cache, "a"), (key, previous) -> Loaded.value(previous + "w"))
                        .value())
                .isEqualTo("vw");
        awaitFills(cache, 1);
        assertThat(cache.get("a", noLoad())).isEqualTo("vw");
        assertThat(cache.reload("a", version(cache, "a"), UNCHANGED).value()).isEqualTo("vw");
        awaitFills(cache, 2);
        assertThat(cache.get("a", noLoad())).isEqualTo("vw");
    }

    @Test
    void reload_somethingElseInPlace_isAnsweredOrLoaded() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");
        long version = version(cache, "a");
        cache.put("a", "w");

        assertThat(cache.reload("a", version, (key, previous) -> Loaded.value("x"))
                        .value())
                .isEqualTo("w");
        cache.invalidate("a");
        assertThat(cache.reload("a", version, (key, previous) -> Loaded.value("none: " + previous))
                        .value())
                .isEqualTo("none: null");
    }

    @Test
    void reload_fails_leavesTheEntryAndAnswersNothingStale() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");
        long version = version(cache, "a");

        assertThatThrownBy(() -> cache.reload("a", version, (key, previous) -> {
                    throw new IOException("the source is away");
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void conditional_answersNull_fails() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.get("a", (Loader.Conditional<String, String>) (key, previous) -> null))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("Loaded.value(null)");
    }

    @Test
    void get_noPlaceAtTheSource_isRejectedWithCountsAndSettings() throws InterruptedException {
        Cache<String, String> cache =
                cache(policy -> policy.maxConcurrentLoads(1).loadQueueTimeout(Duration.ofMillis(20)));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "v";
                }),
                NEW_THREAD);
        asked.await();

        assertThatThrownBy(() -> cache.get("b", noLoad()))
                .isInstanceOf(LoadRejectedException.class)
                .hasMessageContaining(cache.name())
                .hasMessageContaining("1 loads are under way")
                .hasMessageContaining("at most 1")
                .hasMessageContaining("max-concurrent-loads")
                .hasMessageContaining("load-queue-timeout");
        answer.countDown();
        assertThat(first.join()).isEqualTo("v");
        assertThat(cache.get("b", key -> "now")).isEqualTo("now");
    }

    @Test
    void get_manyKeysAtOnce_atMostSoManyLoadsUnderWay() {
        Cache<String, String> cache = cache(policy -> policy.maxConcurrentLoads(3));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        List<CompletableFuture<String>> readers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String key = "k" + i;
            readers.add(CompletableFuture.supplyAsync(
                    () -> cache.get(key, wanted -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        three.countDown();
                        three.await();
                        now.decrementAndGet();
                        return wanted;
                    }),
                    NEW_THREAD));
        }

        assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).startsWith("k"));
        assertThat(most).hasValue(3);
    }
}
