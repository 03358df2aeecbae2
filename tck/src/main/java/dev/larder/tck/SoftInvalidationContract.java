package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.LoadFailedException;
import dev.larder.Lookup;
import dev.larder.NotStorableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Tags that are expired: what carries them is stale, as if its time had come. */
public abstract class SoftInvalidationContract extends CacheContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** For subclasses. */
    protected SoftInvalidationContract() {}

    /** A cache whose values are their tags, separated by blanks, and may be answered stale. */
    private Cache<String, String> tagged() {
        return cache(
                String.class,
                policy -> policy.staleWhileRevalidate(HOUR).staleIfError(HOUR),
                spec -> spec.tags((key, value) -> List.of(value.split(" "))));
    }

    private static Boolean stale(Cache<String, String> cache, String key) {
        return cache.lookup(key) instanceof Lookup.Hit<String> hit ? hit.stale() : null;
    }

    @Test
    void expireTag_oneOfSeveral_makesStaleWhatCarriesIt() {
        Cache<String, String> one = tagged();
        Cache<String, String> other = tagged();
        one.put("a", "crimson wide");
        one.put("b", "navy wide");
        other.put("a", "crimson");

        assertThat(stage().larder().expireTag("crimson")).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(stale(one, "a")).isTrue();
        assertThat(stale(one, "b")).isFalse();
        assertThat(stale(other, "a")).isTrue();
    }

    @Test
    void expireTag_revalidatingPolicy_isAnsweredStaleAndRenewed() {
        Cache<String, String> cache = tagged();
        cache.put("a", "olive");
        stage().larder().expireTag("olive");

        assertThat(cache.get("a", key -> "olive new")).isEqualTo("olive");

        eventually().until(() -> cache.get("a", key -> "olive new").equals("olive new"));
        assertThat(stale(cache, "a")).isFalse();
        assertThat(cache.stats().staleServed()).isPositive();
        eventually().until(() -> cache.stats().fills() == cache.stats().loads());
    }

    @Test
    void expireTag_noStalePolicy_isLoadedAnew() {
        Cache<String, String> cache =
                cache(String.class, policy -> policy, spec -> spec.tags((key, value) -> List.of("teal")));
        cache.put("a", "old");
        stage().larder().expireTag("teal");

        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
        assertThatThrownBy(() -> cache.get("a", noLoad())).isInstanceOf(LoadFailedException.class);
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 1);
    }

    @Test
    void expireTag_loadFails_theOldValueStandsIn() {
        Cache<String, String> cache = cache(
                String.class,
                policy -> policy.staleIfError(HOUR),
                spec -> spec.tags((key, value) -> List.of("indigo")));
        cache.put("a", "old");
        stage().larder().expireTag("indigo");

        assertThat(cache.fetch("a", noLoad()).stale()).isTrue();
    }

    @Test
    void expireTag_thenInvalidateTag_isGone() {
        Cache<String, String> cache = tagged();
        cache.put("a", "amber");
        stage().larder().expireTag("amber");
        stage().larder().invalidateTag("amber");
        stage().larder().expireTag("amber");

        assertThat(stale(cache, "a")).isNull();
    }

    @Test
    void expireTag_fourTimes_isStaleAndThenGone() {
        Cache<String, String> cache = tagged();
        cache.put("a", "rust");
        for (int i = 0; i < 4; i++) {
            stage().larder().expireTag("rust");
            assertThat(stale(cache, "a")).isTrue();
        }

        stage().larder().expireTag("rust");

        assertThat(stale(cache, "a")).isNull();
    }

    @Test
    void expireTag_putAfterIt_isFresh() {
        Cache<String, String> cache = tagged();
        cache.put("a", "plum");
        stage().larder().expireTag("plum");

        assertThat(cache.putIfAbsent("a", "plum two")).isTrue();
        assertThat(stale(cache, "a")).isFalse();
        cache.put("a", "plum three");
        assertThat(stale(cache, "a")).isFalse();
    }

    @Test
    void expireTag_duringALoad_isNotFreshAfterIt() throws InterruptedException {
        Cache<String, String> cache = tagged();
        cache.put("b", "mint");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "mint";
                }),
                NEW_THREAD);
        asked.await();

        stage().larder().expireTag("mint");
        answer.countDown();

        assertThat(load.join()).isEqualTo("mint");
        eventually().until(() -> cache.stats().fills() + cache.stats().fillsRefused() == 1);
        assertThat(stale(cache, "a")).isNotEqualTo(false);
    }

    @Test
    void expireTags_several_areStaleAndSoAreTheirMixtures() {
        Cache<String, String> cache = tagged();
        cache.put("a", "left up");
        stage().larder().expireTag("left");
        stage().larder().expireTags(List.of("left", "up"));
        cache.put("b", "left up");
        stage().larder().expireTag("up");

        assertThat(stage().larder().expireTags(List.of())).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(stale(cache, "a")).isTrue();
        assertThat(stale(cache, "b")).isTrue();
    }

    @Test
    void expireAll_oneCache_leavesTheOthers() {
        Cache<String, String> one = tagged();
        Cache<String, String> other = tagged();
        one.put("a", "x");
        other.put("a", "x");

        assertThat(one.expireAll()).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(stale(one, "a")).isTrue();
        assertThat(stale(other, "a")).isFalse();
        one.clear();
        assertThat(stale(one, "a")).isNull();
    }

    @Test
    void expireTag_noTag_isRefused() {
        assertThatThrownBy(() -> stage().larder().expireTag("")).isInstanceOf(NotStorableException.class);
    }
}
