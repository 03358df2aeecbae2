package dev.larder.outage;

import dev.larder.far.Far;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.redis.Call;
import dev.larder.redis.Command;
import dev.larder.redis.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The invalidations that Redis may not have: those that could not be delivered, and those delivered so lately that a
 * primary which was replaced may have taken them along.
 *
 * <p>Only the newest invalidation of a key or tag is kept. When there is no room for one more key, its cache's own tag is
 * kept instead: too much is invalidated then, never too little. While an invalidation is pending, what Redis holds for its
 * key or tag is {@linkplain #pendingKey doubtful} and not to be used.
 *
 * <p>The orders of keyspaces are kept in the same way, by their names, with one difference: one that finds no room is refused.
 *
 * <p>Thread-safe; one lock, held for map operations only.
 */
public final class Journal {

    /** What was invalidated. */
    public sealed interface Item {
        /** The internal names of the tags that stand in for this item when the journal is full. */
        List<String> standIns();

        /** An entry. */
        record Key(RedisKey key, List<String> standIns) implements Item {
            @Override
            public boolean equals(Object other) {
                return other instanceof Key that && key.equals(that.key);
            }

            @Override
            public int hashCode() {
                return key.hashCode();
            }
        }

        /** A tag, by its internal name; it has no stand-in. */
        record Tag(String tag) implements Item {
            @Override
            public List<String> standIns() {
                return List.of(tag);
            }
        }
    }

    /**
     * A command of a keyspace, which may be executed again without harm.
     *
     * @param name what it is about
     * @param number what {@link #begin} returned before it was sent
     * @param hold begun and ended with its being pending, under the journal's lock
     */
    public record Order(String name, long number, Command<?> command, Hold hold) {}

    /** What lasts as long as an order is pending. */
    public interface Hold {
        /** It is pending from now on. */
        void begin();

        /** It is not pending any more: acknowledged, or a newer one is in its place. */
        void end();
    }

    private final int maxEntries;
    private final long retentionNanos;
    private final LongSupplier nanoClock;
    private final Runnable onOverflow;

    private final Map<Item, Long> pending = new LinkedHashMap<>();
    private final Map<Item, Long> delivered = new LinkedHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Orders orders;
    private volatile int pendingCount;

    /**
     * Creates an empty journal.
     *
     * @param maxEntries bound on the keys kept, for pending and for delivered ones each
     * @param retention how long delivered ones are kept
     * @param onOverflow called when tags had to stand in for keys, or acknowledged orders to leave before their time
     */
    public Journal(int maxEntries, Duration retention, LongSupplier nanoClock, Runnable onOverflow) {
        this.maxEntries = maxEntries;
        this.retentionNanos = retention.toNanos();
        this.nanoClock = nanoClock;
        this.onOverflow = onOverflow;
        this.orders = new Orders(maxEntries, retentionNanos);
    }

    /** Returns the number of an invalidation that is about to be sent: the later, the larger. */
    public long begin() {
        return sequence.incrementAndGet();
    }

    /**
     * Notes an invalidation that Redis may not have.
     *
     * @param number what {@link #begin} returned before it was sent
     */
    public void failed(Item item, long number) {
        if (add(item, number)) {
            onOverflow.run();
        }
    }

    /** Notes an order that Redis may not have; returns false if there is no room for it. */
    public synchronized boolean failed(Order order) {
        return orders.failed(order);
    }

    /** Notes an order that Redis has acknowledged. */
    public void delivered(Order order) {
        if (noteDelivered(order)) {
            onOverflow.run();
        }
    }

    private synchronized boolean noteDelivered(Order order) {
        return orders.delivered(order, nanoClock.getAsLong());
    }

    private synchronized void notRepeated(Order order) {
        orders.notRepeated(order);
    }

    private synchronized boolean add(Item item, long number) {
        boolean full = pending.size() >= maxEntries && item instanceof Item.Key && !pending.containsKey(item);
        if (full) {
            pending.keySet()
                    .removeIf(old -> old instanceof Item.Key && old.standIns().equals(item.standIns()));
            long newest = begin();
            item.standIns().forEach(tag -> pending.put(new Item.Tag(tag), newest));
        } else {
            pending.merge(item, number, Math::max);
        }
        pendingCount = pending.size();
        return full;
    }

    /**
     * Notes an invalidation that Redis has acknowledged. One that began later and failed stays pending: what was loaded in
     * between may be older than it.
     *
     * @param number what {@link #begin} returned before it was sent
     */
    public synchronized void delivered(Item item, long number) {
        pending.computeIfPresent(item, (same, waiting) -> waiting <= number ? null : waiting);
        pendingCount = pending.size();
        long now = nanoClock.getAsLong();
        forgetOld(now);
        delivered.remove(item);
        if (delivered.size() < maxEntries || item instanceof Item.Tag) {
            delivered.put(item, now);
        } else {
            item.standIns().forEach(tag -> {
                delivered.remove(new Item.Tag(tag));
                delivered.put(new Item.Tag(tag), now);
            });
        }
    }

    private void forgetOld(long now) {
        for (Iterator<Long> times = delivered.values().iterator(); times.hasNext(); ) {
            if (now - times.next() < retentionNanos) {
                return;
            }
            times.remove();
        }
    }

    /** Returns whether anything is pending; no lock. */
    public boolean anyPending() {
        return pending() > 0;
    }

    /** Returns whether an entry's invalidation is pending: what Redis holds for it is not to be used. */
    public boolean pendingKey(RedisKey key) {
        return pendingCount > 0 && isPending(new Item.Key(key, List.of()));
    }

    /** Returns whether a tag's invalidation is pending. */
    public boolean pendingTag(String tag) {
        return pendingCount > 0 && isPending(new Item.Tag(tag));
    }

    private synchronized boolean isPending(Item item) {
        return pending.containsKey(item);
    }

    /** Returns the number of pending invalidations and orders. */
    public int pending() {
        return pendingCount + orders.pending();
    }

    /**
     * Makes the calls that deliver what is pending and, where a primary has been replaced, what was delivered lately.
     *
     * @param concerned which keys the primary holds
     * @param holdsTags whether the primary holds the tags
     * @param onEachEnd run when a call has been answered or has failed
     */
    public synchronized List<Call<?>> replay(
            RedisFar far,
            Predicate<RedisKey> concerned,
            boolean holdsTags,
            boolean primaryChanged,
            Runnable onEachEnd) {
        List<Call<?>> calls = new ArrayList<>();
        Map<Item, Long> items = new LinkedHashMap<>();
        if (primaryChanged) {
            forgetOld(nanoClock.getAsLong());
            delivered.keySet().forEach(item -> items.put(item, -1L));
        }
        items.putAll(pending);
        items.forEach((item, number) -> {
            if (item instanceof Item.Key key && concerned.test(key.key())) {
                calls.add(RedisFar.deletion(key.key(), replayed(item, number, onEachEnd)));
            } else if (item instanceof Item.Tag tag && holdsTags) {
                calls.add(far.tagReplacement(List.of(tag.tag()), replayed(item, number, onEachEnd)));
            }
        });
        calls.addAll(replayOrders(concerned, primaryChanged, onEachEnd));
        return calls;
    }

    /**
     * Makes the calls for the orders among them.
     *
     * @param concerned which keys the primary holds
     * @param onEachEnd run when a call has been answered or has failed
     */
    public synchronized List<Call<?>> replayOrders(
            Predicate<RedisKey> concerned, boolean primaryChanged, Runnable onEachEnd) {
        List<Call<?>> calls = new ArrayList<>();
        for (Order order : orders.toReplay(primaryChanged, nanoClock.getAsLong())) {
            if (concerned.test(new RedisKey(order.command().keys().get(0)))) {
                Runnable delivered = () -> delivered(order);
                calls.add(
                        RedisFar.order(order.command(), new Replayed(delivered, () -> notRepeated(order), onEachEnd)));
            }
        }
        return calls;
    }

    private Replayed replayed(Item item, long number, Runnable onEnd) {
        Runnable delivered = () -> delivered(item, number);
        Runnable failed = () -> {
            if (number < 0) {
                failed(item, begin());
            }
        };
        return new Replayed(delivered, failed, onEnd);
    }

    private record Replayed(Runnable delivered, Runnable failed, Runnable onEnd) implements Far.WriteReply {
        @Override
        public void onDone(boolean admissible) {
            delivered.run();
            onEnd.run();
        }

        @Override
        public void onRefused() {
            // A deletion has no condition.
        }

        @Override
        public void onFailure(RedisException failure) {
            failed.run();
            onEnd.run();
        }

        @Override
        public void onLateDone() {
            delivered.run();
        }
    }
}
