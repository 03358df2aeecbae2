package dev.larder.far;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who wants to be told when a key is pushed: the owners of leases, and those who wait for an owner.
 *
 * <p>A watch is set on the I/O thread, by the reply to a read of the key, and so misses no push that follows it. It fires
 * once at most.
 */
public final class Watches {

    private final ConcurrentHashMap<RedisKey, List<Runnable>> watches = new ConcurrentHashMap<>();

    /** Sets a watch. {@code onPush} must not block. */
    public void add(RedisKey key, Runnable onPush) {
        watches.compute(key, (same, list) -> {
            List<Runnable> all = list == null ? new CopyOnWriteArrayList<>() : list;
            all.add(onPush);
            return all;
        });
    }

    /** Removes a watch that has not fired. */
    public void remove(RedisKey key, Runnable onPush) {
        watches.computeIfPresent(key, (same, list) -> {
            list.remove(onPush);
            return list.isEmpty() ? null : list;
        });
    }

    /** Tells everyone who watches a key. */
    public void fire(RedisKey key) {
        List<Runnable> list = watches.remove(key);
        if (list != null) {
            list.forEach(Runnable::run);
        }
    }

    /** Tells everyone. */
    public void fireAll() {
        watches.keySet().forEach(this::fire);
    }

    /** Returns the number of keys watched. */
    public int size() {
        return watches.size();
    }
}
