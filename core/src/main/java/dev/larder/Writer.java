package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.Ids;
import dev.larder.far.ValueKey;
import dev.larder.near.NearEntry;
import dev.larder.outage.Journal;
import dev.larder.policy.Lifetimes;
import dev.larder.redis.RedisException;
import dev.larder.tag.TagVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one cache.
 *
 * <p>From before a command is sent until its reply, its key is blocked in the near tier and no flight that began before
 * can be joined: so this process reads its own writes. A write that was not delivered, or whose outcome is unknown, is
 * journaled as an invalidation before the block ends.
 */
final class Writer<K, V> {

    private final CacheContext<K, V> cache;

    Writer(CacheContext<K, V> cache) {
        this.cache = cache;
    }

    /** One value on its way. */
    private record Outgoing<K, V>(K key, ValueKey valueKey, Clean<V> clean, List<String> tags) {}

    CompletableFuture<Delivery> put(Map<? extends K, ? extends V> entries, Executor executor) {
        List<Outgoing<K, V>> outgoing = new ArrayList<>(entries.size());
        Set<String> tags = new LinkedHashSet<>(cache.baseTags);
        Map<K, ValueKey> valueKeys = new LinkedHashMap<>();
        entries.keySet().forEach(key -> valueKeys.put(key, cache.valueKey(key)));
        Deliveries result = new Deliveries(entries.size(), executor);
        entries.forEach((key, value) -> {
            ValueKey valueKey = java.util.Objects.requireNonNull(valueKeys.get(key));
            block(key);
            try {
                Outgoing<K, V> one = outgoing(key, valueKey, value);
                tags.addAll(one.tags);
                outgoing.add(one);
            } catch (NotStorableException e) {
                result.failed(e);
                cache.engine.far().delete(List.of(valueKey), List.of(new Blocked(key, valueKey, result)));
            }
        });
        if (outgoing.isEmpty()) {
            return result.promise.future();
        }
        List<String> asked = List.copyOf(tags);
        cache.engine.far().tagVersions(asked, new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] versions) {
                Map<String, TagVersion> known = new LinkedHashMap<>();
                for (int i = 0; i < versions.length; i++) {
                    known.put(asked.get(i), versions[i]);
                }
                result.promise.run(() -> store(outgoing, known, result));
            }

