package dev.larder;

import dev.larder.far.ValueKey;
import dev.larder.load.Flight;
import dev.larder.near.NearEntry;
import dev.larder.redis.RedisCommandException;
import dev.larder.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One read of one key that was not answered by the near tier: from Redis, else from the source.
 *
 * <p>The read may be answered by any flight for its key that had not asked the source yet when the read began, or that is
 * known to have brought nothing that was invalidated since; and by one that had asked no longer than the staleness bound
 * before, unless this process had heard of a change since. Otherwise it starts over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is chained to a future catches its own failures
final class Get<K, V> {

    /** Loads within loads on one thread: deep enough for what is meant, shallow enough for every stack. */
    private static final int MAX_NESTED_LOADS = 32;

    /** What a read has to do with the flight that answers it. */
    private enum Role {
        /** It waits for its own load. */
        LEADS,
        /** It joined before a tag was seen to change since the source was asked. */
        FOLLOWS,
        /** It joined after that: only what is proven answers it. */
        FOLLOWS_LATE
    }

    private final CacheContext<K, V> cache;
    private final Reader<K, V> reader;
    private final K key;
    private final ValueKey valueKey;
    private final Source<K, V> source;
    private final Executor executor;
    private final Consumer<Want<K, V>> leader;
    private final CompletableFuture<Answer<V>> result = new CompletableFuture<>();
    private final long invokedAt = System.nanoTime();

    private Seen.@Nullable Entry<V> fallback;

    /** Whether nobody has looked at what is in place, so that it is not counted yet what this read is. */
    private boolean unread;

    /** Which entry is not good enough; null if the policy says so. */
    private @Nullable Long anew;

    /**
     * Creates a read.
     *
     * @param executor runs the decoding and, where the policy sets no time-outs for it, the loading
     * @param leader starts the load of what nobody in this process loads yet
     */
    Get(
            CacheContext<K, V> cache,
            Reader<K, V> reader,
            K key,
            ValueKey valueKey,
            Source<K, V> source,
            Executor executor,
            Consumer<Want<K, V>> leader) {
        this.cache = cache;
        this.reader = reader;
        this.key = key;
        this.valueKey = valueKey;
        this.source = source;
        this.executor = executor;
        this.leader = leader;
    }

    /** Creates a read that loads by itself. */
    static <K, V> Get<K, V> alone(
            CacheContext<K, V> cache, Reader<K, V> reader, K key, Source<K, V> source, Executor executor) {
        Consumer<Want<K, V>> leader =
                want -> new LoadRun<>(cache, reader, source, loadExecutor(cache, executor), false).start(List.of(want));
        return new Get<>(cache, reader, key, cache.valueKey(key), source, executor, leader);
    }

    /** Makes it a load if this entry is in place, whatever the policy says of it. Before it is started. */
    Get<K, V> anew(long version) {
        anew = version;
        return this;
    }

    /**
     * Starts the read; the stage completes on the executor or, for joined loads, on the thread that loads. Where reads have mostly missed of
     * late it begins with the lease, which saves a miss one of its two round trips.
     */
    CompletableFuture<Answer<V>> start() {
        if (anew == null && cache.odds.mostlyMiss() && reader.reaches(valueKey)) {
            decide(new Seen.Unread<>());
            return result;
        }
        return look();
    }

    private CompletableFuture<Answer<V>> look() {
        reader.read(key, valueKey, executor, this::decide);
        return result;
    }

    /** Goes on from what another read has found, as part of a batch. */
    CompletableFuture<Answer<V>> startFrom(Seen<V> seen) {
        decide(seen);
        return result;
    }

