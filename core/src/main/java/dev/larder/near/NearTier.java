package dev.larder.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The decoded values of one cache in this process.
 *
 * <p>The tier decides who may enter; whether an entry may be served is decided by its reader, who has the clock and the
 * proof of freshness. Entries that come from replies are admitted on the I/O thread that also handles the pushes, so in
 * wire order: a push that was sent after the reply finds the entry, one that was sent before it has already been handled.
 * An entry from elsewhere is listed for pushes before it is asked whether it may enter, so a push that changes the answer
 * finds it. Writes of this process block their key from before the command is sent until its reply.
 *
 * <p>An entry is listed and unlisted under the lock for its key, together with its coming and going.
 *
 * <p>The eviction policy is told of reads by {@link #noteRead}, of each entry once in a while only: that a hot entry is
 * hot it has learnt after a few, and every telling costs the reader and the common pool, where the policy keeps its books.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public final class NearTier<K, V> {

    /** How long the policy is not told again of reads of the same entry, in nanoseconds. */
    static final long NOTE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Cache<K, NearEntry<K, V>> cache;
    private final ConcurrentMap<K, NearEntry<K, V>> entries;
    private final Policy<K, NearEntry<K, V>> policy;
    private final ConcurrentHashMap<K, Integer> blocked = new ConcurrentHashMap<>();
    private final PushIndex index;
    private final boolean enabled;

    /**
     * Creates an empty tier.
     *
     * @param enabled whether anything is ever admitted
     * @param maxEntries bound on the number of entries, or 0
     * @param maxBytes bound on the bytes of their envelopes, or 0; exactly one bound is set
     */
    public NearTier(boolean enabled, long maxEntries, long maxBytes, PushIndex index) {
        this.index = index;
        this.enabled = enabled;
        Caffeine<K, NearEntry<K, V>> builder = Caffeine.newBuilder()
                .evictionListener((@Nullable K key, @Nullable NearEntry<K, V> entry, RemovalCause cause) -> {
                    if (entry != null) {
                        index.remove(entry);
                    }
                });
        cache = (maxBytes > 0
                        ? builder.maximumWeight(maxBytes).weigher((K key, NearEntry<K, V> entry) -> entry.weight)
                        : builder.maximumSize(enabled ? maxEntries : 0))
                .build();
        entries = cache.asMap();
        policy = cache.policy();
    }

    /** Returns the entry for a key, published or not, or null. Takes no lock, and is not counted as a read. */
    public @Nullable NearEntry<K, V> find(K key) {
        return policy.getIfPresentQuietly(key);
    }

    /**
     * Counts a read of an entry that was found, unless one was counted a moment ago. Takes no lock.
     *
     * @param nanoTime {@link System#nanoTime()} of the read
     */
    public void noteRead(NearEntry<K, V> entry, long nanoTime) {
        if (nanoTime - entry.notedAt >= NOTE_NANOS) {
            entry.notedAt = nanoTime;
            entries.get(entry.key);
        }
    }

    /**
     * Admits an entry, unless its key is blocked.
     *
     * @param allowed asked under the lock for the key, with the entry there is (or null): whether the new one may enter;
     *     if not, the old one stays
     * @return the entry to publish to: this one, or the one already there that came from the same envelope; null if the
     *     entry was refused
     */
    public @Nullable NearEntry<K, V> admit(NearEntry<K, V> entry, Predicate<@Nullable NearEntry<K, V>> allowed) {
        if (!enabled) {
            return null;
        }
        NearEntry<K, V> same = find(entry.key);
        if (same != null && same.id == entry.id && same.alive()) {
            return same;
        }
        NearEntry<K, V> there = entries.compute(entry.key, (key, old) -> {
            if (old != null && old.id == entry.id && old.alive() && !blocked.containsKey(key)) {
                return old;
            }
            index.add(this, entry);
            boolean refused = blocked.containsKey(key);
            if (!refused && allowed.test(old)) {
                return entry;
            }
            if (refused || old == null) {
                index.remove(entry);
                return null;
            }
            // In one step: a push between two would find neither.
            index.add(this, old);
            return old;
        });
        return there != null && there.id == entry.id ? there : null;
    }

    /** Removes exactly this entry. */
    public void drop(NearEntry<K, V> entry) {
        entries.computeIfPresent(entry.key, (key, there) -> {
            if (there != entry) {
                return there;
            }
            index.remove(there);
            return null;
        });
    }

    /** Removes the entry of a key; waits for one that is just being admitted, as {@code computeIfPresent} would not. */
    public void remove(K key) {
        entries.compute(key, (same, there) -> {
            if (there != null) {
                index.remove(there);
            }
            return null;
        });
    }

    /**
     * Obeys a push that found an entry listed: withholds it if it is in its place and expects one, else removes whatever is
     * there.
     */
    void pushed(NearEntry<K, V> entry) {
        boolean withheld = entry.withhold();
        if (!withheld || find(entry.key) != entry) {
            remove(entry.key);
        }
    }

    /** Removes the entry of a key and admits none until {@link #unblock}; calls nest. */
    public void block(K key) {
        blocked.merge(key, 1, Integer::sum);
        remove(key);
    }

    /** Ends one {@link #block}. */
    public void unblock(K key) {
        blocked.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    /** Removes every entry. */
    public void clear() {
        entries.keySet().forEach(this::remove);
    }

    /** Returns whether anything is ever admitted. */
    public boolean enabled() {
        return enabled;
    }

    /** Returns whether exactly this entry is in its place. Takes no lock and is not counted as a read. */
    public boolean holds(NearEntry<K, V> entry) {
        return find(entry.key) == entry;
    }

    /** Returns the keys there are now. */
    public List<K> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Starts a walk over the entries, which may go on as long as the tier is used. */
    public NearWalk<K, V> walk() {
        return new NearWalk<>(entries.values());
    }

    /** Returns the number of entries, after pending evictions. */
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    /** Returns up to {@code limit} entries that are read most, for keeping them warm in Redis. */
    public List<NearEntry<K, V>> hottest(int limit) {
        return policy.eviction()
                .map(eviction -> new ArrayList<>(eviction.hottest(limit).values()))
                .orElseGet(ArrayList::new);
    }
}
