package dev.larder.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The single reads of one link, gathered by {@link Lanes}: what leaves together is one {@code MGET}. So one caller alone never waits, and many share
 * round trips.
 *
 * <p>No read is stranded when the link is lost: {@link Link#lose} takes back all that waits after it set its mark, and whoever has added one looks at
 * the mark afterwards.
 *
 * <p>In a Cluster reads of several slots cannot share a command; they leave as single {@code GET}s with one flush.
 */
final class Reads {

    /** Keys in one command at most. */
    static final int BATCH = 128;

    private final Link link;
    private final Counters counters;
    private final Lanes<Get> lanes = new Lanes<>(this::leave);

    Reads(Link link, Shared shared) {
        this.link = link;
        this.counters = shared.counters();
    }

    /** Reads a key. The link has admitted it. */
    void read(Get get) {
        lanes.send(get);
        if (link.isLost()) {
            failWaiting();
        }
    }

    private int leave(List<Get> gets, Runnable answered) {
        counters.roundTrips.increment();
        if (gets.size() == 1) {
            link.dispatch(single(gets.get(0), answered));
        } else {
            link.dispatch(exchanges(gets, answered));
        }
        return gets.size();
    }

    private List<Exchange> exchanges(List<Get> gets, Runnable answered) {
        List<List<Get>> batches = sameSlot(gets) ? batches(gets) : null;
        Runnable told = Lanes.part(batches == null ? gets.size() : batches.size(), answered);
        return batches == null
                ? gets.stream().map(get -> single(get, told)).toList()
                : batches.stream().map(batch -> together(batch, told)).toList();
    }

    private Exchange single(Get get, Runnable told) {
        return new Exchange(Verb.GET, List.of(get.key()), link, new Single(get, told), get.since(), 1);
    }

    private Exchange together(List<Get> batch, Runnable told) {
        byte[][] keys = new byte[batch.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = batch.get(i).key();
        }
        Batch outcome = new Batch(batch, told);
        return new Exchange(
                Verb.MGET, List.of(keys), link, outcome, batch.get(0).since(), keys.length);
    }

    private static List<List<Get>> batches(List<Get> gets) {
        List<List<Get>> batches = new ArrayList<>(1);
        for (int from = 0; from < gets.size(); from += BATCH) {
            batches.add(gets.subList(from, Math.min(from + BATCH, gets.size())));
        }
        return batches;
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
        lanes.takeBack(get -> true, get -> {
            link.release(1);
            fail(get, link.unavailable());
        });
    }

    /** Fails what has been waiting since before a time. Ticker thread. */
    void expire(long before) {
        lanes.takeBack(get -> get.since() - before < 0, get -> {
            link.release(1);
            counters.refused.increment();
            fail(get, link.waitedTooLong(get.since()));
        });
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

    /** A {@code GET}. If it fails its lane stays taken: what is overdue will still be answered, and a lost link needs no lanes. */
    private final class Single implements Outcome {

        private final Get get;
        private final Runnable told;

        Single(Get get, Runnable told) {
            this.get = get;
            this.told = told;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            deliver(get, value instanceof byte[] bytes ? bytes : null, late);
            told.run();
        }

        @Override
        public void refused(String error, boolean late) {
            refuse(get, error, late);
            told.run();
        }

        @Override
        public void failed(RedisException failure) {
            fail(get, failure);
        }
    }

    /** An {@code MGET} for several; the same holds. */
    private final class Batch implements Outcome {

        private final List<Get> gets;
        private final Runnable told;

        Batch(List<Get> gets, Runnable told) {
            this.gets = gets;
            this.told = told;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            if (value instanceof List<?> values && values.size() == gets.size()) {
                for (int i = 0; i < values.size(); i++) {
                    deliver(gets.get(i), values.get(i) instanceof byte[] bytes ? bytes : null, late);
                }
            } else {
                gets.forEach(get -> refuse(get, "ERR the server answered an MGET with something else", late));
            }
            told.run();
        }

        @Override
        public void refused(String error, boolean late) {
            gets.forEach(get -> refuse(get, error, late));
            told.run();
        }

        @Override
        public void failed(RedisException failure) {
            gets.forEach(get -> fail(get, failure));
        }
    }
}
