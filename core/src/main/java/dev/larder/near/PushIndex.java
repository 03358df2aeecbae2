package dev.larder.near;

import dev.larder.far.RedisKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Finds near entries by the Redis keys that pushes name, across all caches, and the copies of keyspaces.
 *
 * <p>An entry is listed at least as long as it is in its near tier: it is added before it enters and removed when it has
 * left, by whoever took it out. One that has replaced it stays listed.
 */
public final class PushIndex {

    private record Listed<K, V>(NearTier<K, V> tier, NearEntry<K, V> entry) {
        void pushed() {
            tier.pushed(entry);
        }

        /** Whatever is there under the key by now: it is older than the push, or as good as gone. */
        void drop() {
            tier.remove(entry.key);
        }
    }

    private final ConcurrentHashMap<RedisKey, Listed<?, ?>> listed = new ConcurrentHashMap<>();
    private final CopyIndex copies = new CopyIndex();

    /** Returns where the copies of keyspaces are listed, which are told of the same pushes. */
    public CopyIndex copies() {
        return copies;
    }

    <K, V> void add(NearTier<K, V> tier, NearEntry<K, V> entry) {
        if (entry.redisKey != null) {
            listed.put(entry.redisKey, new Listed<>(tier, entry));
        }
    }

    void remove(NearEntry<?, ?> entry) {
        if (entry.redisKey != null) {
            listed.computeIfPresent(entry.redisKey, (key, found) -> found.entry == entry ? null : found);
        }
    }

    /**
     * Drops the entry that came from this key, if there is one; waits for one that is just being admitted. An entry whose
     * fill is under way is withheld instead.
     */
    public void invalidate(RedisKey key) {
        drop(key);
        copies.invalidate(key);
    }

    /** The same, as the server has told of a change: copies that know it stay. I/O thread. */
    public void pushed(RedisKey key) {
        drop(key);
        copies.pushed(key);
    }

    private void drop(RedisKey key) {
        Listed<?, ?> found = listed.get(key);
        if (found != null) {
            found.pushed();
        }
    }

    /** Drops every entry whose key is in one of these slots. */
    public void flush(IntPredicate slots) {
        listed.values().forEach(found -> {
            if (slots.test(found.entry.slot)) {
                found.drop();
            }
        });
        copies.flush(slots);
    }

    /** Returns the number of entries listed. */
    public int size() {
        return listed.size();
    }
}
