package dev.larder;

import dev.larder.codec.TypeRef;
import dev.larder.redis.RedisStats;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The caches of one application on one Redis, or in this process alone.
 *
 * <p>Thread-safe; made once and closed at the end.
 */
public interface Larder extends AutoCloseable {

    /**
     * Connects to Redis with the default settings and waits for the first connection. If Redis cannot be reached now, the
     * caches follow their outage policies until it can.
     *
     * @param uri {@code redis://host:port}, {@code rediss://}, {@code redis-sentinel://} or several nodes
     * @throws ConfigurationException if the URI is wrong, or the server is too old or otherwise unsuitable
     */
    static Larder connect(String uri) {
        return builder().redis(uri).build();
    }

    /** Makes caches that live in this process only. */
    static Larder local() {
        return builder().build();
    }

    /** Returns a builder with the default settings. */
    static LarderBuilder builder() {
        return new LarderBuilder();
    }

    /**
     * Makes a cache. Names are used once: {@code [a-z0-9][a-z0-9._-]{0,63}}.
     *
     * @throws ConfigurationException if the name is taken or malformed, the settings contradict each other, or a type is
     *     unsuitable: keys without a text of their own, values that would not come back as they were stored
     */
    <K, V> Cache<K, V> cache(String name, Class<K> keys, Class<V> values, Consumer<CacheSpec<K, V>> spec);

    /** Makes a cache of values of a generic type. */
    <K, V> Cache<K, V> cache(String name, Class<K> keys, TypeRef<V> values, Consumer<CacheSpec<K, V>> spec);

    /**
     * Makes a keyspace, for a module that keeps its own state in Redis. Names are used once, and are made as those of caches.
     *
     * @throws ConfigurationException if the name is taken or malformed, or there is no Redis
     */
    Keyspace keyspace(String name);

    /** Invalidates every entry, of any cache, that carries the tag. One round trip, however many there are. */
    Delivery invalidateTag(String tag);

    /** Invalidates every entry that carries one of the tags. One round trip. */
    Delivery invalidateTags(Collection<String> tags);

    /** Like {@link #invalidateTags(Collection)}, without blocking. */
    CompletionStage<Delivery> invalidateTagsAsync(Collection<String> tags);

    /**
     * Invalidates every entry that carries a tag whose name fits. Walks the tags on the server: round trips in proportion
     * to the size of its database; for people and jobs.
     *
     * @throws CacheUnavailableException if Redis cannot be asked
     * @throws ConfigurationException if tags are hashed
     */
    Delivery invalidateTags(Predicate<String> tags);

    /** Makes every entry, of any cache, stale that carries the tag; see {@link #expireTags}. */
    Delivery expireTag(String tag);

    /**
     * Makes every entry stale that carries one of the tags, as if its time had come: it is answered only where the policy of its
     * cache allows stale values, and loaded anew by the first who reads it. What was loaded before is stale as well. One round
     * trip, however many entries there are.
     *
     * <p>More is done than that, never less: what cannot be delivered is journaled as {@link #invalidateTags}, and an entry that
     * nobody has renewed is invalid after the fifth call for the same tag.
     */
    Delivery expireTags(Collection<String> tags);

    /** Invalidates every entry of every cache of a layer. One round trip. */
    Delivery clearLayer(Layer layer);

    /**
     * Encrypts anew, by the primary key of the keyring, every entry of the namespace that another key has sealed, of any
     * cache, at a bounded rate. Reads and writes of the caches go on; near tiers drop what is rewritten. Whoever reads an
     * entry meanwhile needs both keys. Entries that are written while this goes on may be missed if a process still seals
     * by the old key: run it when all have the new primary, and once more to see that nothing is left.
     *
     * <p>Walks over the whole database of each primary: one round trip for about 1,000 keys of it, and two for each 100 keys
     * of the namespace. When Redis cannot be asked, it goes on after two seconds; after five tries in a row it gives up.
     *
     * @param keysPerSecond the most entries of the namespace that are read, and so rewritten, in a second; servers look at ten
     *     times as many keys at most, those of others included
     * @param progress told how far it is, after each 100 keys at most, and when it has to wait for Redis
     * @return what was found; fails with {@link CacheUnavailableException} when Redis cannot be asked or this is closed
     * @throws ConfigurationException if there is no keyring, or the rate is not positive
     */
    CompletionStage<Reencryption> reencrypt(int keysPerSecond, Consumer<Reencryption> progress);

    /** Returns the settings in use. */
    LarderConfig config();

    /** Returns whether near tiers are served now: whether the proof of freshness holds. Always true without Redis. */
    boolean coherent();

    /** Returns the counts of the connections to Redis: round trips, commands, bytes; all zero without Redis. */
    RedisStats redisStats();

    /**
     * Returns what the divergence audit has found: whether what the near tiers answer is what Redis holds; all zero without
     * Redis or with {@code divergence-samples-per-second: 0}. Takes no round trip.
     */
    AuditStats auditStats();

    /**
     * Ends background work and closes the connections. Calls made after it end with {@link CacheUnavailableException}.
     * Idempotent.
     */
    @Override
    void close();
}
