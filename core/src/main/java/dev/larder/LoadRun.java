package dev.larder;

import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Marker;
import dev.larder.far.Far;
import dev.larder.far.Ids;
import dev.larder.redis.RedisCommandException;
import dev.larder.redis.RedisException;
import dev.larder.tag.TagVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys from the source: takes their leases, loads those it owns by one call, stores them, and waits for the rest.
 *
 * <p>The steps: tag versions, lease, load, fill. A key whose lease is somebody else's goes on alone, in a
 * {@link LeaseWait}: on the executor of the call if it is the only key of the run, and otherwise on the shared one, since the
 * loads of the others, on the caller's thread, may need it. Every want's flight lands exactly once.
 */
final class LoadRun<K, V> {

    private static final int MAX_ATTEMPTS = 5;

    private final CacheContext<K, V> cache;
    private final Reader<K, V> reader;
    private final Source<K, V> source;
    private final Executor executor;
    private final boolean background;

    /**
     * Creates a run.
     *
     * @param executor runs the loader
     * @param background whether nobody waits: a key that somebody else refreshes is left to him
     */
    LoadRun(CacheContext<K, V> cache, Reader<K, V> reader, Source<K, V> source, Executor executor, boolean background) {
        this.cache = cache;
        this.reader = reader;
        this.source = source;
        this.executor = executor;
        this.background = background;
    }

    /**
     * Starts. Keys of which nothing is known, because nobody could be asked, are loaded without a lease: what is loaded is
     * answered but not stored.
     */
    void start(List<Want<K, V>> wants) {
        List<Want<K, V>> known = new ArrayList<>(wants.size());
        List<Want<K, V>> unknown = new ArrayList<>(0);
        for (Want<K, V> want : wants) {
            want.patienceUntil = LeaseWait.patienceUntil(cache.policy.lease());
            (want.seen instanceof Seen.Unknown ? unknown : known).add(want);
        }
        if (!known.isEmpty()) {
            lease(known);
        }
        if (!unknown.isEmpty()) {
            loadWithoutLease(unknown);
        }
    }

    /** From now on the load itself may take as long as a lease; then those who follow it begin anew. */
    private void limitLoad(Want<K, V> want) {
        want.overdue = cache.engine.later(cache.policy.lease(), () -> {
            cache.flights.giveUp(want.flight);
            want.flight.outcome().complete(new Landing.Overdue<>());
        });
    }

    /** Reads the versions of the tags that all entries carry, so that they are older than the load, and asks for leases. */
    private void lease(List<Want<K, V>> wants) {
        cache.engine.far().tagVersions(cache.baseTagsAndRoot, new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] versions) {
                leaseUnder(wants, versions);
            }

