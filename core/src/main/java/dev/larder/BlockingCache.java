package dev.larder;

import dev.larder.load.CallerLoop;
import dev.larder.near.NearEntry;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The blocking view of a cache: the caller's own thread decodes and loads while it waits. */
final class BlockingCache<K, V> implements Cache<K, V> {

    private final TieredCache<K, V> tiered;

    BlockingCache(TieredCache<K, V> tiered) {
        this.tiered = tiered;
    }

    @Override
    public String name() {
        return tiered.name();
    }

    @Override
    public @Nullable V get(K key, Loader<? super K, V> loader) {
        NearEntry<K, V> near = nearHit(key);
        if (near == null) {
            return awaitValue(executor -> tiered.getFar(key, Source.of(loader), executor))
                    .value();
        }
        return value(near);
    }

    @Override
    public @Nullable V get(K key, Loader.Conditional<? super K, V> loader) {
        NearEntry<K, V> near = nearHit(key);
        if (near == null) {
            return awaitValue(executor -> tiered.getFar(key, Source.of(loader), executor))
                    .value();
        }
        return value(near);
    }

    @Override
    public Answer<V> fetch(K key, Loader<? super K, V> loader) {
        NearEntry<K, V> near = nearHit(key);
        return near == null ? awaitValue(executor -> tiered.getFar(key, Source.of(loader), executor)) : fetched(near);
    }

    @Override
    public Answer<V> fetch(K key, Loader.Conditional<? super K, V> loader) {
        NearEntry<K, V> near = nearHit(key);
        return near == null ? awaitValue(executor -> tiered.getFar(key, Source.of(loader), executor)) : fetched(near);
    }

    private Answer<V> fetched(NearEntry<K, V> near) {
        tiered.cache.countHit(near.value());
        return tiered.near(near);
    }

    @Override
    public Answer<V> reload(K key, long version, Loader.Conditional<? super K, V> loader) {
        return awaitValue(executor -> tiered.reload(key, version, Source.of(loader), executor));
    }

    private @Nullable NearEntry<K, V> nearHit(K key) {
        tiered.requireKey(key);
        return tiered.nearHit(key);
    }

    private @Nullable V value(NearEntry<K, V> near) {
        V value = near.value();
        tiered.cache.countHit(value);
        return value;
    }

    @Override
    public Lookup<V> lookup(K key) {
        return awaitValue(executor -> tiered.lookup(key, executor));
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys, Loader.Batch<K, V> loader) {
        return awaitValue(executor -> tiered.getAll(keys, Source.of(loader), executor));
    }

    @Override
    public Delivery put(K key, V value) {
        return awaitValue(executor -> tiered.put(key, value, executor));
    }

    @Override
    public Delivery putAll(Map<? extends K, ? extends V> entries) {
        return awaitValue(executor -> tiered.putAll(entries, executor));
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return awaitValue(executor -> tiered.putIfAbsent(key, value, executor));
    }

    @Override
    public boolean replace(K key, long version, V value) {
        return awaitValue(executor -> tiered.replace(key, version, value, executor));
    }

    @Override
    public Delivery invalidate(K key) {
        return awaitValue(executor -> tiered.invalidate(key, executor));
    }

    @Override
    public Delivery invalidateAll(Collection<? extends K> keys) {
        return awaitValue(executor -> tiered.invalidateAll(keys, executor));
    }

    @Override
    public Delivery expire(K key) {
        return awaitValue(executor -> tiered.expire(key, executor));
    }

    @Override
    public Delivery clear() {
        return awaitValue(executor -> tiered.clear(executor));
    }

    @Override
    public Delivery expireAll() {
        return awaitValue(executor -> tiered.expireAll(executor));
    }

    @Override
    public Swept sweep(Sweep<? super V> sweep) {
        return awaitValue(executor -> tiered.sweep(sweep));
    }

    @Override
    public CacheStats stats() {
        return tiered.stats();
    }

    @Override
    public AsyncCache<K, V> async() {
        return tiered;
    }

    private <T> T awaitValue(Function<Executor, CompletionStage<T>> call) {
        return java.util.Objects.requireNonNull(await(call));
    }

    private <T> @Nullable T await(Function<Executor, ? extends CompletionStage<@Nullable T>> call) {
        return Waiting.await(tiered.cache.engine.executor(), call);
    }

    /** Waiting for stages on the caller's thread. */
    static final class Waiting {
        private Waiting() {}

        static <T> @Nullable T await(
                Executor fallback, Function<Executor, ? extends CompletionStage<@Nullable T>> call) {
            CallerLoop loop = new CallerLoop(fallback);
            CompletableFuture<@Nullable T> future = call.apply(loop).toCompletableFuture();
            loop.runUntil(future);
            try {
                return future.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw e;
            }
        }
    }
}
