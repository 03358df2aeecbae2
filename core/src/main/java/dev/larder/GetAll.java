package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.ValueKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One read of several keys: what Redis lacks is loaded by one call, for all keys that nobody else loads.
 *
 * <p>The keys that this process leads load first; only then does anybody wait for keys that others load, so that two
 * batches never wait for each other.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future catches its own failures
final class GetAll<K, V> {

    private final CacheContext<K, V> cache;
    private final Reader<K, V> reader;
    private final Source<K, V> source;
    private final Executor executor;

    GetAll(CacheContext<K, V> cache, Reader<K, V> reader, Source<K, V> source, Executor executor) {
        this.cache = cache;
        this.reader = reader;
        this.source = source;
        this.executor = executor;
    }

    /**
     * Reads.
     *
     * @param keys the keys that the near tier did not answer
     * @return the values found, by key
     */
    CompletableFuture<Map<K, V>> start(List<K> keys) {
        List<ValueKey> valueKeys = new ArrayList<>(keys.size());
        keys.forEach(key -> valueKeys.add(cache.valueKey(key)));
        List<@Nullable Seen<V>> seen = new ArrayList<>(java.util.Collections.nCopies(keys.size(), null));
        CompletableFuture<Map<K, V>> result = new CompletableFuture<>();
        AtomicInteger open = new AtomicInteger(keys.size());
        List<Far.Read> reads = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            int index = i;
            Consumer<Seen<V>> found = one -> {
                synchronized (seen) {
                    seen.set(index, one);
                }
                if (open.decrementAndGet() == 0) {
                    executor.execute(() -> decide(keys, valueKeys, seen, result));
                }
            };
            if (!cache.engine.far().shared()) {
                found.accept(reader.nearAlone(keys.get(i)));
            } else if (cache.engine.journal().pendingKey(valueKeys.get(i).redis())) {
                found.accept(new Seen.Unknown<>(null));
            } else {
                reads.add(
                        new Far.Read(valueKeys.get(i), reader.arrival(keys.get(i), valueKeys.get(i), executor, found)));
            }
        }
        if (!reads.isEmpty()) {
            cache.engine.far().readAll(reads);
        }
        return result;
    }

    private void decide(
            List<K> keys, List<ValueKey> valueKeys, List<@Nullable Seen<V>> seen, CompletableFuture<Map<K, V>> result) {
        List<Want<K, V>> led = new ArrayList<>();
        List<CompletableFuture<Answer<V>>> values = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            Seen<V> one;
            synchronized (seen) {
                one = java.util.Objects.requireNonNull(seen.get(i));
            }
            values.add(
                    new Get<>(cache, reader, keys.get(i), valueKeys.get(i), source, executor, led::add).startFrom(one));
        }
        new LoadRun<>(cache, reader, source, Get.loadExecutor(cache, executor), false).start(led);
        CompletableFuture.allOf(values.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                return;
            }
            Map<K, V> found = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                V value = values.get(i).join().value();
                if (value != null) {
                    found.put(keys.get(i), value);
                }
            }
            result.complete(found);
        });
    }
}
