package dev.larder;

import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Kind;
import dev.larder.far.Far;
import dev.larder.far.RedisFar;
import dev.larder.far.ValueKey;
import dev.larder.near.NearEntry;
import dev.larder.near.NearTier;
import dev.larder.policy.Freshness;
import dev.larder.redis.RedisCommandException;
import dev.larder.tag.TagVersions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The cache that joins the tiers: what is near is answered here, everything else by {@link Get} and {@link Writer}. */
final class TieredCache<K, V> implements AsyncCache<K, V> {

    private static final int MAX_CONDITIONAL_ATTEMPTS = 5;

    final CacheContext<K, V> cache;
    private final Reader<K, V> reader;
    private final Writer<K, V> writer;
    private final Invalidator invalidator;
    private final Cache<K, V> blocking;

    // What a near hit needs of the cache, in fields of its own: each step on the way there would be one more wait for
    // memory.
    private final Far far;
    private final TagVersions tags;
    private final NearTier<K, V> nearTier;
    private final LongAdder nearHits;

    TieredCache(CacheContext<K, V> cache, Invalidator invalidator) {
        this.cache = cache;
        this.reader = new Reader<>(cache);
        this.writer = new Writer<>(cache);
        this.invalidator = invalidator;
        this.blocking = new BlockingCache<>(this);
        this.far = cache.engine.far();
        this.tags = cache.engine.tags();
        this.nearTier = cache.near;
        this.nearHits = cache.counters.nearHits;
    }

    @Override
    public String name() {
        return cache.name;
    }

    /**
     * Returns the near entry that answers a read now, without a refresh being due; null if there is none. Takes no lock and
     * allocates nothing.
     *
     * <p>The proof is taken before the entry is looked for, and the clock is read once, after that: so what the proof covers
     * had been handled when the entry was found, however long this thread was kept from running in between.
     */
    @Nullable
    NearEntry<K, V> nearHit(K key) {
        long provenUntil = far.coherentUntil();
        NearEntry<K, V> entry = nearTier.find(key);
        if (entry == null || !entry.current(tags)) {
            return null;
        }
        long now = System.nanoTime();
        if (entry.refreshDue(now) || now - provenUntil >= 0) {
            return null;
        }
        nearTier.noteRead(entry, now);
        nearHits.increment();
        return entry;
    }

    /** Reads what {@link #nearHit} did not answer. */
    CompletableFuture<Answer<V>> getFar(K key, Source<K, V> source, Executor executor) {
        Get<K, V> get = Get.alone(cache, reader, key, source, executor);
        NearEntry<K, V> fresh = freshNear(key);
        if (fresh == null) {
            return get.start();
        }
        if (fresh.refreshDue(System.nanoTime())) {
            fresh.refreshStarted();
            get.refreshFromNear(fresh.id());
        }
        nearHits.increment();
        cache.countHit(fresh.value());
        return CompletableFuture.completedFuture(near(fresh));
    }

    /**
     * Returns the near entry that is fresh and proven, be it time to refresh it or not. Proof, entry and clock are taken in
     * the order of {@link #nearHit}.
     */
    private @Nullable NearEntry<K, V> freshNear(K key) {
        long provenUntil = far.coherentUntil();
        NearEntry<K, V> entry = nearTier.find(key);
        if (entry == null || !entry.current(tags)) {
            return null;
        }
        long now = System.nanoTime();
        if (entry.freshUntil() - now <= 0 || now - provenUntil >= 0) {
            return null;
        }
        nearTier.noteRead(entry, now);
        return entry;
    }

    @Override
    public CompletionStage<@Nullable V> get(K key, Loader.Async<? super K, V> loader) {
        requireKey(key);
        NearEntry<K, V> near = nearHit(key);
        return near == null ? getFar(key, Source.of(loader)) : value(near);
    }

    @Override
    public CompletionStage<@Nullable V> get(K key, Loader.AsyncConditional<? super K, V> loader) {
        requireKey(key);
        NearEntry<K, V> near = nearHit(key);
        return near == null ? getFar(key, Source.of(loader)) : value(near);
    }

    @Override
    public CompletionStage<Answer<V>> reload(K key, long version, Loader.AsyncConditional<? super K, V> loader) {
        return reload(key, version, Source.of(loader), cache.engine.executor());
    }

    CompletableFuture<Answer<V>> reload(K key, long version, Source<K, V> source, Executor executor) {
        requireKey(key);
        return Get.alone(cache, reader, key, source, executor).anew(version).start();
    }

    private CompletionStage<@Nullable V> value(NearEntry<K, V> near) {
        cache.countHit(near.value());
        return CompletableFuture.completedFuture(near.value());
    }

    private CompletionStage<@Nullable V> getFar(K key, Source<K, V> source) {
        return getFar(key, source, cache.engine.executor()).thenApply(Answer::value);
    }

    @Override
    public CompletionStage<Answer<V>> fetch(K key, Loader.Async<? super K, V> loader) {
        requireKey(key);
        NearEntry<K, V> near = nearHit(key);
        return near == null ? getFar(key, Source.of(loader), cache.engine.executor()) : fetched(near);
    }

