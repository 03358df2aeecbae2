package dev.larder.redis;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The proof of freshness: up to when it is proven that everything any primary had announced one staleness bound ago has
 * been received.
 *
 * <p>Every change is made under this object's lock and leaves {@link #until} either at the minimum over all members, or
 * in the past. A link proves only between {@link #join} (after its flush and its first calls) and {@link #leave} (when it
 * is lost or overdue); an answer to a heartbeat outside of that changes nothing, whichever thread it runs on. So a link
 * that is lost while its heartbeat is answered on another thread ends with the deadline in the past, in either order.
 *
 * <p>Reading costs one volatile read and one comparison.
 */
@SuppressWarnings("ReferenceEquality") // a link is itself and nothing else
final class Coherence {

    /** What proves: a link. */
    interface Witness {
        /** Returns whether it is lost, which is for ever. */
        boolean isLost();
    }

    /** One primary's proof: none while it has no link, or a link of which no heartbeat was answered yet. */
    private static final class Proof {
        @Nullable
        Witness link;

        boolean proven;
        long provenAt;

        @Nullable
        ServerClock clock;
    }

    private final long bound;
    private final Map<Object, Proof> proofs = new HashMap<>();
    private volatile long until;
    private volatile ServerClock clock;
    private volatile Map<Object, ServerClock> clocks = Map.of();

    Coherence(long boundNanos) {
        this.bound = boundNanos;
        long now = System.nanoTime();
        this.until = now;
        this.clock = new ServerClock(System.currentTimeMillis(), now, now);
    }

    boolean holds(long nanoTime) {
        return nanoTime - until < 0;
    }

    long until() {
        return until;
    }

    ServerClock clock() {
        return clock;
    }

    /** Returns the clock of one primary, null before it has told it. */
    @Nullable
    ServerClock clock(Object primary) {
        return clocks.get(primary);
    }

    /** Sets the primaries whose proofs are needed, which are those that own slots. */
    synchronized void members(Collection<?> primaries) {
        proofs.keySet().retainAll(Set.copyOf(primaries));
        for (Object primary : primaries) {
            proofs.computeIfAbsent(primary, p -> new Proof());
        }
        update();
    }

    /** The link may prove from now on. Ignored for one that is lost already, or whose primary owns no slots. */
    synchronized void join(Object primary, Witness link) {
        Proof proof = proofs.get(primary);
        if (proof != null && proof.link != link && !link.isLost()) {
            proof.link = link;
            proof.proven = false;
        }
        update();
    }

    /** A heartbeat was answered. */
    synchronized void prove(Object primary, Witness link, ServerClock answer) {
        Proof proof = proofs.get(primary);
        if (proof == null || proof.link != link || link.isLost()) {
            return;
        }
        proof.proven = true;
        proof.provenAt = answer.sentNanos();
        proof.clock = answer;
        update();
    }

    /** The link proves nothing any more: it is overdue, or, once and for all, lost. */
    synchronized void leave(Object primary, Witness link) {
        Proof proof = proofs.get(primary);
        if (proof != null && proof.link == link) {
            proof.proven = false;
            if (link.isLost()) {
                proof.link = null;
            }
            update();
        }
    }

    private void update() {
        noteClocks();
        boolean first = true;
        long earliest = 0;
        for (Proof proof : proofs.values()) {
            if (!proof.proven) {
                lapse();
                return;
            }
            if (first || proof.provenAt - earliest < 0) {
                earliest = proof.provenAt;
            }
            first = false;
        }
        if (first) {
            lapse();
        } else {
            until = earliest + bound;
        }
    }

    /** Puts the end of the proof into the past, and leaves it there: how long ago it lapsed is of use to readers. */
    private void lapse() {
        long past = System.nanoTime() - bound;
        if (until - past > 0) {
            until = past;
        }
    }

    /** The clock of all is the one that is ahead: what has expired by it is expired by all. */
    private void noteClocks() {
        Map<Object, ServerClock> known = new HashMap<>();
        proofs.forEach((primary, proof) -> {
            if (proof.clock != null) {
                known.put(primary, proof.clock);
            }
        });
        long now = System.nanoTime();
        known.values().stream()
                .max(Comparator.comparingLong(candidate -> candidate.latestMillis(now)))
                .ifPresent(latest -> clock = latest);
        clocks = Map.copyOf(known);
    }
}
