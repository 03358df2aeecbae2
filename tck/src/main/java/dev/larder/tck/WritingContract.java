package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.larder.Cache;
import dev.larder.Delivery;
import dev.larder.Lookup;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Looking up without loading, and writing what was not loaded. */
public abstract class WritingContract extends CacheContract {

    /** For subclasses. */
    protected WritingContract() {}

    private static Lookup.Hit<String> hit(Cache<String, String> cache, String key) {
        return (Lookup.Hit<String>) cache.lookup(key);
    }

    @Test
    void lookup_nothingThere_isAMissAndLoadsNothing() {
        Cache<String, String> cache = cache();

        assertThat(cache.lookup("a")).isEqualTo(new Lookup.Miss<String>());
        assertThat(cache.stats().misses()).isEqualTo(1);
        assertThat(cache.stats().loads()).isZero();
    }

    @Test
    void lookup_there_saysWhatWhereAndHowOld() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");
        stage().age(cache, "a", Duration.ofMinutes(3));

        Lookup.Hit<String> first = hit(cache, "a");
        Lookup.Hit<String> second = hit(cache, "a");

        assertThat(first.value()).isEqualTo("v");
        assertThat(first.stale()).isFalse();
        assertThat(first.age()).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(5));
        assertThat(second.tier()).isEqualTo(stage().near() ? Lookup.Tier.NEAR : Lookup.Tier.REDIS);
        assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void lookup_expiredButRevalidating_isAStaleHit() {
        Cache<String, String> cache = cache(policy -> policy.staleWhileRevalidate(Duration.ofHours(1)));
        cache.put("a", "v");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(hit(cache, "a").stale()).isTrue();
        assertThat(cache.stats().loads()).isZero();
    }

    @Test
    void lookup_expiredAndOnlyAFallback_isAMiss() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(Duration.ofHours(1)));
        cache.put("a", "v");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void put_thenRead_answersTheNewestValue() {
        Cache<String, String> cache = cache();

        assertThat(cache.put("a", "1")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.get("a", noLoad())).isEqualTo("1");
        assertThat(cache.put("a", "2")).isEqualTo(Delivery.ACKNOWLEDGED);
        assertThat(cache.get("a", noLoad())).isEqualTo("2");
    }

    @Test
    void put_duringALoad_isNotOverwrittenByIt() throws InterruptedException {
        Cache<String, String> cache = cache();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "loaded before";
                }),
                NEW_THREAD);
        asked.await();

        cache.put("a", "put");
        answer.countDown();
        load.join();
        stage().checkNothingLeft(List.of());

        assertThat(cache.get("a", noLoad())).isEqualTo("put");
    }

    @Test
    void putAll_thenRead_answersEveryValue() {
        Cache<String, String> cache = cache();
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            entries.put("k" + i, "v" + i);
        }

        assertThat(cache.putAll(entries)).isEqualTo(Delivery.ACKNOWLEDGED);

        assertThat(cache.getAll(entries.keySet(), keys -> {
                    throw new AssertionError("the source was asked");
                }))
                .isEqualTo(entries);
    }

    @Test
    void putAll_nothing_isAcknowledged() {
        assertThat(cache().putAll(Map.of())).isEqualTo(Delivery.ACKNOWLEDGED);
    }

    @Test
    void putIfAbsent_nothingThere_stores() {
        Cache<String, String> cache = cache();

        assertThat(cache.putIfAbsent("a", "v")).isTrue();
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void putIfAbsent_there_leavesIt() {
        Cache<String, String> cache = cache();
        cache.put("a", "first");

        assertThat(cache.putIfAbsent("a", "second")).isFalse();
        assertThat(cache.get("a", noLoad())).isEqualTo("first");
    }

    @Test
    void putIfAbsent_onlyUnusableThere_stores() {
        Cache<String, String> cache = cache(policy -> policy.negativeTtl(TTL).staleIfError(Duration.ofHours(1)));
        cache.put("expired", "old");
        stage().age(cache, "expired", TTL.plusSeconds(1));
        assertThat(cache.get("none", key -> null)).isNull();
        awaitFills(cache, 1);
        cache.put("gone", "old");
        cache.invalidate("gone");

        assertThat(cache.putIfAbsent("expired", "new")).isTrue();
        assertThat(cache.putIfAbsent("none", "new")).isTrue();
        assertThat(cache.putIfAbsent("gone", "new")).isTrue();
        assertThat(List.of("expired", "none", "gone"))
                .allSatisfy(key -> assertThat(cache.get(key, noLoad())).isEqualTo("new"));
    }

    @Test
    void replace_versionLookedUp_stores() {
        Cache<String, String> cache = cache();
        cache.put("a", "1");

        assertThat(cache.replace("a", hit(cache, "a").version(), "2")).isTrue();
        assertThat(cache.get("a", noLoad())).isEqualTo("2");
    }

    @Test
    void replace_writtenSince_leavesTheNewer() {
        Cache<String, String> cache = cache();
        cache.put("a", "1");
        long version = hit(cache, "a").version();
        cache.put("a", "2");

        assertThat(cache.replace("a", version, "3")).isFalse();
        assertThat(cache.get("a", noLoad())).isEqualTo("2");
    }

    @Test
    void replace_goneSince_storesNothing() {
        Cache<String, String> cache = cache();
        cache.put("a", "1");
        long version = hit(cache, "a").version();
        cache.invalidate("a");

        assertThat(cache.replace("a", version, "2")).isFalse();
        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void replace_expiredByHandSince_storesNothing() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(Duration.ofHours(1)));
        cache.put("a", "1");
        long version = hit(cache, "a").version();
        cache.expire("a");

        assertThat(cache.replace("a", version, "2")).isFalse();
    }

    @Test
    void replace_tagInvalidatedSince_storesNothing() {
        Cache<String, String> cache = cache(String.class, policy -> policy, spec -> spec.tags((k, v) -> List.of("t")));
        cache.put("a", "1");
        long version = hit(cache, "a").version();
        stage().larder().invalidateTag("t");

        assertThat(cache.replace("a", version, "2")).isFalse();
        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void anyCall_nullKeyOrValue_isRefused() {
        Cache<String, String> cache = cache();
        Map<String, String> nullValue = new HashMap<>();
        nullValue.put("a", null);
        Map<String, String> nullKey = new HashMap<>();
        nullKey.put(null, "v");
        List<String> nullIn = new java.util.ArrayList<>();
        nullIn.add(null);

        assertThatNullPointerException().isThrownBy(() -> cache.get(null, noLoad()));
        assertThatNullPointerException().isThrownBy(() -> cache.lookup(null));
        assertThatNullPointerException().isThrownBy(() -> cache.getAll(nullIn, keys -> Map.of()));
        assertThatNullPointerException().isThrownBy(() -> cache.put(null, "v"));
        assertThatNullPointerException().isThrownBy(() -> cache.put("a", null));
        assertThatNullPointerException().isThrownBy(() -> cache.putAll(nullKey));
        assertThatNullPointerException().isThrownBy(() -> cache.putAll(nullValue));
        assertThatNullPointerException().isThrownBy(() -> cache.putIfAbsent("a", null));
        assertThatNullPointerException().isThrownBy(() -> cache.replace("a", 1, null));
        assertThatNullPointerException().isThrownBy(() -> cache.invalidate(null));
        assertThatNullPointerException().isThrownBy(() -> cache.invalidateAll(nullIn));
        assertThatNullPointerException().isThrownBy(() -> cache.expire(null));
    }
}
