package dev.larder.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The single reads of one link, gathered: at most {@value #LANES} read commands are under way; a read goes out at once
 * while there are fewer, else it waits and leaves with all that wait, as one {@code MGET}, when one is answered. So one
 * caller alone never waits, and many share round trips.
 *
 * <p>No read is stranded. Who adds one to {@link #waiting} afterwards tries to take a lane; if none is free, each is held
 * by a command that, once answered, empties the queue. Who finds the queue empty gives its lane back and then looks
 * again: either it sees what was added in between, or the one who added it sees the free lane. When the link is lost,
 * {@link Link#lose} empties the queue after it set its mark, and who adds looks at the mark after adding.
 *
 * <p>In a Cluster reads of several slots cannot share a command; they leave as single {@code GET}s with one flush.
 */
final class Reads {

    /** Read commands under way at most. */
    static final int LANES = 2;

    /** Keys in one command at most. */
    static final int BATCH = 128;

    private final Link link;
    private final Counters counters;
    private final Queue<Get> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lanes = new AtomicInteger();

    Reads(Link link, Shared shared) {
        this.link = link;
        this.counters = shared.counters();
    }

    /** Reads a key. The link has admitted it. */
    void read(Get get) {
        if (waiting.isEmpty() && takeLane()) {
            send(get);
            return;
        }
        waiting.add(get);
        if (link.isLost()) {
            failWaiting();
        } else if (takeLane()) {
            drain();
        }
    }

    private boolean takeLane() {
        int taken = lanes.get();
        while (taken < LANES) {
            if (lanes.compareAndSet(taken, taken + 1)) {
                return true;
            }
            taken = lanes.get();
        }
        return false;
    }

    /** Uses the lane that the caller holds for what waits, or gives it back. */
    private void drain() {
        while (true) {
            Get first = waiting.poll();
            if (first != null) {
                Get second = waiting.poll();
                if (second == null) {
                    send(first);
                } else {
                    send(gather(first, second));
                }
                return;
            }
            lanes.decrementAndGet();
            if (waiting.isEmpty() || !takeLane()) {
                return;
            }
        }
    }

    private List<Get> gather(Get first, Get second) {
        List<Get> batch = new ArrayList<>(32);
        batch.add(first);
        batch.add(second);
        while (batch.size() < BATCH) {
            Get next = waiting.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void send(Get get) {
        counters.roundTrips.increment();
        link.dispatch(new Exchange(Verb.GET, List.of(get.key()), link, new Single(get, null), get.since(), 1));
    }

    private void send(List<Get> batch) {
        counters.roundTrips.increment();
        if (sameSlot(batch)) {
            byte[][] keys = new byte[batch.size()][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = batch.get(i).key();
            }
            link.dispatch(new Exchange(
                    Verb.MGET,
                    List.of(keys),
                    link,
                    new Batch(batch),
                    batch.get(0).since(),
                    keys.length));
            return;
        }
        AtomicInteger left = new AtomicInteger(batch.size());
        List<Exchange> exchanges = new ArrayList<>(batch.size());
        for (Get get : batch) {
            exchanges.add(new Exchange(Verb.GET, List.of(get.key()), link, new Single(get, left), get.since(), 1));
        }
        link.dispatch(exchanges);
    }

    private static boolean sameSlot(List<Get> batch) {
        int slot = batch.get(0).slot();
        for (Get get : batch) {
            if (get.slot() != slot) {
                return false;
            }
        }
        return true;
    }

    /** Fails everything that waits. Nothing of it was sent. */
    void failWaiting() {
        for (Get get = waiting.poll(); get != null; get = waiting.poll()) {
            link.release(1);
            fail(get, link.unavailable());
        }
    }

    /** Fails what has been waiting since before a time. Ticker thread. */
    void expire(long before) {
        for (Get get = waiting.peek(); get != null && get.since() - before < 0; get = waiting.peek()) {
            if (waiting.remove(get)) {
                link.release(1);
                counters.refused.increment();
                fail(get, link.waitedTooLong(get.since()));
            }
        }
    }

    private void fail(Get get, RedisException failure) {
        try {
            get.reply().onFailure(failure);
        } catch (RuntimeException | Error e) {
            link.courier().misbehaved(e);
        }
    }

    private void deliver(Get get, byte @Nullable [] value, boolean late) {
        try {
            if (late) {
                get.reply().onLateValue(value);
            } else {
                get.reply().onValue(value, link.tracks(get.slot()));
            }
        } catch (RuntimeException | Error e) {
            link.courier().misbehaved(e);
        }
    }

    private void refuse(Get get, String error, boolean late) {
        Courier courier = link.courier();
        courier.refused(
                new Attempt<>(courier, Command.get(get.key()), get.reply(), get.slot(), get.since()),
                link,
                error,
                late);
    }

    /** A {@code GET}, alone in its lane or one of several that share it. */
    private final class Single implements Outcome {

        private final Get get;
        private final @Nullable AtomicInteger left;

        Single(Get get, @Nullable AtomicInteger left) {
            this.get = get;
            this.left = left;
        }

        private void next() {
            if (left == null || left.decrementAndGet() == 0) {
                drain();
            }
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            next();
            deliver(get, value instanceof byte[] bytes ? bytes : null, late);
        }

        @Override
        public void refused(String error, boolean late) {
            next();
            refuse(get, error, late);
        }

        /** The lane stays taken: what is overdue will still be answered, and a lost link needs no lanes. */
        @Override
        public void failed(RedisException failure) {
            fail(get, failure);
        }
    }

    /** An {@code MGET} for several. */
    private final class Batch implements Outcome {

        private final List<Get> gets;

        Batch(List<Get> gets) {
            this.gets = gets;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            drain();
            if (value instanceof List<?> values && values.size() == gets.size()) {
                for (int i = 0; i < values.size(); i++) {
                    deliver(gets.get(i), values.get(i) instanceof byte[] bytes ? bytes : null, late);
                }
            } else {
                gets.forEach(get -> refuse(get, "ERR the server answered an MGET with something else", late));
            }
        }

        @Override
        public void refused(String error, boolean late) {
            drain();
            gets.forEach(get -> refuse(get, error, late));
        }

        @Override
        public void failed(RedisException failure) {
            gets.forEach(get -> fail(get, failure));
        }
    }
}
