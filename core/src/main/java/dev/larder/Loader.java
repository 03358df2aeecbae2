package dev.larder;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value from its source.
 *
 * <p>A blocking call runs its loader on its own thread, unless the cache has a soft or a hard load time-out; then, and for
 * refreshes in the background, it runs on a thread of Larder.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
@FunctionalInterface
public interface Loader<K, V> {

    /**
     * Loads.
     *
     * @return the value, or null if the source has none
     * @throws Exception whatever goes wrong; callers get it as the cause of a {@link LoadFailedException}
     */
    @Nullable
    V load(K key) throws Exception;

    /**
     * Reads one value, knowing the one before: it can ask the source whether it has changed.
     *
     * @param <K> type of the key
     * @param <V> type of the value
     */
    @FunctionalInterface
    interface Conditional<K, V> {
        /**
         * Loads.
         *
         * @param previous the expired value, or null if there is none
         * @return {@link Loaded#unchanged()} to keep the previous value, only where there is one
         */
        Loaded<V> load(K key, @Nullable V previous) throws Exception;
    }

    /**
     * Reads several values at once.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    @FunctionalInterface
    interface Batch<K, V> {
        /**
         * Loads.
         *
         * @return the values found; a key that is missing has none
         */
        Map<K, V> loadAll(Set<K> keys) throws Exception;
    }

    /**
     * Starts to read one value.
     *
     * @param <K> type of the key
     * @param <V> type of the value
     */
    @FunctionalInterface
    interface Async<K, V> {
        /** Loads without blocking; the stage may hold null. */
        CompletionStage<@Nullable V> load(K key) throws Exception;
    }

    /**
     * Starts to read several values at once.
     *
     * @param <K> type of the keys
     * @param <V> type of the values
     */
    @FunctionalInterface
    interface AsyncBatch<K, V> {
        /** Loads without blocking; a key that is missing has no value. */
        CompletionStage<Map<K, V>> loadAll(Set<K> keys) throws Exception;
    }

    /**
     * Starts to read one value, knowing the one before: see {@link Conditional}.
     *
     * @param <K> type of the key
     * @param <V> type of the value
     */
    @FunctionalInterface
    interface AsyncConditional<K, V> {
        /**
         * Loads without blocking.
         *
         * @param previous the expired value, or null if there is none
         * @return a stage of {@link Loaded#unchanged()} to keep the previous value, only where there is one
         */
        CompletionStage<Loaded<V>> load(K key, @Nullable V previous) throws Exception;
    }
}
