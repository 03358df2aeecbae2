package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.KeyNames;
import dev.larder.near.NearEntry;
import dev.larder.policy.Lifetimes;
import dev.larder.redis.RedisException;
import dev.larder.tag.TagVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what was loaded under leases, if nothing was invalidated since the load began, and lands the flights without
 * waiting for it.
 *
 * <p>The value enters the near tier before Redis has it: as long as the lease is there, its key is tracked, and a push ends
 * lease and near entry alike. The push for the process's own fill withholds the entry until the reply right behind it.
 *
 * <p>A tag's version must be older than the load. One that this process has known since before the load is. One that it
 * learns only now may have replaced another during the load; then the root, which changes with every tag, tells whether
 * any tag was replaced meanwhile.
 */
final class Fill<K, V> {

    /**
     * What came of a want.
     *
     * @param kept whether it is to be stored at all
     */
    private record Item<K, V>(Want<K, V> want, Clean<V> clean, boolean unchanged, boolean kept, List<String> tags) {

        @Nullable
        V value() {
            return clean.value();
        }
    }

    private final CacheContext<K, V> cache;
    private final List<Want<K, V>> wants;
    private final TagVersion[] before;
    private final long startedAt;
    private final long tookNanos;

    /**
     * Creates the step.
     *
     * @param before the versions of the base tags and the root from before the load; empty without leases
     * @param startedAt {@link System#nanoTime()} at the start of the load
     */
    Fill(CacheContext<K, V> cache, List<Want<K, V>> wants, TagVersion[] before, long startedAt, long tookNanos) {
        this.cache = cache;
        this.wants = wants;
        this.before = before;
        this.startedAt = startedAt;
        this.tookNanos = tookNanos;
    }

    void store(Map<K, Loaded<V>> loaded) {
        List<Item<K, V>> items = new ArrayList<>(wants.size());
        List<Landing<V>> landings = new ArrayList<>(wants.size());
        for (Want<K, V> want : wants) {
            Item<K, V> item;
            try {
                item = item(want, loaded.get(want.key));
            } catch (LarderException e) {
                LoadStep.release(cache, want);
                cache.counters.loadFailures.increment();
                if (e instanceof NotStorableException) {
                    notStored(LarderEvent.NotStored.Reason.NOT_SERIALISABLE, String.valueOf(e.getMessage()));
                }
                landings.add(new Landing.Failed<>(e));
                continue;
            }
            landings.add(new Landing.Loaded<>(item.value(), proven(item)));
            if (want.owned && storable(item)) {
                items.add(item);
            } else {
                if (item.kept) {
                    dropOld(want);
                }
                LoadStep.release(cache, want);
            }
        }
        if (!items.isEmpty()) {
            withVersions(items);
        }
        for (int i = 0; i < wants.size(); i++) {
            LoadStep.land(cache, wants.get(i), landings.get(i));
        }
    }

    /**
     * Takes what was loaded, under the rules of the cache.
     *
     * @throws LarderException if there is nothing to be answered
     */
    private Item<K, V> item(Want<K, V> want, @Nullable Loaded<V> loaded) {
        if (loaded instanceof Loaded.Unchanged) {
            if (!(want.seen instanceof Seen.Entry)) {
                throw new LoadFailedException(
                        "the loader of cache " + cache.name
                                + " answered \"unchanged\" for a key that has no previous value",
                        null);
            }
            V previous = want.previous();
            return new Item<>(want, cache.payloads.cleanAlready(previous), true, true, tags(want, previous, true));
        }
        if (loaded instanceof Loaded.Unstored<V> passing) {
            Clean<V> clean = cache.clean(passing.value());
            return new Item<>(want, clean, false, false, tags(want, clean.value(), false));
        }
        Clean<V> clean = cache.clean(loaded instanceof Loaded.Value<V> found ? found.value() : null);
        return new Item<>(want, clean, false, true, tags(want, clean.value(), true));
    }