            @Override
            public void onFailure(RedisException failure) {
                outgoing.forEach(one -> new Blocked(one.key, one.valueKey, result).onFailure(failure));
            }
        });
        return result.promise.future();
    }

    /** The tags are those of the value that is stored, so that no tag has what was taken from it. */
    private Outgoing<K, V> outgoing(K key, ValueKey valueKey, V value) {
        Clean<V> clean = cache.clean(value);
        return new Outgoing<>(key, valueKey, clean, cache.tagsOf(key, java.util.Objects.requireNonNull(clean.value())));
    }

    private void store(List<Outgoing<K, V>> outgoing, Map<String, TagVersion> known, Deliveries result) {
        List<Far.Write> writes = new ArrayList<>(outgoing.size());
        for (Outgoing<K, V> one : outgoing) {
            Blocked reply = new Blocked(one.key, one.valueKey, result);
            try {
                Sealed<K, V> sealed = seal(one, known);
                if (sealed.size() > cache.policy.maxEntryBytes()) {
                    tooLarge(sealed);
                    cache.engine.far().delete(List.of(one.valueKey), List.of(reply));
                } else {
                    reply.sealed = sealed;
                    writes.add(write(one.valueKey, sealed, null, reply));
                }
            } catch (RuntimeException | Error e) {
                result.failed(notSerialisable(e));
                cache.engine.far().delete(List.of(one.valueKey), List.of(reply));
            }
        }
        if (!writes.isEmpty()) {
            cache.engine.far().write(writes);
        }
    }

    private Sealed<K, V> seal(Outgoing<K, V> one, Map<String, TagVersion> known) {
        TagVersion[] versions = new TagVersion[CacheContext.BASE_TAGS + one.tags.size()];
        for (int i = 0; i < versions.length; i++) {
            String tag = i < CacheContext.BASE_TAGS ? cache.baseTags.get(i) : one.tags.get(i - CacheContext.BASE_TAGS);
            versions[i] = java.util.Objects.requireNonNull(known.get(tag));
        }
        Lifetimes life = cache.lifetimes(one.key, one.clean.value(), 0, false);
        return Sealed.of(cache, one.key, one.valueKey, one.clean, one.tags, versions, life, 0);
    }

    private NotStorableException notSerialisable(Throwable cause) {
        return cause instanceof NotStorableException told
                ? told
                : new NotStorableException(
                        "a value of cache " + cache.name + " cannot be written as " + cache.serializer.format() + ": "
                                + Told.of(cause),
                        cause);
    }

    /** Counts and tells it; returns what is wrong. */
    private String tooLarge(Sealed<K, V> sealed) {
        cache.counters.oversized.increment();
        String detail = sealed.size() + " bytes; at most " + cache.policy.maxEntryBytes()
                + " are stored (setting: max-entry-bytes)";
        cache.engine.tell(new LarderEvent.NotStored(cache.name, LarderEvent.NotStored.Reason.OVERSIZED, detail));
        return detail;
    }

    private Far.Write write(ValueKey key, Sealed<K, V> sealed, byte @Nullable [] seen, Far.WriteReply reply) {
        return new Far.Write(key, sealed.bytes(), sealed.keptMillis(), seen, null, cache.near.enabled(), reply);
    }

    CompletableFuture<Delivery> invalidate(Collection<? extends K> keys, Executor executor) {
        List<ValueKey> valueKeys = new ArrayList<>(keys.size());
        keys.forEach(key -> valueKeys.add(cache.valueKey(key)));
        Deliveries result = new Deliveries(keys.size(), executor);
        List<Far.WriteReply> replies = new ArrayList<>(keys.size());
        int i = 0;
        for (K key : keys) {
            block(key);
            replies.add(new Blocked(key, valueKeys.get(i++), result));
        }
        if (!replies.isEmpty()) {
            cache.engine.far().delete(valueKeys, replies);
        }
        return result.promise.future();
    }

    CompletableFuture<Delivery> expire(K key, Executor executor) {
        ValueKey valueKey = cache.valueKey(key);
        Deliveries result = new Deliveries(1, executor);
        if (!cache.engine.far().shared()) {
            cache.flights.invalidate(key);
            NearEntry<K, V> entry = cache.near.find(key);
            if (entry != null) {
                entry.expire(System.nanoTime());
            }
            result.one(Delivery.ACKNOWLEDGED);
            return result.promise.future();
        }
        block(key);
        cache.engine.far().expire(valueKey, Ids.next(), new Blocked(key, valueKey, result));
        return result.promise.future();
    }

    /**
     * Looks at what is in place and stores a value if that is as wanted, in exactly its place; or nothing. The versions of
     * the tags are taken before the look: what is invalidated after it makes the new value invalid as well.
     *
     * @param look finds out what is in place and calls back once, on the executor or on its own thread
     */
    CompletableFuture<Boolean> putIf(
            K key, V value, Consumer<Consumer<Seen<V>>> look, Predicate<Seen<V>> wanted, Executor executor) {
        Promise<Boolean> result = new Promise<>(executor);
        Outgoing<K, V> one = outgoing(key, cache.valueKey(key), value);
        List<String> asked = new ArrayList<>(cache.baseTags);
        asked.addAll(one.tags);
        cache.engine.far().tagVersions(asked, new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] versions) {
                Map<String, TagVersion> known = new LinkedHashMap<>();
                for (int i = 0; i < versions.length; i++) {
                    known.put(asked.get(i), versions[i]);
                }
                result.run(() -> look.accept(seen -> result.run(() -> {
                    if (seen instanceof Seen.Unknown<V> unknown) {
                        result.fail(Outage.untold(cache.name, unknown.cause()));
                    } else if (wanted.test(seen)) {
                        storeIf(one, known, seen, result);
                    } else {
                        result.complete(false);
                    }
                })));
            }

            @Override
            public void onFailure(RedisException failure) {
                result.fail(Outage.untold(cache.name, failure));
            }
        });
        return result.future();
    }

    private void storeIf(Outgoing<K, V> one, Map<String, TagVersion> known, Seen<V> seen, Promise<Boolean> result) {
        Sealed<K, V> sealed;
        try {
            sealed = seal(one, known);
        } catch (RuntimeException | Error e) {
            result.fail(notSerialisable(e));
            return;
        }
        if (sealed.size() > cache.policy.maxEntryBytes()) {
            result.fail(new NotStorableException("a value of cache " + cache.name + " has " + tooLarge(sealed), null));
            return;
        }
        if (!cache.engine.far().shared()) {
            result.complete(admitIf(one.key, sealed, seen));
            return;
        }
        block(one.key);
        Conditional reply = new Conditional(one, sealed, result);
        byte[] prefix = prefixOf(seen);
        Far.Write write = write(one.valueKey, sealed, prefix, reply);
        if (prefix == null) {
            cache.engine.far().writeIfAbsent(write);
        } else {
            cache.engine.far().write(List.of(write));
        }
    }

    /** Without Redis the near tier alone decides, under its lock for the key. */
    private boolean admitIf(K key, Sealed<K, V> sealed, Seen<V> seen) {
        byte[] prefix = prefixOf(seen);
        NearEntry<K, V> admitted = cache.near.admit(
                sealed.near(),
                old -> prefix == null
                        ? old == null || !old.current(cache.engine.tags()) || old.freshUntil() - System.nanoTime() <= 0
                        : old != null && old.usable() && Arrays.equals(prefix, Reader.prefix(old)));
        if (admitted == sealed.near()) {
            cache.flights.invalidate(key);
            return true;
        }
        return false;
    }

    private static <V> byte @Nullable [] prefixOf(Seen<V> seen) {
        if (seen instanceof Seen.Entry<V> entry) {
            return entry.prefix();
        } else if (seen instanceof Seen.Busy<V> busy) {
            return busy.prefix();
        }
        return seen instanceof Seen.Unusable<V> unusable ? unusable.prefix() : null;
    }

    private void block(K key) {
        cache.near.block(key);
        cache.flights.invalidate(key);
    }

    /** The outcome of an unconditional write under a block. */
    private final class Blocked implements Far.WriteReply {
        private final K key;
        private final Journal.Item item;
        private final Deliveries result;
        private final long number = cache.engine.journal().begin();

        @Nullable
        Sealed<K, V> sealed;

        Blocked(K key, ValueKey valueKey, Deliveries result) {
            this.key = key;
            this.item = cache.journalItem(valueKey);
            this.result = result;
        }

        @Override
        public void onDone(boolean admissible) {
            cache.engine.journal().delivered(item, number);
            cache.near.unblock(key);
            Sealed<K, V> stored = sealed;
            if (admissible && stored != null) {
                cache.admit(stored.near(), old -> true);
            }
            result.one(Delivery.ACKNOWLEDGED);
        }

        @Override
        public void onRefused() {
            throw new IllegalStateException("an unconditional write was refused");
        }

        @Override
        public void onFailure(RedisException failure) {
            cache.journal(item, number);
            cache.near.unblock(key);
            result.one(Delivery.JOURNALED);
        }

        @Override
        public void onLateDone() {
            cache.engine.journal().delivered(item, number);
        }
    }

    /** The outcome of a conditional write under a block. */
    private final class Conditional implements Far.WriteReply {
        private final Outgoing<K, V> one;
        private final Sealed<K, V> sealed;
        private final Promise<Boolean> result;
        private final long number = cache.engine.journal().begin();

        Conditional(Outgoing<K, V> one, Sealed<K, V> sealed, Promise<Boolean> result) {
            this.one = one;
            this.sealed = sealed;
            this.result = result;
        }

        @Override
        public void onDone(boolean admissible) {
            cache.engine.journal().delivered(cache.journalItem(one.valueKey), number);
            cache.near.unblock(one.key);
            if (admissible) {
                cache.admit(sealed.near(), old -> true);
            }
            result.complete(true);
        }

        @Override
        public void onRefused() {
            cache.near.unblock(one.key);
            result.complete(false);
        }

        @Override
        public void onFailure(RedisException failure) {
            cache.journal(cache.journalItem(one.valueKey), number);
            cache.near.unblock(one.key);
            result.fail(Outage.unknown(cache.name, failure));
        }
    }

    /** Joins the outcomes of several writes. */
    private static final class Deliveries {
        final Promise<Delivery> promise;
        private final AtomicInteger open;
        private volatile Delivery delivery = Delivery.ACKNOWLEDGED;
        private volatile @Nullable LarderException failure;

        Deliveries(int count, Executor executor) {
            promise = new Promise<>(executor);
            open = new AtomicInteger(count);
            if (count == 0) {
                promise.complete(delivery);
            }
        }

        void failed(LarderException failure) {
            this.failure = failure;
        }

        void one(Delivery one) {
            if (one == Delivery.JOURNALED) {
                delivery = one;
            }
            if (open.decrementAndGet() == 0) {
                LarderException cause = failure;
                if (cause == null) {
                    promise.complete(delivery);
                } else {
                    promise.fail(cause);
                }
            }
        }
    }
}
