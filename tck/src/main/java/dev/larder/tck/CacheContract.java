package dev.larder.tck;

import static org.awaitility.Awaitility.await;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.CacheSpec;
import dev.larder.Layer;
import dev.larder.Loader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** What all contracts share: caches with calm policies, and the look at what is left behind after every test. */
public abstract class CacheContract {

    /** The fresh life in the calm policy. */
    protected static final Duration TTL = Duration.ofMinutes(10);

    /** A thread for every task. */
    protected static final Executor NEW_THREAD = task -> new Thread(task, "contract").start();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Cache<String, ?>> made = new ArrayList<>();

    /** For subclasses. */
    protected CacheContract() {}

    /** Returns where the contract is tested; the same for all tests of a class. */
    protected abstract Stage stage();

    /** Returns a name that no cache has. */
    protected static String newName() {
        return "c" + NUMBER.incrementAndGet();
    }

    /** A fixed life, nothing at random, nothing stale, nothing negative. */
    protected static CachePolicy.Builder calm(CachePolicy.Builder policy) {
        return policy.ttl(TTL)
                .jitter(0)
                .earlyRefresh(0)
                .grace(Duration.ofHours(2))
                .staleWhileRevalidate(Duration.ZERO)
                .staleIfError(Duration.ZERO)
                .negativeTtl(Duration.ZERO)
                .failOpen();
    }

    /** Makes a cache of texts with the calm policy. */
    protected final Cache<String, String> cache() {
        return cache(policy -> policy);
    }

    /** Makes a cache of texts with changes to the calm policy. */
    protected final Cache<String, String> cache(UnaryOperator<CachePolicy.Builder> changes) {
        return cache(String.class, changes, spec -> {});
    }

    /** Makes a cache with changes to the calm policy. */
    protected final <V> Cache<String, V> cache(
            Class<V> values, UnaryOperator<CachePolicy.Builder> changes, Consumer<CacheSpec<String, V>> changed) {
        Cache<String, V> cache = stage().larder().cache(newName(), String.class, values, spec -> {
            spec.layer(Layer.API).policy(policy -> changes.apply(stage().policy(calm(policy))));
            changed.accept(spec);
        });
        return watched(cache);
    }

    /** Sees a cache through the view, and has it looked at after the test. */
    protected final <V> Cache<String, V> watched(Cache<String, V> cache) {
        made.add(cache);
        return stage().view().of(cache);
    }

    /** Waits as long as the slowest machine needs. */
    protected static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }

    /** Waits until so many loaded values are stored. */
    protected static void awaitFills(Cache<?, ?> cache, long fills) {
        eventually().until(() -> cache.stats().fills() >= fills);
    }

    /** Loads a value and waits until it is stored. */
    protected static void store(Cache<String, String> cache, String key, String value) {
        long fills = cache.stats().fills();
        cache.get(key, (Loader<String, String>) wanted -> value);
        awaitFills(cache, fills + 1);
    }

    /** A loader that must not be asked. */
    protected static <V> Loader<String, V> noLoad() {
        return key -> {
            throw new AssertionError("the source was asked for " + key);
        };
    }

    @AfterEach
    final void everyCall_afterItsEnd_leavesNothing() {
        stage().checkNothingLeft(made);
        made.clear();
    }
}
