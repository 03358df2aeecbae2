package dev.larder.session.limit;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way: what it wants of each slot, and what has been decided so far. Outside a Cluster there is one slot. Its monitor
 * guards what its parts tell.
 */
final class Visit {

    private final SharedLimits limits;
    private final List<Want> wants;
    private final List<Slot> slots = new ArrayList<>(1);
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private int open;

    Visit(SharedLimits limits, List<Want> wants) {
        this.limits = limits;
        this.wants = wants;
    }

    CompletableFuture<Decision> begin() {
        if (wants.size() == 1) {
            slots.add(new Slot(wants));
        } else {
            wants.stream()
                    .collect(groupingBy(want -> want.place().slot, LinkedHashMap::new, toList()))
                    .values()
                    .forEach(ofOneSlot -> slots.add(new Slot(ofOneSlot)));
        }
        open = slots.size();
        slots.forEach(slot -> limits.gathering(slot.wants.get(0).place()).take(slot));
        return decision;
    }

    private void ended() {
        synchronized (this) {
            open--;
            if (open > 0) {
                return;
            }
        }
        decision.complete(limits.counted(decide()));
    }

    private Decision decide() {
        boolean failed = false;
        boolean denied = false;
        for (Slot slot : slots) {
            failed |= slot.figures == null;
            denied |= slot.figures != null && !slot.allowed;
        }
        if (denied) {
            giveBackTaken();
            return new Decision.Denied(Decision.Basis.SERVER, standings(List.of()));
        }
        return failed ? inOutage() : allowed(Decision.Basis.SERVER, Duration.ZERO, List.of());
    }

    /** What a server has answered holds for its limits; the others decide as they say for an outage. */
    private Decision inOutage() {
        List<Want> unanswered =
                wants.stream().filter(want -> slot(want).figures == null).toList();
        Decision here = limits.outage().decide(unanswered);
        if (here instanceof Decision.Allowed local) {
            return allowed(Decision.Basis.OUTAGE, local.after(), local.standings());
        }
        giveBackTaken();
        return here;
    }

    /**
     * What all slots have given, and this process in place of those without an answer.
     *
     * @param here the standings of the shares that it has given from
     */
    private Decision allowed(Decision.Basis basis, Duration afterHere, List<Standing> here) {
        Duration after = afterHere;
        List<Permit> permits = List.of();
        for (Slot slot : slots) {
            after = slot.figures == null ? after : longer(after, slot.after());
        }
        for (Want want : wants) {
            if (!want.permitId().isEmpty()) {
                permits = permits.isEmpty() ? new ArrayList<>(2) : permits;
                permits.add(want.permit(slot(want).figures == null));
            }
        }
        return new Decision.Allowed(basis, after, standings(here), permits);
    }

    private List<Standing> standings(List<Standing> here) {
        if (slots.size() == 1) {
            return slots.get(0).figures == null ? here : slots.get(0).standings();
        }
        Iterator<Standing> shares = here.iterator();
        List<Standing> standings = new ArrayList<>(wants.size());
        for (Want want : wants) {
            Slot slot = slot(want);
            if (slot.figures != null) {
                standings.add(slot.standings().get(slot.wants.indexOf(want)));
            } else if (shares.hasNext() && want.ask().limit().onOutage() instanceof OnOutage.Local) {
                standings.add(shares.next());
            }
        }
        return standings;
    }

    private Slot slot(Want want) {
        for (Slot slot : slots) {
            if (slot.wants.contains(want)) {
                return slot;
            }
        }
        throw new IllegalStateException("limit " + want.ask().limit().name() + " has no slot in its call");
    }

    /** Behind the answer: what one slot has taken while the call was denied. */
    private void giveBackTaken() {
        for (Slot slot : slots) {
            if (slot.allowed) {
                limits.giveBack(slot.wants, slot.standings());
            }
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** The part of one slot. */
    private final class Slot extends Part {

        private volatile @Nullable Figures figures;
        private int from;
        private long before;
        private boolean allowed;

        Slot(List<Want> wants) {
            super(wants);
        }

        @Override
        void decided(Figures answer, int first, long allowedBefore, boolean isAllowed) {
            from = first;
            before = allowedBefore;
            allowed = isAllowed;
            figures = answer;
            if (!isAllowed) {
                limits.note(wants, standings(), answer.sentNanos());
            }
            ended();
        }

        /** Permits that the server may have given after all would be held until their leases end. */
        @Override
        void failed() {
            limits.abandon(wants);
            ended();
        }

        List<Standing> standings() {
            Figures known = requireNonNull(figures);
            List<Standing> standings = new ArrayList<>(wants.size());
            int at = from;
            for (Want want : wants) {
                standings.add(want.place().form.standing(want, known, at, before, allowed));
                at += want.place().form.figures();
            }
            return standings;
        }

        Duration after() {
            Figures known = requireNonNull(figures);
            Duration after = Duration.ZERO;
            int at = from;
            for (Want want : wants) {
                after = longer(after, want.after(known, at, before));
                at += want.place().form.figures();
            }
            return after;
        }
    }
}
