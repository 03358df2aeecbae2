package dev.larder;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose calls never block: the same operations as {@link Cache}, which is a view of it and has the contracts.
 *
 * <p>Stages complete on the caller's thread where the answer is near, else on a thread of Larder; dependents may block
 * there. Failures are {@link LarderException}s.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface AsyncCache<K, V> {

    /** Returns the name. */
    String name();

    /** See {@link Cache#get(Object, Loader)}. */
    CompletionStage<@Nullable V> get(K key, Loader.Async<? super K, V> loader);

    /** See {@link Cache#get(Object, Loader.Conditional)}. */
    CompletionStage<@Nullable V> get(K key, Loader.AsyncConditional<? super K, V> loader);

    /** See {@link Cache#fetch(Object, Loader)}. */
    CompletionStage<Answer<V>> fetch(K key, Loader.Async<? super K, V> loader);

    /** See {@link Cache#fetch(Object, Loader.Conditional)}. */
    CompletionStage<Answer<V>> fetch(K key, Loader.AsyncConditional<? super K, V> loader);

    /** See {@link Cache#reload}. */
    CompletionStage<Answer<V>> reload(K key, long version, Loader.AsyncConditional<? super K, V> loader);

    /** See {@link Cache#lookup}. */
    CompletionStage<Lookup<V>> lookup(K key);

    /** See {@link Cache#getAll}. */
    CompletionStage<Map<K, V>> getAll(Collection<? extends K> keys, Loader.AsyncBatch<K, V> loader);

    /** See {@link Cache#put}. */
    CompletionStage<Delivery> put(K key, V value);

    /** See {@link Cache#putAll}. */
    CompletionStage<Delivery> putAll(Map<? extends K, ? extends V> entries);

    /** See {@link Cache#putIfAbsent}. */
    CompletionStage<Boolean> putIfAbsent(K key, V value);

    /** See {@link Cache#replace}. */
    CompletionStage<Boolean> replace(K key, long version, V value);

    /** See {@link Cache#invalidate}. */
    CompletionStage<Delivery> invalidate(K key);

    /** See {@link Cache#invalidateAll}. */
    CompletionStage<Delivery> invalidateAll(Collection<? extends K> keys);

    /** See {@link Cache#expire}. */
    CompletionStage<Delivery> expire(K key);

    /** See {@link Cache#clear}. */
    CompletionStage<Delivery> clear();

    /** See {@link Cache#expireAll}. */
    CompletionStage<Delivery> expireAll();

    /** See {@link Cache#sweep}. */
    CompletionStage<Swept> sweep(Sweep<? super V> sweep);

    /** See {@link Cache#stats}. */
    CacheStats stats();

    /** Returns the blocking view. */
    Cache<K, V> blocking();
}