    @Override
    public CompletionStage<Answer<V>> fetch(K key, Loader.AsyncConditional<? super K, V> loader) {
        requireKey(key);
        NearEntry<K, V> near = nearHit(key);
        return near == null ? getFar(key, Source.of(loader), cache.engine.executor()) : fetched(near);
    }

    private CompletionStage<Answer<V>> fetched(NearEntry<K, V> near) {
        cache.countHit(near.value());
        return CompletableFuture.completedFuture(near(near));
    }

    Answer<V> near(NearEntry<K, V> entry) {
        return new Answer<>(entry.value(), Lookup.Tier.NEAR, false, cache.age(entry.createdMillis()), null);
    }

    @Override
    public CompletionStage<Lookup<V>> lookup(K key) {
        return lookup(key, cache.engine.executor());
    }

    CompletableFuture<Lookup<V>> lookup(K key, Executor executor) {
        requireKey(key);
        NearEntry<K, V> near = freshNear(key);
        if (near != null) {
            nearHits.increment();
            cache.countHit(near.value());
            return CompletableFuture.completedFuture(new Lookup.Hit<>(
                    near.value(), false, cache.age(near.createdMillis()), Lookup.Tier.NEAR, near.id()));
        }
        CompletableFuture<Lookup<V>> result = new CompletableFuture<>();
        reader.read(key, cache.valueKey(key), executor, seen -> result.complete(answer(key, seen)));
        return result;
    }

    private Lookup<V> answer(K key, Seen<V> seen) {
        if (seen instanceof Seen.Unknown<V> unknown) {
            cache.counters.outageReads.increment();
            NearEntry<K, V> unproven = unknown.cause() instanceof RedisCommandException ? null : reader.unproven(key);
            return unproven == null
                    ? new Lookup.Unavailable<>(
                            unknown.cause() == null ? Outage.untold(cache.name, null) : unknown.cause())
                    : new Lookup.Hit<>(
                            unproven.value(),
                            true,
                            cache.age(unproven.createdMillis()),
                            Lookup.Tier.NEAR,
                            unproven.id());
        }
        if (!(seen instanceof Seen.Entry<V> entry)
                || entry.freshness() == Freshness.STALE_FALLBACK && !cache.spec.fallbacksShown()) {
            cache.counters.misses.increment();
            return new Lookup.Miss<>();
        }
        (entry.fresh() ? cache.counters.redisHits : cache.counters.staleServed).increment();
        cache.countHit(entry.value());
        return new Lookup.Hit<>(
                entry.value(),
                !entry.fresh(),
                cache.age(entry.createdMillis()),
                entry.near() ? Lookup.Tier.NEAR : Lookup.Tier.REDIS,
                entry.id());
    }

    @Override
    public CompletionStage<Map<K, V>> getAll(Collection<? extends K> keys, Loader.AsyncBatch<K, V> loader) {
        return getAll(keys, Source.of(loader), cache.engine.executor());
    }

    CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys, Source<K, V> source, Executor executor) {
        Map<K, @Nullable V> found = new LinkedHashMap<>();
        List<K> missing = new ArrayList<>();
        for (K key : new LinkedHashSet<K>(keys)) {
            requireKey(key);
            NearEntry<K, V> near = nearHit(key);
            if (near == null) {
                missing.add(key);
                found.put(key, null);
            } else {
                cache.countHit(near.value());
                found.put(key, near.value());
            }
        }
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(withoutNulls(found));
        }
        return new GetAll<>(cache, reader, source, executor).start(missing).thenApply(values -> {
            found.putAll(values);
            return withoutNulls(found);
        });
    }

    @SuppressWarnings("NullAway") // The nulls are removed.
    private static <K, V> Map<K, V> withoutNulls(Map<K, @Nullable V> found) {
        found.values().removeIf(java.util.Objects::isNull);
        return found;
    }

    @Override
    public CompletionStage<Delivery> put(K key, V value) {
        return put(key, value, cache.engine.executor());
    }

    CompletableFuture<Delivery> put(K key, V value, Executor executor) {
        requireKey(key);
        requireValue(value);
        return writer.put(Map.of(key, value), executor);
    }

    @Override
    public CompletionStage<Delivery> putAll(Map<? extends K, ? extends V> entries) {
        return putAll(entries, cache.engine.executor());
    }

    CompletableFuture<Delivery> putAll(Map<? extends K, ? extends V> entries, Executor executor) {
        entries.forEach((key, value) -> {
            requireKey(key);
            requireValue(value);
        });
        return writer.put(entries, executor);
    }

    @Override
    public CompletionStage<Boolean> putIfAbsent(K key, V value) {
        return putIfAbsent(key, value, cache.engine.executor());
    }

    CompletableFuture<Boolean> putIfAbsent(K key, V value, Executor executor) {
        requireKey(key);
        requireValue(value);
        return putIfAbsent(key, value, executor, MAX_CONDITIONAL_ATTEMPTS);
    }

    private CompletableFuture<Boolean> putIfAbsent(K key, V value, Executor executor, int attempts) {
        AtomicBoolean inUse = new AtomicBoolean();
        ValueKey valueKey = cache.valueKey(key);
        return writer.putIf(
                        key,
                        value,
                        seen -> reader.read(key, valueKey, executor, seen),
                        found -> {
                            inUse.set(found instanceof Seen.Entry<V> entry && entry.fresh() && entry.value() != null);
                            return !inUse.get();
                        },
                        executor)
                .thenCompose(stored -> stored || inUse.get() || attempts == 0
                        ? CompletableFuture.completedFuture(stored)
                        : putIfAbsent(key, value, executor, attempts - 1));
    }

    @Override
    public CompletionStage<Boolean> replace(K key, long version, V value) {
        return replace(key, version, value, cache.engine.executor());
    }

    CompletableFuture<Boolean> replace(K key, long version, V value, Executor executor) {
        requireKey(key);
        requireValue(value);
        ValueKey valueKey = cache.valueKey(key);
        // One that was expired by hand begins otherwise.
        byte[] expected = Envelopes.prefix(Kind.ENTRY, version);
        return writer.putIf(
                key,
                value,
                seen -> look(key, valueKey, version, executor, seen),
                found -> found instanceof Seen.Entry<V> entry && Arrays.equals(entry.prefix(), expected),
                executor);
    }

    /** Looks for an entry: in the near tier, if it proves to be there and current, else in Redis. */
    private void look(K key, ValueKey valueKey, long version, Executor executor, Consumer<Seen<V>> seen) {
        NearEntry<K, V> near = freshNear(key);
        if (near != null && near.id() == version) {
            seen.accept(reader.nearAlone(key));
        } else {
            reader.read(key, valueKey, executor, seen);
        }
    }

    @Override
    public CompletionStage<Delivery> invalidate(K key) {
        return invalidate(key, cache.engine.executor());
    }

    CompletableFuture<Delivery> invalidate(K key, Executor executor) {
        requireKey(key);
        return writer.invalidate(List.of(key), executor);
    }

    @Override
    public CompletionStage<Delivery> invalidateAll(Collection<? extends K> keys) {
        return invalidateAll(keys, cache.engine.executor());
    }

    CompletableFuture<Delivery> invalidateAll(Collection<? extends K> keys, Executor executor) {
        keys.forEach(this::requireKey);
        return writer.invalidate(new LinkedHashSet<>(keys), executor);
    }

    @Override
    public CompletionStage<Delivery> expire(K key) {
        return expire(key, cache.engine.executor());
    }

    CompletableFuture<Delivery> expire(K key, Executor executor) {
        requireKey(key);
        return writer.expire(key, executor);
    }

    @Override
    public CompletionStage<Delivery> clear() {
        return clear(cache.engine.executor());
    }

    CompletableFuture<Delivery> clear(Executor executor) {
        return invalidator.invalidate(List.of(cache.baseTags.get(0)), executor);
    }

    @Override
    public CompletionStage<Delivery> expireAll() {
        return expireAll(cache.engine.executor());
    }

    CompletableFuture<Delivery> expireAll(Executor executor) {
        return invalidator.expire(List.of(cache.baseTags.get(0)), executor);
    }

    @Override
    public CompletionStage<Swept> sweep(Sweep<? super V> sweep) {
        cache.engine.requireOpen("cache " + cache.name);
        return far instanceof RedisFar shared
                ? new SweepRun<>(cache, reader, shared, sweep).start()
                : CompletableFuture.completedFuture(sweepNear(sweep));
    }

    private Swept sweepNear(Sweep<? super V> sweep) {
        Swept sum = Swept.NONE;
        Set<K> keys = new LinkedHashSet<>(nearTier.keys());
        if (sweep.what() != Sweep.What.READ) {
            keys.addAll(cache.flights.keys());
        }
        for (K key : keys) {
            if (!sweep.goesOn().test(sum)) {
                return sum;
            }
            boolean fits = sweep.keys().test(cache.textOf(key));
            sum = sum.and(1, fits ? 1 : 0, 0);
            Sweep.Meeting<? super V> meeting = sweep.meeting();
            if (!fits) {
                continue;
            }
            if (meeting == null) {
                (sweep.what() == Sweep.What.EXPIRE ? expire(key) : invalidate(key))
                        .toCompletableFuture()
                        .join();
            } else if (reader.nearAlone(key) instanceof Seen.Entry<V> entry && entry.value() != null) {
                meeting.meet(cache.textOf(key), entry.value());
            }
        }
        return sum.atEnd();
    }

    @Override
    public CacheStats stats() {
        return cache.counters.snapshot(cache.near.size());
    }

    @Override
    public Cache<K, V> blocking() {
        return blocking;
    }

    private void requireValue(@Nullable Object value) {
        if (value == null) {
            throw new NullPointerException("cache " + cache.name
                    + " takes no null values; a loader may return null to say that there is none");
        }
    }

    void requireKey(@Nullable Object key) {
        if (key == null) {
            throw new NullPointerException("cache " + cache.name + " takes no null keys");
        }
    }
}
