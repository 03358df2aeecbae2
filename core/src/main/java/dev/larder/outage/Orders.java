package dev.larder.outage;

import dev.larder.outage.Journal.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders of keyspaces in the {@link Journal}, the newest of each name. Nothing can stand in for one, so there is no room for
 * more than the bound; what was acknowledged may leave early, those longest ago first.
 *
 * <p>Changed under the journal's lock; {@link #pending()} takes none.
 */
final class Orders {

    /** Acknowledged orders that are kept for each that may be pending: they come as fast as Redis takes them. */
    private static final int ACKNOWLEDGED = 10;

    private record Done(Order order, long at) {}

    private final int maxPending;
    private final long maxDone;
    private final long retentionNanos;

    private final Map<String, Order> pending = new ConcurrentHashMap<>();
    private final Map<String, Done> done = new LinkedHashMap<>();
    private boolean told;

    /**
     * Creates an empty part of the journal.
     *
     * @param maxPending bound on the orders pending; ten times as many acknowledged ones are kept
     */
    Orders(int maxPending, long retentionNanos) {
        this.maxPending = maxPending;
        this.maxDone = (long) ACKNOWLEDGED * maxPending;
        this.retentionNanos = retentionNanos;
    }

    int pending() {
        return pending.size();
    }

    /** Keeps what Redis may not have, unless a newer one of its name is known; returns false if there is no room. */
    boolean failed(Order order) {
        Order waiting = pending.get(order.name());
        if (waiting == null && pending.size() >= maxPending) {
            return false;
        }
        keep(order, waiting);
        return true;
    }

    /** Keeps what was acknowledged and could not be repeated, room or not: it has been promised. */
    void notRepeated(Order order) {
        keep(order, pending.get(order.name()));
    }

    private void keep(Order order, @Nullable Order waiting) {
        Done known = done.get(order.name());
        boolean newer = known != null && known.order.number() > order.number();
        if (newer || (waiting != null && waiting.number() >= order.number())) {
            return;
        }
        order.hold().begin();
        pending.put(order.name(), order);
        if (waiting != null) {
            waiting.hold().end();
        }
    }

    /** Returns true if an acknowledged one had to leave before its time, for the first time since there was room for all. */
    boolean delivered(Order order, long now) {
        Order waiting = pending.get(order.name());
        if (waiting != null && waiting.number() <= order.number()) {
            pending.remove(order.name());
            waiting.hold().end();
        }
        forgetOld(now);
        Done known = done.get(order.name());
        if (known != null && known.order.number() > order.number()) {
            return false;
        }
        done.remove(order.name());
        done.put(order.name(), new Done(order, now));
        if (done.size() <= maxDone) {
            return false;
        }
        done.remove(done.keySet().iterator().next());
        boolean first = !told;
        told = true;
        return first;
    }

    private void forgetOld(long now) {
        var oldestFirst = done.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next().at >= retentionNanos) {
            oldestFirst.remove();
            told = false;
        }
    }

    /** Returns what is pending and, where a primary has been replaced, what was acknowledged lately; the newest of each name. */
    List<Order> toReplay(boolean primaryChanged, long now) {
        Map<String, Order> all = new LinkedHashMap<>();
        if (primaryChanged) {
            forgetOld(now);
            done.forEach((name, kept) -> all.put(name, kept.order));
        }
        all.putAll(pending);
        return new ArrayList<>(all.values());
    }
}
