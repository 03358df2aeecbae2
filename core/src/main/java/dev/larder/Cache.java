package dev.larder;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of two tiers: decoded values in this process, sealed ones in Redis.
 *
 * <p>Thread-safe. A read never returns a value that was replaced or invalidated longer ago than the staleness bound
 * ({@link LarderConfig#stalenessBound()}), except as the policy allows stale values; a process reads its own writes. Values
 * are shared between callers and must not be changed. Null keys and values are refused with a
 * {@link NullPointerException}; an {@link NotStorableException} refuses keys that cannot be stored.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface Cache<K, V> {

    /** Returns the name. */
    String name();

    /**
     * Returns the value of a key, loading it if need be. One load runs for a key at a time, across all processes.
     *
     * <p>Round trips: none for a near hit, one for a hit in Redis, two for a miss; the fill is not waited for. An entry
     * whose tags this process does not know yet takes one more.
     *
     * @return the value, or null if the loader found none
     * @throws LoadFailedException if the loader threw and no stale value may stand in
     * @throws LoadRejectedException if no place at the source was free in time, or the loader asked for its own key
     * @throws CacheUnavailableException if Redis cannot be asked and the policy is to fail closed
     */
    @Nullable
    V get(K key, Loader<? super K, V> loader);

    /** Like {@link #get(Object, Loader)}, for a loader that can tell that nothing has changed. */
    @Nullable
    V get(K key, Loader.Conditional<? super K, V> loader);

    /** Like {@link #get(Object, Loader)}, and says who answered, how old the value is, and whether it is stale. */
    Answer<V> fetch(K key, Loader<? super K, V> loader);

    /** Like {@link #fetch(Object, Loader)}, for a loader that can tell that nothing has changed. */
    Answer<V> fetch(K key, Loader.Conditional<? super K, V> loader);

    /**
     * Loads a key anew if its entry is still the one that was looked up, and joins a load that is under way: for who knows better than
     * the policy that an entry is no longer good. The entry is handed to the loader, and answers others until the new one is in its
     * place. If something else is in place, this is {@link #fetch(Object, Loader.Conditional)}. Two round trips; the fill is not waited
     * for.
     *
     * @param version {@link Lookup.Hit#version()}
     * @return what came of it
     * @throws LoadFailedException if the loader threw; the entry does not stand in
     * @throws LoadRejectedException if no place at the source was free in time, or the loader asked for its own key
     * @throws CacheUnavailableException if Redis cannot be asked and the policy is to fail closed
     */
    Answer<V> reload(K key, long version, Loader.Conditional<? super K, V> loader);

    /**
     * Returns what the cache says of a key, without loading. Never throws for want of Redis: it answers
     * {@link Lookup.Unavailable}.
     */
    Lookup<V> lookup(K key);

    /**
     * Returns the values of several keys, loading those that are missing by one call of the loader. One round trip to each
     * primary for hits, two more for misses.
     *
     * @return the values by key, in the order of the keys; keys without a value are left out
     */
    Map<K, V> getAll(Collection<? extends K> keys, Loader.Batch<K, V> loader);

    /** Stores a value, whatever was there, and voids loads that began before. One round trip. */
    Delivery put(K key, V value);

    /** Stores several values: {@link #put} in one round trip to each primary. */
    Delivery putAll(Map<? extends K, ? extends V> entries);

    /**
     * Stores a value if there is none that may be used. Two round trips.
     *
     * @return whether it was stored
     * @throws CacheUnavailableException if Redis cannot be asked, or did not answer: then it may have been stored
     */
    boolean putIfAbsent(K key, V value);

    /**
     * Stores a value if the entry is still the one that was looked up. One round trip.
     *
     * @param version {@link Lookup.Hit#version()}
     * @return whether it was stored
     * @throws CacheUnavailableException if Redis cannot be asked, or did not answer: then it may have been stored
     */
    boolean replace(K key, long version, V value);

    /** Removes an entry and voids loads that began before. One round trip. */
    Delivery invalidate(K key);

    /** Removes several entries: {@link #invalidate} in one round trip to each primary. */
    Delivery invalidateAll(Collection<? extends K> keys);

    /**
     * Makes an entry stale at once: the next read loads it anew, and the old value may stand in where the load fails (see
     * {@link CachePolicy#staleIfError()}). One round trip.
     */
    Delivery expire(K key);

    /** Invalidates all entries. One round trip, however many there are. */
    Delivery clear();

    /** Makes all entries stale, as {@link Larder#expireTags} does. One round trip, however many there are. */
    Delivery expireAll();

    /**
     * Walks over the entries in Redis, or in this process where there is no Redis, and reads, expires or removes those that fit. What
     * is there from before the beginning is met, and so is what is being loaded from before it, which is then not stored; in a
     * Cluster, unless its slot moves meanwhile. Round trips in proportion to the size of the database, at a bounded rate; when
     * Redis cannot be asked, it goes on after two seconds, and gives up after five tries in a row.
     *
     * @return how far it came
     * @throws CacheUnavailableException if Redis cannot be asked
     */
    Swept sweep(Sweep<? super V> sweep);

    /** Returns the counts so far, of this process. */
    CacheStats stats();

    /** Returns the cache whose calls do not block. */
    AsyncCache<K, V> async();
}
