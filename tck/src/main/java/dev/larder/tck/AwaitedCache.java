package dev.larder.tck;

import dev.larder.Answer;
import dev.larder.AsyncCache;
import dev.larder.Cache;
import dev.larder.CacheStats;
import dev.larder.Delivery;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.Sweep;
import dev.larder.Swept;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An {@link AsyncCache} whose stages are waited for, so that it can be held to the contract of {@link Cache}. */
final class AwaitedCache<K, V> implements Cache<K, V> {

    private final AsyncCache<K, V> async;

    AwaitedCache(AsyncCache<K, V> async) {
        this.async = async;
    }

    private static <T> @Nullable T await(CompletionStage<? extends @Nullable T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static <T> T awaitValue(CompletionStage<T> stage) {
        return Objects.requireNonNull(await(stage));
    }

    private static <K, V> Loader.Async<K, V> started(Loader<? super K, V> loader) {
        return key -> CompletableFuture.completedFuture(loader.load(key));
    }

    @Override
    public String name() {
        return async.name();
    }

    @Override
    public @Nullable V get(K key, Loader<? super K, V> loader) {
        return await(async.get(key, started(loader)));
    }

    @Override
    public @Nullable V get(K key, Loader.Conditional<? super K, V> loader) {
        return await(
                async.get(key, (wanted, previous) -> CompletableFuture.completedFuture(loader.load(wanted, previous))));
    }

    @Override
    public Answer<V> reload(K key, long version, Loader.Conditional<? super K, V> loader) {
        return awaitValue(async.reload(
                key, version, (wanted, previous) -> CompletableFuture.completedFuture(loader.load(wanted, previous))));
    }

    @Override
    public Answer<V> fetch(K key, Loader<? super K, V> loader) {
        return awaitValue(async.fetch(key, started(loader)));
    }

    @Override
    public Answer<V> fetch(K key, Loader.Conditional<? super K, V> loader) {
        return awaitValue(async.fetch(
                key, (wanted, previous) -> CompletableFuture.completedFuture(loader.load(wanted, previous))));
    }

    @Override
    public Lookup<V> lookup(K key) {
        return awaitValue(async.lookup(key));
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys, Loader.Batch<K, V> loader) {
        return awaitValue(async.getAll(keys, wanted -> CompletableFuture.completedFuture(loader.loadAll(wanted))));
    }

    @Override
    public Delivery put(K key, V value) {
        return awaitValue(async.put(key, value));
    }

    @Override
    public Delivery putAll(Map<? extends K, ? extends V> entries) {
        return awaitValue(async.putAll(entries));
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return awaitValue(async.putIfAbsent(key, value));
    }

    @Override
    public boolean replace(K key, long version, V value) {
        return awaitValue(async.replace(key, version, value));
    }

    @Override
    public Delivery invalidate(K key) {
        return awaitValue(async.invalidate(key));
    }

    @Override
    public Delivery invalidateAll(Collection<? extends K> keys) {
        return awaitValue(async.invalidateAll(keys));
    }

    @Override
    public Delivery expire(K key) {
        return awaitValue(async.expire(key));
    }

    @Override
    public Delivery clear() {
        return awaitValue(async.clear());
    }

    @Override
    public Delivery expireAll() {
        return awaitValue(async.expireAll());
    }

    @Override
    public Swept sweep(Sweep<? super V> sweep) {
        return awaitValue(async.sweep(sweep));
    }

    @Override
    public CacheStats stats() {
        return async.stats();
    }

    @Override
    public AsyncCache<K, V> async() {
        return async;
    }
}