            @Override
            public void onFailure(RedisException failure) {
                wants.forEach(want -> want.failure = failure);
                executor.execute(() -> leased(wants, new TagVersion[0]));
            }
        });
    }

    private void leaseUnder(List<Want<K, V>> wants, TagVersion[] versions) {
        AtomicInteger open = new AtomicInteger(wants.size());
        List<Far.Lease> leases = new ArrayList<>(wants.size());
        long now = System.nanoTime();
        long millis = cache.policy.lease().toMillis();
        long deadline = cache.engine.far().clock().latestMillis(now) + millis;
        for (Want<K, V> want : wants) {
            want.attempts++;
            want.askedAt = now;
            want.owned = false;
            want.found = null;
            want.failure = null;
            byte[] marker = Envelopes.marker(Ids.next(), deadline);
            want.marker = marker;
            leases.add(new Far.Lease(
                    want.valueKey, marker, want.prefixInPlace(), want.beside(), millis, new Far.LeaseReply() {
                        @Override
                        public void onOwned(boolean tracked) {
                            want.owned = true;
                            want.tracked = tracked;
                            watch(want);
                            answered();
                        }

                        @Override
                        public void onFound(byte @Nullable [] found) {
                            want.found = found;
                            if (found != null) {
                                LeaseWait.prepare(cache, want);
                            }
                            answered();
                        }

                        @Override
                        public void onFailure(RedisException failure) {
                            want.failure = failure;
                            answered();
                        }

                        private void answered() {
                            if (open.decrementAndGet() == 0) {
                                executor.execute(() -> leased(wants, versions));
                            }
                        }
                    }));
        }
        cache.engine.far().lease(leases);
    }

    /** From now on a push for the key means that the lease is gone. On the I/O thread. */
    private void watch(Want<K, V> want) {
        want.watch = want.flight::leaseLost;
        cache.engine.watches().add(want.valueKey.redis(), want.watch);
    }

    private void leased(List<Want<K, V>> wants, TagVersion[] versions) {
        List<Want<K, V>> owned = new ArrayList<>(wants.size());
        List<Want<K, V>> unleased = new ArrayList<>(0);
        for (Want<K, V> want : wants) {
            if (want.owned) {
                limitLoad(want);
                owned.add(want);
            } else if (want.failure != null) {
                if (want.seen instanceof Seen.Unread) {
                    look(want);
                } else if (mayLoad(want, want.failure)) {
                    unleased.add(want);
                }
            } else {
                LoadRun<K, V> alone = wants.size() == 1
                        ? this
                        : new LoadRun<>(cache, reader, source, cache.engine.executor(), background);
                alone.executor.execute(() -> alone.notOwned(want));
            }
        }
        if (!owned.isEmpty()) {
            new LoadStep<>(cache, source, executor, owned, versions).start();
        }
        if (!unleased.isEmpty()) {
            loadWithoutLease(unleased);
        }
    }

    /**
     * Sends whoever waits to look himself, which the leader has not done: a stale entry may be good enough, a fresh one may enter the near
     * tier, and what happens without Redis is decided by who reads.
     */
    private void look(Want<K, V> want) {
        LeaseWait.cancel(cache, want);
        LoadStep.land(cache, want, new Landing.Elsewhere<>());
    }

    /** Whether a load may go on although nobody could be asked; if not, the flight lands. */
    private boolean mayLoad(Want<K, V> want, RedisException failure) {
        if (Reader.foreignType(failure)) {
            cache.counters.unreadable.increment();
            cache.engine.tell(new LarderEvent.Unreadable(cache.name, "TYPE"));
            cache.engine.far().drop(want.valueKey);
        }
        boolean closed =
                cache.policy.outage() instanceof OutagePolicy.FailClosed && !(failure instanceof RedisCommandException);
        if (closed) {
            LoadStep.land(cache, want, new Landing.Failed<>(Outage.unavailable(cache.name, failure)));
        }
        return !closed;
    }

    private void loadWithoutLease(List<Want<K, V>> wants) {
        for (Want<K, V> want : wants) {
            want.owned = false;
            limitLoad(want);
        }
        new LoadStep<>(cache, source, executor, wants, new TagVersion[0]).start();
    }

    /** Somebody else's marker, somebody's new entry, or nothing again. */
    private void notOwned(Want<K, V> want) {
        byte[] found = want.found;
        if (found == null) {
            again(want, new Seen.Nothing<>());
            return;
        }
        Marker marker = Envelopes.openMarker(found);
        if (marker != null && !reader.overdue(marker)) {
            waitForOther(want, marker.deadlineMillis());
            return;
        }
        Seen<V> before = want.seen;
        reader.judge(want.valueKey, found, null, executor, seen -> {
            if (before instanceof Seen.Unread
                    && seen instanceof Seen.Entry<V> entry
                    && (!entry.fresh() || cache.near.enabled())) {
                look(want);
            } else if (seen instanceof Seen.Entry<V> entry && entry.fresh() && !same(before, entry)) {
                LeaseWait.cancel(cache, want);
                cache.countHit(entry.value());
                LoadStep.land(cache, want, new Landing.Found<>(entry.value(), entry.createdMillis(), want.askedAt));
            } else if (seen instanceof Seen.Entry<V> entry && same(before, entry)) {
                if (background) {
                    LeaseWait.cancel(cache, want);
                    LoadStep.land(cache, want, new Landing.Elsewhere<>());
                } else {
                    waitForOther(want, Long.MAX_VALUE);
                }
            } else {
                LeaseWait.cancel(cache, want);
                again(want, seen);
            }
        });
    }

    private static <V> boolean same(Seen<V> before, Seen.Entry<V> now) {
        return before instanceof Seen.Entry<V> entry && entry.id() == now.id();
    }

    private void waitForOther(Want<K, V> want, long deadlineMillis) {
        cache.counters.coalescedLoads.increment();
        LeaseWait.await(cache, want, deadlineMillis, () -> readAgain(want));
    }

    private void readAgain(Want<K, V> want) {
        want.askedAt = System.nanoTime();
        reader.read(want.key, want.valueKey, executor, seen -> {
            if (seen instanceof Seen.Entry<V> entry && entry.fresh() && !same(want.seen, entry)) {
                cache.countHit(entry.value());
                LoadStep.land(cache, want, new Landing.Found<>(entry.value(), entry.createdMillis(), want.askedAt));
            } else {
                again(want, seen);
            }
        });
    }

    /** Asks for the lease once more, of what is in place now; not for ever. */
    private void again(Want<K, V> want, Seen<V> seen) {
        if (cache.engine.closed()) {
            LoadStep.land(cache, want, new Landing.Failed<>(Outage.closed("cache " + cache.name)));
            return;
        }
        boolean patient = System.nanoTime() - want.patienceUntil < 0;
        if (seen instanceof Seen.Unknown<V> unknown) {
            if (unknown.cause() == null || mayLoad(want, unknown.cause())) {
                loadWithoutLease(List.of(want));
            }
        } else if (!patient || !(seen instanceof Seen.Busy) && want.attempts >= MAX_ATTEMPTS) {
            loadWithoutLease(List.of(want));
        } else {
            want.seen = seen;
            lease(List.of(want));
        }
    }
}
