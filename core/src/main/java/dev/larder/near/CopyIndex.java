package dev.larder.near;

import dev.larder.far.RedisKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/**
 * Finds copies by the Redis keys that pushes name, across all {@link Copies}, and knows which keys this process is writing. A copy
 * may be made of many keys, and a key may have many copies.
 *
 * <p>A copy is listed before it is asked whether its keys are blocked, and a key is blocked before its copies are looked for:
 * so one of the two finds the other. No lock is held while a copy is dropped.
 */
public final class CopyIndex {

    /** The copies of one key: changed under the lock for the key, and read under it or when they have been taken out. */
    private static final class Listed {
        final int slot;
        final Set<NearCopy<?>> copies = new HashSet<>(2);

        Listed(int slot) {
            this.slot = slot;
        }
    }

    private final ConcurrentHashMap<RedisKey, Listed> listed = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<RedisKey, Integer> blocked = new ConcurrentHashMap<>();

    /** How many answers have come: a push that follows one directly may be the word of what that answer has told. */
    private final AtomicLong answers = new AtomicLong();

    private final List<Copies<?>> all = new CopyOnWriteArrayList<>();

    void enrol(Copies<?> copies) {
        all.add(copies);
    }

    void add(NearCopy<?> copy) {
        for (RedisKey key : copy.keys) {
            listed.compute(key, (same, found) -> {
                Listed list = found == null ? new Listed(copy.slot) : found;
                list.copies.add(copy);
                return list;
            });
        }
    }

    void remove(NearCopy<?> copy) {
        for (RedisKey key : copy.keys) {
            listed.computeIfPresent(key, (same, list) -> {
                list.copies.remove(copy);
                return list.copies.isEmpty() ? null : list;
            });
        }
    }

    /** Takes note that an answer has come, before it is told. I/O thread. */
    public void answered() {
        answers.incrementAndGet();
    }

    long answers() {
        return answers.get();
    }

    /** Drops every copy that was made of this key. */
    public void invalidate(RedisKey key) {
        Listed gone = listed.remove(key);
        if (gone != null) {
            gone.copies.forEach(CopyIndex::drop);
        }
    }

    /** Drops every copy that was made of this key, as the server has told of a change, but those that know it. I/O thread. */
    public void pushed(RedisKey key) {
        List<NearCopy<?>> gone = new ArrayList<>(1);
        listed.computeIfPresent(key, (same, list) -> {
            for (NearCopy<?> copy : list.copies) {
                if (!copy.knows(key)) {
                    gone.add(copy);
                }
            }
            gone.forEach(list.copies::remove);
            return list.copies.isEmpty() ? null : list;
        });
        gone.forEach(CopyIndex::drop);
    }

    private static <C> void drop(NearCopy<C> copy) {
        copy.copies.drop(copy);
    }

    /** Drops every copy whose keys are in one of these slots. */
    public void flush(IntPredicate slots) {
        listed.forEach((key, list) -> {
            if (slots.test(list.slot)) {
                invalidate(key);
            }
        });
    }

    /** Drops every copy of these keys, and lets none be admitted until {@link #unblock}; calls nest. */
    public void block(Collection<RedisKey> keys) {
        for (RedisKey key : keys) {
            blocked.merge(key, 1, Integer::sum);
            invalidate(key);
        }
    }

    /** Ends one {@link #block}. */
    public void unblock(Collection<RedisKey> keys) {
        for (RedisKey key : keys) {
            blocked.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    boolean anyBlocked(List<RedisKey> keys) {
        if (blocked.isEmpty()) {
            return false;
        }
        for (RedisKey key : keys) {
            if (blocked.containsKey(key)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the keys of up to {@code limit} copies of each kind that are read most, for keeping them warm in Redis. */
    public Set<RedisKey> hottest(int limit) {
        Set<RedisKey> keys = new HashSet<>();
        all.forEach(copies -> keys.addAll(copies.hottest(limit)));
        return keys;
    }

    /** Returns the number of keys that copies are listed by. */
    public int size() {
        return listed.size();
    }

    /** Returns the number of keys blocked. */
    public int blocked() {
        return blocked.size();
    }
}
