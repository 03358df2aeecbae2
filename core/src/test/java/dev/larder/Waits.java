package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.near.NearEntry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** What tests wait for and look at inside a cache. */
final class Waits {

    static final Duration LONG = Duration.ofSeconds(30);

    private Waits() {}

    static void until(Callable<Boolean> condition) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    /** Waits until the clock has passed this much after {@code nanoTime}. */
    static void untilPassed(long nanoTime, Duration time) {
        until(() -> System.nanoTime() - nanoTime > time.toNanos());
    }

    /**
     * Returns when a cache's process has handled every push that Redis sent before: its reply to a read comes after them, on
     * the same connection.
     */
    static void forPushes(Cache<String, String> cache) {
        assertThat(answered(cache, "a-key-that-nobody-writes")).isInstanceOf(Lookup.Miss.class);
    }

    /** Looks a key up until Redis could be asked. */
    static Lookup<String> answered(Cache<String, String> cache, String key) {
        AtomicReference<Lookup<String>> found = new AtomicReference<>();
        until(() -> {
            found.set(cache.lookup(key));
            return !(found.get() instanceof Lookup.Unavailable);
        });
        return found.get();
    }

    /** Waits until so many loads have ended in a fill or in its refusal. */
    static void forFills(Cache<?, ?> cache, int ended) {
        until(() -> cache.stats().fills() + cache.stats().fillsRefused() == ended);
    }

    static <K, V> NearEntry<K, V> near(Cache<K, V> cache, K key) {
        return ((TieredCache<K, V>) cache.async()).cache.near.find(key);
    }

    static <K, V> int flights(Cache<K, V> cache) {
        return ((TieredCache<K, V>) cache.async()).cache.flights.size();
    }

    static Engine engine(Larder larder) {
        return ((TieredLarder) larder).engine();
    }
}
