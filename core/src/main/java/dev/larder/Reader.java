package dev.larder;

import dev.larder.envelope.Envelope;
import dev.larder.envelope.Envelopes;
import dev.larder.envelope.Kind;
import dev.larder.envelope.Marker;
import dev.larder.envelope.Opened;
import dev.larder.envelope.Unreadable;
import dev.larder.far.Far;
import dev.larder.far.Ids;
import dev.larder.far.KeyNames;
import dev.larder.far.ValueKey;
import dev.larder.near.NearEntry;
import dev.larder.policy.Freshness;
import dev.larder.redis.RedisCommandException;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import dev.larder.redis.ServerClock;
import dev.larder.tag.TagVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries from Redis and judges them.
 *
 * <p>An entry is admitted to the near tier on the I/O thread, when its bytes arrive, and published there after it was
 * decoded and found fresh, on the executor of whoever reads.
 */
final class Reader<K, V> {

    /** Servers delete what has expired a little late. */
    private static final long OVERDUE_MILLIS = 1_000;

    private final CacheContext<K, V> cache;

    Reader(CacheContext<K, V> cache) {
        this.cache = cache;
    }

    /** Returns whether a key would be read from Redis now. */
    boolean reaches(ValueKey valueKey) {
        return cache.engine.far().shared() && !cache.engine.journal().pendingKey(valueKey.redis());
    }

    /** Reads one key. {@code seen} is called once, on the executor. */
    void read(K key, ValueKey valueKey, Executor executor, Consumer<Seen<V>> seen) {
        if (!cache.engine.far().shared()) {
            seen.accept(nearAlone(key));
        } else if (cache.engine.journal().pendingKey(valueKey.redis())) {
            seen.accept(new Seen.Unknown<>(null));
        } else {
            cache.engine.far().read(valueKey, new Arrival(key, valueKey, executor, seen));
        }
    }

    /** Makes the read of one key, to be sent together with others. */
    Reply<byte[]> arrival(K key, ValueKey valueKey, Executor executor, Consumer<Seen<V>> seen) {
        return new Arrival(key, valueKey, executor, seen);
    }

    /** Without Redis, an entry of the near tier may still be a fallback when it has expired. */
    Seen<V> nearAlone(K key) {
        NearEntry<K, V> entry = cache.near.find(key);
        boolean stale = entry != null && !entry.current(cache.engine.tags());
        if (entry == null || stale && !entry.usable()) {
            return new Seen.Nothing<>();
        }
        long leftMillis = (entry.freshUntil() - System.nanoTime()) / 1_000_000;
        Freshness freshness = decide(0, leftMillis, entry.expired(), stale, 0);
        return freshness == Freshness.DEAD
                ? new Seen.Nothing<>()
                : new Seen.Entry<>(
                        prefix(entry),
                        entry.id(),
                        entry.value(),
                        freshness,
                        entry.createdMillis(),
                        entry.ttlMillis(),
                        true);
    }

    /**
     * Finds what the near tier had when the proof of freshness lapsed, if the policy is to serve stale values and that is not
     * too long ago; counts and tells it.
     */
    @Nullable
    NearEntry<K, V> unproven(K key) {
        long provenUntil = cache.engine.far().coherentUntil();
        NearEntry<K, V> entry = cache.near.find(key);
        if (!(cache.policy.outage() instanceof OutagePolicy.ServeStale stale)
                || entry == null
                || !entry.current(cache.engine.tags())) {
            return null;
        }
        long goodUntil = entry.freshUntil() - provenUntil < 0 ? entry.freshUntil() : provenUntil;
        long now = System.nanoTime();
        if (now - goodUntil > stale.bound().toNanos()) {
            return null;
        }
        cache.near.noteRead(entry, now);
        cache.counters.staleServed.increment();
        cache.engine.tell(new LarderEvent.StaleServed(cache.name, LarderEvent.StaleServed.Reason.OUTAGE));
        return entry;
    }

    /**
     * Decides.
     *
     * @param expired whether the entry was expired by its key
     * @param stale whether a tag was expired, which is as if its time had come
     */
    private Freshness decide(long nowMillis, long softExpiry, boolean expired, boolean stale, long loadMicros) {
        long now = stale ? Math.max(nowMillis, softExpiry) : nowMillis;
        CachePolicy policy = cache.policy;
        long ahead = Freshness.refreshAhead(loadMicros, policy.earlyRefresh(), cache.engine.random());
        return Freshness.decide(now, softExpiry, expired, ahead, policy.staleWhileRevalidate(), policy.staleIfError());
    }

