package dev.larder;

import dev.larder.tag.TagVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of the loader, for keys whose leases are owned or could not be asked for, and what follows from its answer.
 *
 * <p>A load that overruns its hard time-out lands as failed; its place at the source stays taken until it really ends.
 */
final class LoadStep<K, V> {

    private final CacheContext<K, V> cache;
    private final Source<K, V> source;
    private final Executor executor;
    private final List<Want<K, V>> wants;
    private final TagVersion[] versions;
    private final AtomicBoolean over = new AtomicBoolean();
    private long startedAt;
    private @Nullable Future<?> timeout;

    /**
     * Creates the step.
     *
     * @param versions the versions of the base tags and the root from before the load; empty without leases
     */
    LoadStep(
            CacheContext<K, V> cache,
            Source<K, V> source,
            Executor executor,
            List<Want<K, V>> wants,
            TagVersion[] versions) {
        this.cache = cache;
        this.source = source;
        this.executor = executor;
        this.wants = wants;
        this.versions = versions;
    }

    void start() {
        cache.gate.enter(executor, this::load, this::noPlace);
    }

    private void noPlace() {
        CachePolicy policy = cache.policy;
        fail(new LoadRejectedException(
                "no place at the source of cache " + cache.name + " was free within " + policy.loadQueueTimeout()
                        + ": " + cache.gate.taken() + " loads are under way, at most " + policy.maxConcurrentLoads()
                        + " are allowed (settings: max-concurrent-loads, load-queue-timeout)",
                null));
    }

    private void load() {
        Map<K, @Nullable V> previous = new LinkedHashMap<>();
        wants.forEach(want -> previous.put(want.key, want.previous()));
        Duration limit = cache.policy.loadTimeout();
        if (limit != null) {
            timeout = cache.engine.later(limit, () -> overrun(limit));
        }
        startedAt = System.nanoTime();
        Thread thread = Thread.currentThread();
        wants.forEach(want -> want.flight.loadStarts(startedAt, thread));
        CompletionStage<Map<K, Loaded<V>>> stage = cache.gate.inside(() -> call(previous));
        wants.forEach(want -> want.flight.loadEnds());
        stage.whenComplete((loaded, failure) -> {
            if (Thread.currentThread() == thread) {
                ended(loaded, failure);
            } else {
                executor.execute(() -> ended(loaded, failure));
            }
        });
    }

    private CompletionStage<Map<K, Loaded<V>>> call(Map<K, @Nullable V> previous) {
        try {
            return source.load(previous);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        } catch (Throwable e) {
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        }
    }

    private void ended(@Nullable Map<K, Loaded<V>> loaded, @Nullable Throwable failure) {
        cache.gate.leave();
        long took = System.nanoTime() - startedAt;
        cache.counters.loads.add(wants.size());
        cache.counters.loadNanos.add(took);
        cache.engine.tell(new LarderEvent.Loaded(cache.name, wants.size(), Duration.ofNanos(took), failure != null));
        if (!over.compareAndSet(false, true)) {
            return;
        }
        Future<?> timer = timeout;
        if (timer != null) {
            timer.cancel(false);
        }
        if (failure != null || loaded == null) {
            fail(failed(failure));
        } else {
            new Fill<>(cache, wants, versions, startedAt, took).store(loaded);
        }
    }

    private LoadFailedException failed(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new LoadFailedException(
                "the loader of cache " + cache.name + " failed for " + wants.size()
                        + (wants.size() == 1 ? " key: " : " keys: ")
                        + (cause == null ? "it returned no map" : Told.of(cause)),
                cause);
    }

    private void overrun(Duration limit) {
        if (over.compareAndSet(false, true)) {
            fail(new LoadFailedException(
                    "the loader of cache " + cache.name + " did not answer within " + limit
                            + " (setting: load-timeout)",
                    new TimeoutException(limit.toString())));
        }
    }

    private void fail(LarderException failure) {
        cache.counters.loadFailures.add(wants.size());
        for (Want<K, V> want : wants) {
            release(cache, want);
            land(cache, want, new Landing.Failed<>(failure));
        }
    }

    /** Gives a lease up that will not be used. */
    static <K, V> void release(CacheContext<K, V> cache, Want<K, V> want) {
        LeaseWait.cancel(cache, want);
        byte[] marker = want.marker;
        if (want.owned && marker != null) {
            cache.engine.far().release(want.valueKey, marker);
        }
    }

    /** Ends a flight: whoever waits gets its landing. */
    static <K, V> void land(CacheContext<K, V> cache, Want<K, V> want, Landing<V> landing) {
        Future<?> overdue = want.overdue;
        if (overdue != null) {
            overdue.cancel(false);
        }
        cache.flights.end(want.flight);
        want.flight.outcome().complete(landing);
        want.landed.accept(landing);
    }
}