    /** The tags, or none where the application's function fails: then the value is answered and not stored. */
    private List<String> tags(Want<K, V> want, @Nullable V value, boolean kept) {
        if (value == null) {
            return List.of();
        }
        try {
            return cache.tagsOf(want.key, value);
        } catch (NotStorableException e) {
            if (kept) {
                dropOld(want);
            }
            LoadStep.release(cache, want);
            want.owned = false;
            notStored(LarderEvent.NotStored.Reason.NOT_SERIALISABLE, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private boolean storable(Item<K, V> item) {
        return item.kept && (item.value() != null || !cache.policy.negativeTtl().isZero());
    }

    /**
     * Whether nothing that concerns the value was invalidated from before the load until now, as far as pushes tell. The proof
     * is taken before anything else is looked at.
     */
    private boolean proven(Item<K, V> item) {
        Far far = cache.engine.far();
        long provenUntil = far.coherentUntil();
        if (!far.shared()) {
            return !item.want.flight.voided() && allSince(item.tags);
        }
        return item.want.owned
                && item.want.tracked
                && !item.want.flight.voided()
                && (allSince(item.tags) || before.length > 0 && before[before.length - 1].currentSince(startedAt))
                && System.nanoTime() - provenUntil < 0;
    }

    private boolean allSince(List<String> tags) {
        for (int i = 0; i < CacheContext.BASE_TAGS; i++) {
            if (i >= before.length || !before[i].current()) {
                return false;
            }
        }
        for (String tag : tags) {
            TagVersion version = cache.engine.tags().find(tag);
            if (version == null || !version.currentSince(startedAt)) {
                return false;
            }
        }
        return true;
    }

    /** Finds the versions of all tags concerned, asking for those that were not known before the load. */
    private void withVersions(List<Item<K, V>> items) {
        Set<String> unknown = new LinkedHashSet<>();
        Map<String, TagVersion> known = new java.util.HashMap<>();
        for (Item<K, V> item : items) {
            for (String tag : item.tags) {
                TagVersion version = cache.engine.tags().find(tag);
                if (version != null && version.currentSince(startedAt)) {
                    known.put(tag, version);
                } else {
                    unknown.add(tag);
                }
            }
        }
        unknown.removeAll(known.keySet());
        if (unknown.isEmpty()) {
            write(items, known, true);
            return;
        }
        List<String> asked = new ArrayList<>(unknown);
        asked.add(KeyNames.root());
        cache.engine.far().makeTagVersions(asked, new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] versions) {
                boolean quiet = versions[versions.length - 1].version() == before[before.length - 1].version();
                if (quiet) {
                    for (int i = 0; i < versions.length - 1; i++) {
                        known.put(asked.get(i), versions[i]);
                    }
                }
                cache.engine.executor().execute(() -> write(items, known, false));
            }

            @Override
            public void onFailure(RedisException failure) {
                items.forEach(item -> refused(item, LarderEvent.NotStored.Reason.REDIS, failure.getMessage()));
            }
        });
    }

    /**
     * Writes.
     *
     * @param aloft whether the flights have not landed yet, so that this process's own writes still void them
     */
    private void write(List<Item<K, V>> items, Map<String, TagVersion> known, boolean aloft) {
        List<Far.Write> writes = new ArrayList<>(items.size());
        for (Item<K, V> item : items) {
            if (!known.keySet().containsAll(item.tags)) {
                refused(item, LarderEvent.NotStored.Reason.INVALIDATED, "a tag was invalidated during the load");
                continue;
            }
            TagVersion[] versions = new TagVersion[CacheContext.BASE_TAGS + item.tags.size()];
            System.arraycopy(before, 0, versions, 0, CacheContext.BASE_TAGS);
            for (int i = 0; i < item.tags.size(); i++) {
                versions[CacheContext.BASE_TAGS + i] = known.get(item.tags.get(i));
            }
            Far.Write write = sealed(item, versions, aloft);
            if (write != null) {
                writes.add(write);
            }
        }
        if (!writes.isEmpty()) {
            cache.engine.far().write(writes);
        }
    }