    /** Takes the reply to a read. */
    private final class Arrival implements Reply<byte[]> {
        private final K key;
        private final ValueKey valueKey;
        private final Executor executor;
        private final Consumer<Seen<V>> seen;

        Arrival(K key, ValueKey valueKey, Executor executor, Consumer<Seen<V>> seen) {
            this.key = key;
            this.valueKey = valueKey;
            this.executor = executor;
            this.seen = seen;
        }

        @Override
        public void onValue(byte @Nullable [] bytes, boolean tracked) {
            if (bytes == null) {
                executor.execute(() -> seen.accept(new Seen.Nothing<>()));
                return;
            }
            NearEntry<K, V> admitted = tracked ? admit(bytes) : null;
            executor.execute(() -> judge(valueKey, bytes, admitted, executor, seen));
        }

        private @Nullable NearEntry<K, V> admit(byte[] bytes) {
            if (!cache.near.enabled() || bytes.length < Envelopes.PREFIX_LENGTH || bytes[1] != Kind.ENTRY.code()) {
                return null;
            }
            long id = Ids.read(Arrays.copyOfRange(bytes, 2, Envelopes.PREFIX_LENGTH));
            int slot = cache.engine.far().slot(valueKey.redis());
            int weight = cache.policy.near().maxBytes() == 0 ? 0 : Envelopes.unpackedLength(bytes);
            return cache.admit(new NearEntry<>(key, valueKey.redis(), slot, weight, id), old -> true);
        }

        @Override
        public void onFailure(RedisException failure) {
            if (foreignType(failure)) {
                cache.counters.unreadable.increment();
                cache.engine.tell(new LarderEvent.Unreadable(cache.name, "TYPE"));
                cache.engine.far().drop(valueKey);
                executor.execute(() -> seen.accept(new Seen.Nothing<>()));
            } else {
                executor.execute(() -> seen.accept(new Seen.Unknown<>(failure)));
            }
        }
    }

    /** Whether there is something in place that is no string, which no command of ours but a removal can deal with. */
    static boolean foreignType(RedisException failure) {
        return failure instanceof RedisCommandException
                && String.valueOf(failure.getMessage()).contains("WRONGTYPE");
    }

    /**
     * Judges what was read. {@code seen} is called once, on this thread or on the executor.
     *
     * @param admitted the entry of the near tier to publish to, or null
     */
    void judge(
            ValueKey valueKey,
            byte[] bytes,
            @Nullable NearEntry<K, V> admitted,
            Executor executor,
            Consumer<Seen<V>> seen) {
        Opened opened = cache.payloads.open(bytes, valueKey.redis());
        if (opened instanceof Marker marker) {
            // Redis removes a marker at its deadline, unless somebody has taken its life away.
            boolean over = overdue(marker);
            seen.accept(over ? new Seen.Unusable<>(prefix(bytes)) : new Seen.Busy<>(prefix(bytes)));
        } else if (opened instanceof Unreadable unreadable) {
            seen.accept(unreadable(bytes, admitted, unreadable.reason().name()));
        } else if (opened instanceof Envelope envelope) {
            String refusal = cache.payloads.refusal(envelope);
            if (refusal != null) {
                seen.accept(unreadable(bytes, admitted, refusal));
            } else {
                unpackable(bytes, envelope, admitted, executor, seen);
            }
        }
    }

    /** Whether the lease has ended although its marker is still in place. */
    boolean overdue(Marker marker) {
        long now = cache.engine.far().clock().earliestMillis(System.nanoTime());
        return now - marker.deadlineMillis() > OVERDUE_MILLIS;
    }

    /** Fetches the dictionary that an entry needs, unless it is known. */
    private void unpackable(
            byte[] bytes,
            Envelope envelope,
            @Nullable NearEntry<K, V> admitted,
            Executor executor,
            Consumer<Seen<V>> seen) {
        Dictionaries<V> dictionaries = cache.dictionaries;
        int dictionary = envelope.packing().dictionary();
        if (cache.payloads.packer().knows(dictionary)) {
            checkTags(bytes, envelope, admitted, executor, seen);
        } else if (dictionaries == null) {
            seen.accept(unreadable(bytes, admitted, "DICTIONARY"));
        } else {
            dictionaries.fetch(dictionary, executor, found -> {
                if (found instanceof Dictionaries.Found.Known) {
                    checkTags(bytes, envelope, admitted, executor, seen);
                } else if (found instanceof Dictionaries.Found.Untold untold) {
                    drop(admitted);
                    seen.accept(new Seen.Unknown<>(untold.failure()));
                } else {
                    seen.accept(unreadable(bytes, admitted, "DICTIONARY"));
                }
            });
        }
    }

