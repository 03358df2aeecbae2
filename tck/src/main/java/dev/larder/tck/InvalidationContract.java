package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Layer;
import dev.larder.LoadFailedException;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.NotStorableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Invalidation: by key, by tag, by hand as stale, of a cache and of a layer. */
public abstract class InvalidationContract extends CacheContract {

    /** For subclasses. */
    protected InvalidationContract() {}

    /** A cache whose values are their tags, separated by blanks. */
    private Cache<String, String> tagged() {
        return cache(String.class, policy -> policy, spec -> spec.tags((key, value) -> List.of(value.split(" "))));
    }

    private static boolean there(Cache<String, String> cache, String key) {
        return cache.lookup(key) instanceof Lookup.Hit;
    }

    @Test
    void invalidate_one_isGoneAndLoadedAnew() {
        Cache<String, String> cache = cache();
        cache.put("a", "1");
        cache.put("b", "1");

        assertThat(cache.invalidate("a")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(cache.get("a", key -> "2")).isEqualTo("2");
        assertThat(cache.get("b", noLoad())).isEqualTo("1");
        awaitFills(cache, 1);
    }

    @Test
    void invalidate_nothingThere_isAcknowledged() {
        assertThat(cache().invalidate("a")).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    @Test
    void invalidateAll_some_areGone() {
        Cache<String, String> cache = cache();
        List.of("a", "b", "c").forEach(key -> cache.put(key, "1"));

        assertThat(cache.invalidateAll(List.of("a", "b", "a", "unknown"))).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.invalidateAll(List.of())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(there(cache, "a")).isFalse();
        assertThat(there(cache, "b")).isFalse();
        assertThat(there(cache, "c")).isTrue();
    }

    @Test
    void invalidate_duringALoad_theLoadIsAnsweredButNotStored() throws InterruptedException {
        Cache<String, String> cache = cache();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "old";
                }),
                NEW_THREAD);
        asked.await();

        cache.invalidate("a");
        answer.countDown();

        assertThat(load.join()).isEqualTo("old");
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
    }

    @Test
    void invalidateTag_oneOfSeveral_endsTheEntriesThatCarryIt() {
        Cache<String, String> one = tagged();
        Cache<String, String> other = tagged();
        one.put("a", "red round");
        one.put("b", "blue round");
        other.put("a", "red");
        other.put("b", "blue");

        assertThat(stage().larder().invalidateTag("red")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(there(one, "a")).isFalse();
        assertThat(there(one, "b")).isTrue();
        assertThat(there(other, "a")).isFalse();
        assertThat(there(other, "b")).isTrue();
        assertThat(one.stats().invalidated() + one.stats().misses()).isPositive();
    }

    @Test
    void invalidateTag_thenLoadedAnew_livesAgain() {
        Cache<String, String> cache = tagged();
        cache.put("a", "green");
        stage().larder().invalidateTag("green");

        store(cache, "a", "green again");

        assertThat(cache.get("a", noLoad())).isEqualTo("green again");
        assertThat(stage().larder().invalidateTag("again")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(there(cache, "a")).isFalse();
    }

    @Test
    void invalidateTag_duringALoad_theLoadIsNotStored() throws InterruptedException {
        Cache<String, String> cache = tagged();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "violet";
                }),
                NEW_THREAD);
        asked.await();

        stage().larder().invalidateTag("violet");
        answer.countDown();

        assertThat(load.join()).isEqualTo("violet");
        eventually().until(() -> cache.stats().loads() == 1);
        stage().checkNothingLeft(List.of());
        assertThat(cache.get("a", key -> "violet two")).isEqualTo("violet two");
    }

    @Test
    void invalidateTags_severalAndByPredicate_endWhatCarriesThem() {
        Cache<String, String> cache = tagged();
        List.of("shape:1", "shape:2", "size:1", "size:2", "colour").forEach(tag -> cache.put(tag, tag));

        assertThat(stage().larder().invalidateTags(List.of("size:1", "colour"))).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(stage().larder().invalidateTags(tag -> tag.startsWith("shape:")))
                .isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(stage().larder().invalidateTags(List.of())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(List.of("shape:1", "shape:2", "size:1", "colour"))
                .allSatisfy(key -> assertThat(there(cache, key)).isFalse());
        assertThat(there(cache, "size:2")).isTrue();
    }

    @Test
    void invalidateTags_predicateThrows_comesOut() {
        Cache<String, String> cache = tagged();
        cache.put("a", "a");
        IllegalStateException failure = new IllegalStateException("the predicate");

        assertThatThrownBy(() -> stage().larder().invalidateTags(tag -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void invalidateTag_noTag_isRefused() {
        assertThatThrownBy(() -> stage().larder().invalidateTag("")).isInstanceOf(NotStorableException.class);
        assertThatThrownBy(() -> stage().larder().invalidateTag("t".repeat(513)))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("513");
        assertThatThrownBy(() -> stage().larder().invalidateTag("\ud800")).isInstanceOf(NotStorableException.class);
    }

    @Test
    void expire_thenRead_loadsAnew() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(Duration.ofHours(1)));
        cache.put("a", "old");

        assertThat(cache.expire("a")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 1);
        assertThat(cache.get("a", noLoad())).isEqualTo("new");
    }

    @Test
    void expire_revalidatingPolicy_isNotAnsweredStaleAllTheSame() {
        Cache<String, String> cache =
                cache(policy -> policy.staleWhileRevalidate(Duration.ofHours(1)).staleIfError(Duration.ofHours(1)));
        cache.put("a", "old");
        cache.expire("a");

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 1);
    }

    @Test
    void expire_thenLoadFails_theOldValueStandsIn() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(Duration.ofHours(1)));
        cache.put("a", "old");
        cache.expire("a");

        assertThat(cache.fetch("a", noLoad()).stale()).isTrue();
        assertThat(cache.get("a", noLoad())).isEqualTo("old");
        eventually().until(() -> cache.stats().staleServed() == 2);
    }

    @Test
    void expire_noStaleIfError_theFailureComesOut() {
        Cache<String, String> cache = cache();
        cache.put("a", "old");
        cache.expire("a");

        assertThatThrownBy(() -> cache.get("a", noLoad())).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void expire_nothingThere_isAcknowledged() {
        assertThat(cache().expire("a")).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    @Test
    void clear_oneCache_leavesTheOthers() {
        Cache<String, String> one = cache();
        Cache<String, String> other = cache();
        Set.of("a", "b").forEach(key -> {
            one.put(key, "1");
            other.put(key, "1");
        });

        assertThat(one.clear()).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(there(one, "a") || there(one, "b")).isFalse();
        assertThat(there(other, "a") && there(other, "b")).isTrue();
        assertThat(one.get("a", (Loader<String, String>) key -> "2")).isEqualTo("2");
        awaitFills(one, 1);
        assertThat(one.get("a", noLoad())).isEqualTo("2");
    }

    @Test
    void clearLayer_endsAllCachesOfTheLayerAndNoOther() {
        Cache<String, String> api = cache();
        Cache<String, String> live = cache(String.class, policy -> policy, spec -> spec.layer(Layer.LIVE));
        api.put("a", "1");
        live.put("a", "1");

        assertThat(stage().larder().clearLayer(Layer.LIVE)).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(there(live, "a")).isFalse();
        assertThat(there(api, "a")).isTrue();
    }
}
