package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.far.RedisKey;
import dev.larder.near.NearEntry;
import java.time.Duration;
import java.util.Collection;

/** Looks into the engine, which has no door for it. */
public final class Inside {

    private Inside() {}

    /** Fails if a call that has ended left a flight, a place at the source, or a watch. */
    public static void assertNothingLeft(Collection<? extends Cache<?, ?>> caches) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    for (Cache<?, ?> cache : caches) {
                        CacheContext<?, ?> context = context(cache);
                        assertThat(context.flights.size())
                                .as("flights of %s", cache.name())
                                .isZero();
                        assertThat(context.gate.taken())
                                .as("places taken of %s", cache.name())
                                .isZero();
                        assertThat(context.engine.watches().size())
                                .as("watches")
                                .isZero();
                        assertThat(context.engine.journal().pending())
                                .as("journal")
                                .isZero();
                    }
                });
    }

    /** Makes an entry of a near tier older. */
    public static <K> void ageNear(Cache<K, ?> cache, K key, Duration by) {
        age(context(cache), key, by);
    }

    private static <K, V> void age(CacheContext<K, V> cache, K key, Duration by) {
        NearEntry<K, V> entry = entry(cache, key);
        long freshUntil = entry.freshUntil() - by.toNanos();
        change(cache, key, entry, freshUntil, freshUntil, entry.createdMillis() - by.toMillis());
    }

    /** Makes the early refresh of an entry of a near tier due. */
    public static <K> void makeRefreshDue(Cache<K, ?> cache, K key) {
        makeDue(context(cache), key);
    }

    private static <K, V> void makeDue(CacheContext<K, V> cache, K key) {
        NearEntry<K, V> entry = entry(cache, key);
        change(cache, key, entry, entry.freshUntil(), System.nanoTime(), entry.createdMillis());
    }

    private static <K, V> NearEntry<K, V> entry(CacheContext<K, V> cache, K key) {
        NearEntry<K, V> entry = cache.near.find(key);
        if (entry == null) {
            throw new AssertionError("no entry of " + key);
        }
        return entry;
    }

    /** Puts an entry with other times in the place of one. */
    private static <K, V> void change(
            CacheContext<K, V> cache, K key, NearEntry<K, V> old, long freshUntil, long refreshAt, long createdMillis) {
        RedisKey redisKey = old.redisKey();
        int slot = redisKey == null ? 0 : cache.engine.far().slot(redisKey);
        NearEntry<K, V> changed = new NearEntry<>(key, redisKey, slot, 1, old.id());
        changed.publish(
                old.value(), old.tags(), freshUntil, refreshAt, createdMillis, old.ttlMillis(), old.loadMicros());
        cache.near.drop(old);
        cache.near.admit(changed, there -> true);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> CacheContext<K, V> context(Cache<K, V> cache) {
        return ((TieredCache<K, V>) cache.async()).cache;
    }
}
