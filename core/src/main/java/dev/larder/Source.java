package dev.larder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of loader in one shape. Made from variables of a loader's type, never from lambdas, so its {@code of} are not
 * ambiguous.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
@SuppressWarnings("overloads")
@FunctionalInterface
interface Source<K, V> {

    /**
     * Loads.
     *
     * @param previous the keys, each with the value before or null
     * @return what was found; a key that is missing has no value
     */
    CompletionStage<Map<K, Loaded<V>>> load(Map<K, @Nullable V> previous) throws Exception;

    static <K, V> Source<K, V> of(Loader<? super K, ? extends V> loader) {
        return previous -> {
            Map<K, Loaded<V>> loaded = new LinkedHashMap<>();
            for (K key : previous.keySet()) {
                loaded.put(key, Loaded.value(loader.load(key)));
            }
            return CompletableFuture.completedFuture(loaded);
        };
    }

    static <K, V> Source<K, V> of(Loader.Conditional<? super K, V> loader) {
        return previous -> {
            Map<K, Loaded<V>> loaded = new LinkedHashMap<>();
            for (Map.Entry<K, @Nullable V> wanted : previous.entrySet()) {
                loaded.put(wanted.getKey(), notNull(loader.load(wanted.getKey(), wanted.getValue())));
            }
            return CompletableFuture.completedFuture(loaded);
        };
    }

    static <K, V> Source<K, V> of(Loader.Batch<K, V> loader) {
        return previous -> CompletableFuture.completedFuture(values(loader.loadAll(previous.keySet())));
    }

    static <K, V> Source<K, V> of(Loader.Async<? super K, V> loader) {
        return previous -> {
            K key = previous.keySet().iterator().next();
            return loader.load(key).thenApply(value -> Map.of(key, Loaded.value(value)));
        };
    }

    static <K, V> Source<K, V> of(Loader.AsyncConditional<? super K, V> loader) {
        return previous -> {
            Map.Entry<K, @Nullable V> wanted = previous.entrySet().iterator().next();
            K key = wanted.getKey();
            return loader.load(key, wanted.getValue()).thenApply(loaded -> Map.of(key, notNull(loaded)));
        };
    }

    static <K, V> Source<K, V> of(Loader.AsyncBatch<K, V> loader) {
        return previous -> loader.loadAll(previous.keySet()).thenApply(Source::values);
    }

    private static <V> Loaded<V> notNull(@Nullable Loaded<V> loaded) {
        if (loaded == null) {
            throw new LoadFailedException(
                    "a conditional loader answers Loaded.value(null), never null, for none", null);
        }
        return loaded;
    }

    private static <K, V> Map<K, Loaded<V>> values(@Nullable Map<K, V> found) {
        if (found == null) {
            throw new LoadFailedException(
                    "a batch loader answers a map, if an empty one; this one answered no map", null);
        }
        Map<K, Loaded<V>> loaded = new LinkedHashMap<>();
        found.forEach((key, value) -> loaded.put(key, Loaded.value(value)));
        return loaded;
    }
}
