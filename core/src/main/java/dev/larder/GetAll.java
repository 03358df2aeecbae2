package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.ValueKey;
import dev.larder.load.Crew;
import dev.larder.policy.Freshness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One read of several keys: what Redis lacks is loaded by one call, for all keys that nobody else loads.
 *
 * <p>The keys that this process leads load first; only then does anybody wait for keys that others load, so that two
 * batches never wait for each other. What was read is decoded by several threads where there is much of it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future catches its own failures
final class GetAll<K, V> {

    /** Those who decode what one call has read, besides itself, at the same time. */
    private static final int MOST_HELPERS = Math.min(3, Runtime.getRuntime().availableProcessors() - 1);

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
        AtomicReferenceArray<@Nullable Seen<V>> seen = new AtomicReferenceArray<>(keys.size());
        CompletableFuture<Map<K, V>> result = new CompletableFuture<>();
        AtomicInteger open = new AtomicInteger(keys.size());
        List<Far.Read> reads = new ArrayList<>(keys.size());
        Executor decoding = new Crew(executor, cache.engine.executor(), MOST_HELPERS);
        for (int i = 0; i < keys.size(); i++) {
            int index = i;
            Consumer<Seen<V>> found = one -> {
                seen.setPlain(index, one); // what counts down makes it visible
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
                        new Far.Read(valueKeys.get(i), reader.arrival(keys.get(i), valueKeys.get(i), decoding, found)));
            }
        }
        if (!reads.isEmpty()) {
            cache.engine.far().readAll(reads);
        }
        return result;
    }

    private void decide(
            List<K> keys,
            List<ValueKey> valueKeys,
            AtomicReferenceArray<@Nullable Seen<V>> seen,
            CompletableFuture<Map<K, V>> result) {
        Map<K, V> found = new HashMap<>();
        List<Want<K, V>> led = new ArrayList<>();
        List<K> asked = new ArrayList<>();
        List<CompletableFuture<Answer<V>>> answers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Seen<V> one = Objects.requireNonNull(seen.getPlain(i));
            if (one instanceof Seen.Entry<V> entry && entry.freshness() == Freshness.FRESH) {
                cache.countHit(entry);
                putIfAny(found, keys.get(i), entry.value());
            } else {
                asked.add(keys.get(i));
                answers.add(new Get<>(cache, reader, keys.get(i), valueKeys.get(i), source, executor, led::add)
                        .startFrom(one));
            }
        }
        if (asked.isEmpty()) {
            result.complete(found);
            return;
        }
        new LoadRun<>(cache, reader, source, Get.loadExecutor(cache, executor), false).start(led);
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
                return;
            }
            for (int i = 0; i < asked.size(); i++) {
                putIfAny(found, asked.get(i), answers.get(i).join().value());
            }
            result.complete(found);
        });
    }

    private static <K, V> void putIfAny(Map<K, V> found, K key, @Nullable V value) {
        if (value != null) {
            found.put(key, value);
        }
    }
}
