package dev.larder.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.larder.far.RedisKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one kind in this process, by their ids.
 *
 * <p>A copy is listed for pushes before it enters and as long as it is in its place; it comes and goes under the lock for its
 * id, together with its listing. It is admitted on the I/O thread that also handles the pushes for its keys, so in wire order.
 *
 * @param <C> type of what they hold
 */
public final class Copies<C> {

    private final Cache<String, NearCopy<C>> cache;
    final CopyIndex index;

    /**
     * Creates an empty place.
     *
     * @param maxEntries bound on the number of copies
     */
    public Copies(long maxEntries, CopyIndex index) {
        this.index = index;
        cache = Caffeine.newBuilder()
                .maximumSize(maxEntries)
                // Upkeep takes a microsecond where the copy is admitted, and a hand-over to another thread several.
                .executor(Runnable::run)
                .evictionListener((@Nullable String id, @Nullable NearCopy<C> copy, RemovalCause cause) -> {
                    if (copy != null) {
                        copy.drop();
                        index.remove(copy);
                    }
                })
                .build();
        index.enrol(this);
    }

    /** Returns the copy of an id, published or not, or null. */
    public @Nullable NearCopy<C> find(String id) {
        return cache.getIfPresent(id);
    }

    /**
     * Admits the copy that an answer just received begins to make, unless one of its keys is blocked. I/O thread.
     *
     * @param keys all that the answer was made of
     * @return the copy to publish to: a new one, or the one in its place, from which nothing has changed since; null if it was
     *     refused
     */
    public @Nullable NearCopy<C> admit(String id, List<RedisKey> keys, int slot) {
        return cache.asMap().compute(id, (same, old) -> {
            boolean stays = old != null && old.alive() && old.keys.equals(keys);
            NearCopy<C> copy = stays ? old : new NearCopy<>(this, id, keys, slot);
            if (!stays) {
                leave(old);
                index.add(copy);
            }
            if (index.anyBlocked(keys)) {
                leave(copy);
                return null;
            }
            return copy;
        });
    }

    private void leave(@Nullable NearCopy<C> copy) {
        if (copy != null) {
            copy.drop();
            index.remove(copy);
        }
    }

    /** Removes exactly this copy, which never answers again; waits for one that is just being admitted. */
    public void drop(NearCopy<C> copy) {
        copy.drop();
        cache.asMap().compute(copy.id, (id, there) -> {
            index.remove(copy);
            return there == copy ? null : there;
        });
    }

    /** Removes the copy of an id. */
    public void drop(String id) {
        cache.asMap().compute(id, (same, there) -> {
            leave(there);
            return null;
        });
    }

    /** Returns the keys of up to {@code limit} copies that are read most, for keeping them warm in Redis. */
    List<RedisKey> hottest(int limit) {
        return cache.policy()
                .eviction()
                .map(eviction -> eviction.hottest(limit).values().stream()
                        .flatMap(copy -> copy.keys.stream())
                        .toList())
                .orElseGet(List::of);
    }

    /** Returns the number of copies, after pending evictions. */
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }
}