    private Far.@Nullable Write sealed(Item<K, V> item, TagVersion[] versions, boolean aloft) {
        Want<K, V> want = item.want;
        CachePolicy policy = cache.policy;
        Sealed<K, V> sealed;
        try {
            Lifetimes life = cache.lifetimes(want.key, item.value(), want.previousTtlMillis(), item.unchanged);
            sealed = Sealed.of(cache, want.key, want.valueKey, item.clean, item.tags, versions, life, tookNanos / 1000);
        } catch (RuntimeException | Error e) {
            dropOld(item.want);
            refused(item, LarderEvent.NotStored.Reason.NOT_SERIALISABLE, Told.of(e));
            return null;
        }
        if (sealed.size() > policy.maxEntryBytes()) {
            cache.counters.oversized.increment();
            dropOld(item.want);
            refused(
                    item,
                    LarderEvent.NotStored.Reason.OVERSIZED,
                    sealed.size() + " bytes; at most " + policy.maxEntryBytes()
                            + " are stored (setting: max-entry-bytes)");
            return null;
        }
        boolean ahead = aloft && want.tracked && cache.engine.far().shared() && admitAhead(want, sealed.near());
        byte[] marker = want.marker;
        byte[] seen = want.beside() ? want.prefixInPlace() : marker == null ? null : prefix(marker);
        return new Far.Write(
                want.valueKey,
                sealed.bytes(),
                sealed.keptMillis(),
                seen,
                want.beside() ? marker : null,
                cache.near.enabled(),
                new Stored(item, sealed.near(), ahead));
    }

    private boolean admitAhead(Want<K, V> want, NearEntry<K, V> entry) {
        entry.expectFill();
        return cache.admit(entry, old -> !want.flight.voided()) == entry;
    }

    private static byte[] prefix(byte[] marker) {
        return dev.larder.envelope.Envelopes.prefix(marker);
    }

    /** The source has answered something else: where that cannot be stored, the old value is not to stand in for it. */
    private void dropOld(Want<K, V> want) {
        if (want.owned && want.beside() && !want.flight.voided()) {
            cache.near.remove(want.key);
            cache.engine.far().drop(want.valueKey);
        }
    }

    private void refused(Item<K, V> item, LarderEvent.NotStored.Reason reason, @Nullable String detail) {
        LoadStep.release(cache, item.want);
        notStored(reason, detail == null ? "" : detail);
    }

    private void notStored(LarderEvent.NotStored.Reason reason, String detail) {
        cache.counters.fillsRefused.increment();
        cache.engine.tell(new LarderEvent.NotStored(cache.name, reason, detail));
    }

    /** Takes the outcome of the write; the value enters the near tier if it is still in place. */
    private final class Stored implements Far.WriteReply {
        private final Item<K, V> item;
        private final NearEntry<K, V> near;
        private final boolean ahead;

        Stored(Item<K, V> item, NearEntry<K, V> near, boolean ahead) {
            this.item = item;
            this.near = near;
            this.ahead = ahead;
        }

        @Override
        public void onDone(boolean admissible) {
            LeaseWait.cancel(cache, item.want);
            cache.counters.fills.increment();
            if (!admissible) {
                dropAhead();
                return;
            }
            near.settle();
            if (!ahead) {
                cache.admit(near, old -> !item.want.flight.isOverwritten());
            }
        }

        private void dropAhead() {
            if (ahead) {
                cache.near.drop(near);
            }
        }

        @Override
        public void onRefused() {
            dropAhead();
            LeaseWait.cancel(cache, item.want);
            notStored(
                    LarderEvent.NotStored.Reason.INVALIDATED,
                    "its key was invalidated or written during the load, or the load outlived its lease of "
                            + cache.policy.lease());
        }

        @Override
        public void onFailure(RedisException failure) {
            dropAhead();
            LoadStep.release(cache, item.want);
            notStored(LarderEvent.NotStored.Reason.REDIS, String.valueOf(failure.getMessage()));
        }
    }
}
