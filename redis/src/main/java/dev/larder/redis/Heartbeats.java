package dev.larder.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one link: {@code TIME}, sent by the ticker, answered on the I/O thread in wire order with the pushes.
 * In default tracking mode (not {@code BCAST}) a server writes an invalidation to the connection before it answers what
 * was sent later, so the newest answered heartbeat is the proof.
 *
 * <p>In a Cluster {@code EXISTS} of a key in one of the primary's slots goes before it: a primary that was deposed, or that
 * is cut off from the majority, answers that with {@code MOVED} or {@code CLUSTERDOWN}, and then proves nothing although it
 * answers {@code TIME}. (With {@code cluster-allow-reads-when-down} it does not.)
 *
 * <p>Guarded by this object's lock.
 */
final class Heartbeats {

    /** What the keys that heartbeats in a Cluster ask for begin with; a number follows. They never exist. */
    static final String KEY = "larder:heartbeat:";

    private final Link link;
    private final Shared shared;
    private final Deque<Long> underWay = new ArrayDeque<>();
    private boolean stopped;
    private boolean started;
    private long last;

    Heartbeats(Link link, Shared shared) {
        this.link = link;
        this.shared = shared;
    }

    /** Sends a heartbeat if one is due. */
    void beat(long now) {
        long interval = shared.config().heartbeat().toNanos();
        long sent;
        synchronized (this) {
            if (stopped || (started && now - last < interval)) {
                return;
            }
            started = true;
            last = now;
            sent = System.nanoTime();
            underWay.add(sent);
        }
        Beat beat = new Beat(sent);
        Exchange time = new Exchange(Verb.TIME, List.of(), link, beat, sent, 0);
        byte[] probe = shared.cluster() ? link.primary().probe() : null;
        if (probe == null) {
            link.dispatch(time);
        } else {
            link.dispatch(List.of(new Exchange(Verb.EXISTS, List.of(probe), link, new Probe(beat), sent, 0), time));
        }
    }

    synchronized Pulse pulse(long now) {
        Long oldest = underWay.peek();
        RedisConfig config = shared.config();
        return Pulse.of(
                now,
                oldest != null,
                oldest == null ? 0 : oldest,
                config.commandTimeout().toNanos(),
                config.deadAfter().toNanos());
    }

    synchronized void stop() {
        stopped = true;
        underWay.clear();
    }

    private synchronized boolean answered(long sent) {
        underWay.remove(sent);
        return !stopped;
    }

    private final class Beat implements Outcome {

        private final long sent;
        private boolean deposed;

        Beat(long sent) {
            this.sent = sent;
        }

        /** Late or not: an answer proves what its time of sending says. */
        @Override
        public void answered(@Nullable Object value, boolean late) {
            long received = System.nanoTime();
            if (Heartbeats.this.answered(sent)
                    && !deposed
                    && value instanceof List<?> parts
                    && parts.size() == 2
                    && parts.get(0) instanceof byte[] seconds
                    && parts.get(1) instanceof byte[] micros) {
                long millis = Texts.number(seconds) * 1000 + Texts.number(micros) / 1000;
                shared.coherence().prove(link.primary(), link, new ServerClock(millis, sent, received));
                if (link.gate() == Link.Gate.STALLED) {
                    link.primary().wake();
                }
            }
        }

        /** The server is there but proves nothing. */
        @Override
        public void refused(String error, boolean late) {
            Heartbeats.this.answered(sent);
        }

        @Override
        public void failed(RedisException failure) {
            // overdue heartbeats are judged by their age; on a lost link there is nothing left to judge
        }
    }

    /** A read of a slot that the primary should own, just before the heartbeat that it qualifies. */
    private final class Probe implements Outcome {

        private final Beat beat;

        Probe(Beat beat) {
            this.beat = beat;
        }

        @Override
        public void answered(@Nullable Object value, boolean late) {
            // it owns the slot, and the Cluster stands behind it
        }

        /** The right is looked at before the slot: who lacks it hears nothing of ownership, so nothing is proven. */
        @Override
        public void refused(String error, boolean late) {
            if (Permission.lacking(error)) {
                beat.deposed = true;
                shared.log()
                        .warn(
                                Permission.missing(link.address(), shared.config(), "(+exists %R~" + KEY + "*)", error)
                                                .getMessage()
                                        + "; until then no near hits are served",
                                null);
                return;
            }
            Redirect redirect = Redirect.of(error, link.node().host());
            if (redirect instanceof Redirect.Moved || redirect instanceof Redirect.WrongServer) {
                beat.deposed = true;
                link.primary().doubted();
            }
        }

        @Override
        public void failed(RedisException failure) {
            // the heartbeat behind it fails as well
        }
    }
}