    private void decide(Seen<V> seen) {
        try {
            if (seen instanceof Seen.Entry<V> entry) {
                decide(entry);
            } else if (seen instanceof Seen.Unknown<V> unknown) {
                outage(unknown.cause());
            } else if (seen instanceof Seen.Unread) {
                unread = true;
                join(seen);
            } else {
                cache.odds.note(seen instanceof Seen.Nothing);
                cache.counters.misses.increment();
                join(seen);
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private void decide(Seen.Entry<V> entry) {
        if (anew != null && anew == entry.id()) {
            cache.counters.refreshes.increment();
            join(entry);
            return;
        }
        switch (entry.freshness()) {
            case FRESH -> hit(entry);
            case REFRESH_EARLY -> {
                refresh(entry);
                hit(entry);
            }
            case STALE_REVALIDATE -> {
                refresh(entry);
                stale(entry, LarderEvent.StaleServed.Reason.REVALIDATING, null);
            }
            case STALE_FALLBACK -> {
                cache.odds.note(false);
                cache.counters.misses.increment();
                fallback = entry;
                join(entry);
            }
            case DEAD -> throw new IllegalStateException("dead entries are never seen");
        }
    }

    private void hit(Seen.Entry<V> entry) {
        cache.odds.note(false);
        cache.countHit(entry);
        result.complete(new Answer<>(entry.value(), tier(entry), false, cache.age(entry.createdMillis()), null));
    }

    private static Lookup.Tier tier(Seen.Entry<?> entry) {
        return entry.near() ? Lookup.Tier.NEAR : Lookup.Tier.REDIS;
    }

    private void stale(Seen.Entry<V> entry, LarderEvent.StaleServed.Reason reason, @Nullable LarderException failure) {
        Duration age = cache.age(entry.createdMillis());
        if (result.complete(new Answer<>(entry.value(), tier(entry), true, age, failure))) {
            cache.counters.staleServed.increment();
            cache.engine.tell(new LarderEvent.StaleServed(cache.name, reason));
        }
    }

    /** Loads in the background, unless somebody in this process does already. */
    private void refresh(Seen<V> seen) {
        Flight<K, Landing<V>> flight = cache.flights.begin(key);
        if (flight != null) {
            cache.counters.refreshes.increment();
            Executor shared = cache.engine.executor();
            new LoadRun<>(cache, reader, source, shared, true)
                    .start(List.of(new Want<>(key, valueKey, flight, seen, landing -> {})));
        }
    }

    /**
     * Looks once more at what is in place, then loads in the background unless it has been renewed.
     *
     * @param nearId identity of the entry that is to be renewed
     */
    void refreshFromNear(long nearId) {
        Flight<K, Landing<V>> flight = cache.flights.begin(key);
        if (flight == null) {
            return;
        }
        cache.counters.refreshes.increment();
        Executor shared = cache.engine.executor();
        reader.read(key, valueKey, shared, seen -> {
            Want<K, V> want = new Want<>(key, valueKey, flight, seen, landing -> {});
            boolean renewed = seen instanceof Seen.Entry<V> entry && entry.id() != nearId && entry.fresh();
            if (renewed || seen instanceof Seen.Unknown) {
                LoadStep.land(cache, want, new Landing.Elsewhere<>());
            } else {
                new LoadRun<>(cache, reader, source, shared, true).start(List.of(want));
            }
        });
    }

    private void join(Seen<V> seen) {
        if (cache.gate.depth() >= MAX_NESTED_LOADS) {
            throw new LoadRejectedException(
                    "the loader of cache " + cache.name + " has asked the cache for further keys, " + MAX_NESTED_LOADS
                            + " loads deep; a chain of keys is better loaded by one call of the loader",
                    null);
        }
        while (true) {
            Flight<K, Landing<V>> flight = cache.flights.find(key);
            if (flight != null && flight.voided()) {
                cache.flights.end(flight);
            } else if (flight != null && unread && flight.isStarted()) {
                unread = false; // what is in place may be newer than what is being loaded
                look();
                return;
            } else if (flight != null) {
                follow(flight);
                return;
            }
            flight = cache.flights.begin(key);
            if (flight != null) {
                lead(flight, seen);
                return;
            }
        }
    }

    private void lead(Flight<K, Landing<V>> flight, Seen<V> seen) {
        limitWait();
        leader.accept(new Want<>(key, valueKey, flight, seen, landing -> landed(landing, flight, Role.LEADS)));
    }

    /** With time-outs the caller may leave before the load ends, so it cannot run on the caller's thread. */
    static Executor loadExecutor(CacheContext<?, ?> cache, Executor executor) {
        boolean timed = cache.policy.softTimeout() != null || cache.policy.loadTimeout() != null;
        return timed ? cache.engine.executor() : executor;
    }

    void follow(Flight<K, Landing<V>> flight) {
        if (flight.loadedBy(Thread.currentThread())) {
            throw new LoadRejectedException(
                    "the loader of cache " + cache.name
                            + " asked the cache for the key that it is loading; load from the source instead",
                    null);
        }
        cache.counters.coalescedLoads.increment();
        limitWait();
        boolean late = flight.isStarted() && cache.engine.tags().changedSince(flight.startedAt());
        Role role = late ? Role.FOLLOWS_LATE : Role.FOLLOWS;
        flight.outcome().whenComplete((landing, impossible) -> landed(landing, flight, role));
    }

    /** Answers the fallback when the load takes longer than the soft time-out; the load goes on. */
    private void limitWait() {
        Duration soft = cache.policy.softTimeout();
        Seen.Entry<V> entry = fallback;
        if (soft != null && entry != null) {
            var timer = cache.engine.later(soft, () -> stale(entry, LarderEvent.StaleServed.Reason.LOAD_SLOW, null));
            result.whenComplete((value, failure) -> timer.cancel(false));
        }
    }

    private void landed(Landing<V> landing, Flight<K, Landing<V>> flight, Role role) {
        boolean leader = role == Role.LEADS;
        boolean looked = !unread;
        if (unread && !(landing instanceof Landing.Elsewhere)) {
            unread = false;
            count(landing instanceof Landing.Found);
        }
        if (landing instanceof Landing.Loaded<V> loaded) {
            boolean young = role == Role.FOLLOWS
                    && !flight.startedBefore(invokedAt, cache.engine.boundNanos())
                    && !flight.isOverwritten();
            if (leader || young || loaded.proven()) {
                result.complete(new Answer<>(loaded.value(), Lookup.Tier.SOURCE, false, Duration.ZERO, null));
            } else {
                startOver();
            }
        } else if (landing instanceof Landing.Found<V> found) {
            // What Redis was asked for before this call began may be older than a write of this process that it
            // follows.
            if (leader || found.sinceNanos() - invokedAt > 0) {
                Duration age = cache.age(found.createdMillis());
                Lookup.Tier tier = looked ? Lookup.Tier.SOURCE : Lookup.Tier.REDIS;
                result.complete(new Answer<>(found.value(), tier, false, age, null));
            } else {
                startOver();
            }
        } else if (landing instanceof Landing.Failed<V> failed) {
            if (fallback != null) {
                stale(fallback, LarderEvent.StaleServed.Reason.LOAD_FAILED, failed.cause());
            } else {
                result.completeExceptionally(failed.cause());
            }
        } else {
            startOver();
        }
    }

    /** Counts a read that has not looked, now that it is known what it would have seen. */
    private void count(boolean found) {
        cache.odds.note(!found);
        (found ? cache.counters.redisHits : cache.counters.misses).increment();
    }

    /** Begins again, alone: the batch that this read was part of has been loaded, or it has to look. */
    private void startOver() {
        if (cache.engine.closed()) {
            result.completeExceptionally(Outage.closed("cache " + cache.name));
            return;
        }
        Get<K, V> again = alone(cache, reader, key, source, executor);
        (anew == null ? again : again.anew(anew)).look().whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void outage(@Nullable RedisException cause) {
        cache.counters.outageReads.increment();
        if (!(cause instanceof RedisCommandException)) {
            NearEntry<K, V> unproven = anew != null ? null : reader.unproven(key);
            if (unproven != null) {
                Duration age = cache.age(unproven.createdMillis());
                result.complete(new Answer<>(unproven.value(), Lookup.Tier.NEAR, true, age, null));
                return;
            }
            if (cache.policy.outage() instanceof OutagePolicy.FailClosed) {
                throw Outage.unavailable(cache.name, cause);
            }
        }
        cache.counters.misses.increment();
        join(new Seen.Unknown<>(cause));
    }
}