    private void checkTags(
            byte[] bytes,
            Envelope envelope,
            @Nullable NearEntry<K, V> admitted,
            Executor executor,
            Consumer<Seen<V>> seen) {
        Thread judge = Thread.currentThread();
        cache.engine.far().tagVersions(tagNames(envelope), new Far.TagsReply() {
            @Override
            public void onVersions(TagVersion[] versions) {
                if (Thread.currentThread() == judge) {
                    seen.accept(weigh(bytes, envelope, versions, admitted));
                } else {
                    executor.execute(() -> seen.accept(weigh(bytes, envelope, versions, admitted)));
                }
            }

            @Override
            public void onFailure(RedisException failure) {
                drop(admitted);
                executor.execute(() -> seen.accept(new Seen.Unknown<>(failure)));
            }
        });
    }

    private List<String> tagNames(Envelope envelope) {
        if (envelope.tags().isEmpty()) {
            return cache.baseTags;
        }
        List<String> names =
                new ArrayList<>(CacheContext.BASE_TAGS + envelope.tags().size());
        names.addAll(cache.baseTags);
        envelope.tags().forEach(tag -> names.add(KeyNames.tag(tag)));
        return names;
    }

    private Seen<V> weigh(byte[] bytes, Envelope envelope, TagVersion[] versions, @Nullable NearEntry<K, V> admitted) {
        boolean stale = envelope.stamp() != TagVersion.stamp(versions);
        if (stale && !TagVersion.softlyReplaced(envelope.stamp(), versions)) {
            cache.counters.invalidated.increment();
            drop(admitted);
            return new Seen.Unusable<>(prefix(bytes));
        }
        long nanoTime = System.nanoTime();
        ServerClock clock = cache.engine.far().clock();
        long now = clock.latestMillis(nanoTime);
        Freshness freshness = decide(
                now, envelope.softExpiry(), envelope.expired(), stale, Integer.toUnsignedLong(envelope.loadMicros()));
        if (freshness == Freshness.DEAD || now >= envelope.hardExpiry()) {
            drop(admitted);
            return new Seen.Unusable<>(prefix(bytes));
        }
        V value = null;
        if (!envelope.holdsNothing()) {
            try {
                value = cache.payloads.read(envelope);
            } catch (RuntimeException | Error e) {
                return unreadable(bytes, admitted, "PAYLOAD");
            }
        }
        if (stale) {
            drop(admitted);
        } else {
            publish(envelope, value, versions, admitted, nanoTime, now);
        }
        return new Seen.Entry<>(
                prefix(bytes), envelope.id(), value, freshness, envelope.created(), envelope.ttl(), false);
    }

    private void publish(
            Envelope envelope,
            @Nullable V value,
            TagVersion[] versions,
            @Nullable NearEntry<K, V> admitted,
            long nanoTime,
            long now) {
        if (admitted == null) {
            return;
        }
        long leftMillis = envelope.softExpiry() - now;
        if (leftMillis <= 0 || envelope.expired()) {
            drop(admitted);
            return;
        }
        long ahead = Freshness.refreshAhead(
                Integer.toUnsignedLong(envelope.loadMicros()), cache.policy.earlyRefresh(), cache.engine.random());
        long freshUntil = nanoTime + leftMillis * 1_000_000;
        admitted.publish(
                value,
                versions,
                freshUntil,
                freshUntil - Math.min(ahead, leftMillis) * 1_000_000,
                envelope.created(),
                envelope.ttl(),
                Integer.toUnsignedLong(envelope.loadMicros()));
    }

    private Seen<V> unreadable(byte[] bytes, @Nullable NearEntry<K, V> admitted, String reason) {
        cache.counters.unreadable.increment();
        drop(admitted);
        cache.engine.tell(new LarderEvent.Unreadable(cache.name, reason));
        return new Seen.Unusable<>(prefix(bytes));
    }

    private void drop(@Nullable NearEntry<K, V> admitted) {
        if (admitted != null) {
            cache.near.drop(admitted);
        }
    }

    /** The first bytes that the entry would have in Redis. */
    static byte[] prefix(NearEntry<?, ?> entry) {
        return Envelopes.prefix(entry.expired() ? Kind.EXPIRED : Kind.ENTRY, entry.id());
    }

    /** What a write names that shall replace these bytes. */
    static byte[] prefix(byte[] bytes) {
        return bytes.length <= Envelopes.PREFIX_LENGTH ? bytes : Envelopes.prefix(bytes);
    }
}
