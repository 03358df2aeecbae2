package dev.larder.check;

import dev.larder.check.Ruling.Outcome;
import dev.larder.check.Ruling.Place;
import dev.larder.session.limit.Algorithm;
import dev.larder.session.limit.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Compares what all processes were told with the {@link LimitModel}, driven by the server's times. These are known of each call that took
 * something: they put all of them in one order. Of a call that was denied the server's time follows from what it was told, if it was told the
 * truth; it has to lie within the call, and the model has to give the same answer then. Pure.
 */
final class LimitJudge {

    /** The server's clock is that of this machine; so far may the two readings of it be apart. */
    private static final long MARGIN_MICROS = 2_000;

    private final long toServerMicros;
    private final int jvms;
    private final BiConsumer<LimitRule, String> flaws;
    private final Map<Place, LimitModel> models = new HashMap<>();
    private final Set<Place> unknown = new HashSet<>();
    private long exact;
    private long unjudged;

    /**
     * Begins.
     *
     * @param toServerMicros what to add to the microseconds of {@link System#nanoTime()} for the server's time
     */
    LimitJudge(long toServerMicros, int jvms, BiConsumer<LimitRule, String> flaws) {
        this.toServerMicros = toServerMicros;
        this.jvms = jvms;
        this.flaws = flaws;
    }

    /** Judges everything that was said of some keys. */
    void judge(List<Ruling> rulings) {
        Map<String, List<Ruling>> calls = new LinkedHashMap<>();
        for (Ruling ruling : rulings) {
            if (ruling.which() == LimitCase.PARALLEL || ruling.which() == LimitCase.SHARED) {
                continue;
            }
            if (ruling.basis() == Decision.Basis.OUTAGE) {
                // Whether something was taken is unknown.
                unknown.add(ruling.place());
            }
            calls.computeIfAbsent(ruling.actor() + "/" + ruling.call(), call -> new ArrayList<>())
                    .add(ruling);
        }
        judgeAllowed(rulings);
        calls.values().forEach(this::judgeDenied);
        judgeShared(rulings);
        judgeParallel(rulings);
    }

    /** How many answers were compared with the model, figure by figure. */
    long exact() {
        return exact;
    }

    /** How many could not be, because a call had no answer. */
    long unjudged() {
        return unjudged;
    }

    private static boolean modelled(Ruling ruling) {
        return ruling.which() != LimitCase.PARALLEL && ruling.which() != LimitCase.SHARED;
    }

    private LimitModel model(Place place) {
        return models.computeIfAbsent(
                place, first -> LimitModel.of(first.which().limit().algorithm()));
    }

    private void flaw(LimitRule rule, Ruling ruling, String detail) {
        flaws.accept(rule, ruling.which() + " key " + ruling.key() + ", process " + ruling.actor() + ": " + detail);
    }

    /** When the server decided what it allowed. */
    private static long decidedAt(Ruling allowed) {
        return allowed.which().limit().algorithm() instanceof Algorithm.Gcra
                ? allowed.mark() - allowed.full()
                : allowed.mark();
    }

    private boolean within(Ruling ruling, long at) {
        return at >= begun(ruling) && at <= ended(ruling);
    }

    private long begun(Ruling ruling) {
        return ruling.begun() / 1_000 + toServerMicros - MARGIN_MICROS;
    }

    private long ended(Ruling ruling) {
        return ruling.ended() / 1_000 + toServerMicros + MARGIN_MICROS;
    }

    private void judgeAllowed(List<Ruling> rulings) {
        List<Ruling> allowed = new ArrayList<>(rulings.stream()
                .filter(LimitJudge::modelled)
                .filter(ruling -> ruling.allowed() && ruling.byServer())
                .toList());
        // Of those of one script call, the one that left more came first.
        allowed.sort(Comparator.comparingLong(LimitJudge::decidedAt)
                .thenComparing(Comparator.comparingLong(Ruling::remaining).reversed())
                .thenComparingLong(Ruling::mark));
        for (Ruling ruling : allowed) {
            if (unknown.contains(ruling.place())) {
                unjudged++;
                continue;
            }
            long now = decidedAt(ruling);
            if (!within(ruling, now)) {
                flaw(LimitRule.TIME, ruling, "decided outside of the call");
            }
            LimitModel model = model(ruling.place());
            LimitModel.Answer answer = model.ask(model.states() - 1, now, ruling.cost(), ruling.patience());
            if (!matches(answer, ruling, true)) {
                flaw(LimitRule.ALLOWED_WRONGLY, ruling, "the model says " + answer + ", and it was " + ruling);
            }
            exact++;
            model.take(now, ruling.cost());
        }
    }

    private static boolean matches(LimitModel.Answer answer, Ruling ruling, boolean allowed) {
        return answer.allowed() == allowed
                && answer.after() == (allowed ? ruling.after() : 0)
                && answer.remaining() == ruling.remaining()
                && answer.retry() == ruling.retry()
                && answer.next() == ruling.next()
                && answer.full() == ruling.full();
    }

    /** A call that was denied: by the server, or from a note. */
    private void judgeDenied(List<Ruling> call) {
        Ruling first = call.get(0);
        if (first.outcome() != Outcome.DENIED) {
            return;
        }
        if (call.stream().anyMatch(ruling -> unknown.contains(ruling.place()))) {
            unjudged++;
        } else if (first.basis() == Decision.Basis.NOTE) {
            call.forEach(this::judgeNote);
        } else if (first.byServer()) {
            exact++;
            Ruling denier = call.stream().filter(Ruling::denies).findFirst().orElse(first);
            boolean explained =
                    times(denier).stream().anyMatch(now -> call.stream().allMatch(ruling -> explained(ruling, now)));
            if (!explained) {
                flaw(LimitRule.DENIED_WRONGLY, denier, "the model gives no such answer while it lasted: " + call);
            }
        }
    }

    /** The states that a key can have been in while a call lasted. */
    private int[] statesDuring(Ruling ruling) {
        LimitModel model = model(ruling.place());
        int last = before(model, ended(ruling) + 1);
        int from = before(model, begun(ruling));
        return new int[] {from, last};
    }

    /** The newest state that began before a time. */
    private static int before(LimitModel model, long time) {
        int low = 0;
        int high = model.states() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (model.since(middle) < time) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** All times at which the server can have given an answer, as far as that can be told from it. */
    private List<Long> times(Ruling denied) {
        LimitModel model = model(denied.place());
        List<Long> times = new ArrayList<>();
        int[] states = statesDuring(denied);
        for (int state = states[0]; state <= states[1]; state++) {
            Long now = model.when(state, denied.full());
            if (now != null && within(denied, now)) {
                times.add(now);
            }
        }
        return times;
    }

    /** Whether a limit, as one of those of a call that was denied, has given this answer at this time in any state. */
    private boolean explained(Ruling ruling, long now) {
        LimitModel model = model(ruling.place());
        int[] states = statesDuring(ruling);
        for (int state = states[0]; state <= states[1]; state++) {
            boolean lasts = model.since(state) <= now && (state + 1 == model.states() || now <= model.since(state + 1));
            if (lasts && answers(model, state, ruling, now)) {
                return true;
            }
        }
        return false;
    }

    private static boolean answers(LimitModel model, int state, Ruling ruling, long now) {
        LimitModel.Answer answer = model.ask(state, now, ruling.cost(), ruling.patience());
        if (ruling.denies()) {
            return matches(answer, ruling, false);
        }
        // It would have been allowed, but for another limit: how it stands is told, with nothing taken.
        LimitModel.Answer untaken = model.ask(state, now, 0, 0);
        return answer.allowed()
                && untaken.remaining() == ruling.remaining()
                && untaken.next() == ruling.next()
                && untaken.full() == ruling.full();
    }

    /** A note may end too early, never too late. */
    private void judgeNote(Ruling note) {
        exact++;
        LimitModel model = model(note.place());
        int[] states = statesDuring(note);
        boolean denied = false;
        for (int state = states[0]; state <= states[1] && !denied; state++) {
            denied = !model.ask(state, Math.max(begun(note), model.since(state)), note.cost(), 0)
                    .allowed();
        }
        if (!denied) {
            flaw(LimitRule.NOTE_TOO_LONG, note, "denied from a note when the model allows it");
        }
    }

    /** All that is allowed of a key whose permits are taken beforehand, in any stretch of time. */
    private void judgeShared(List<Ruling> rulings) {
        List<Ruling> allowed = rulings.stream()
                .filter(ruling -> ruling.which() == LimitCase.SHARED && ruling.allowed())
                .toList();
        double excess = Excess.of(allowed, LimitCase.SHARED);
        double bound = (double) jvms * LimitCase.SHARED.limit().localShare();
        if (excess > bound) {
            flaw(
                    LimitRule.SHARE_TOO_LARGE,
                    allowed.get(0),
                    excess + " more than the limit were allowed; the bound is " + bound);
        }
    }

    /** Permits surely held at the same time: from when they were known to be granted until they began to be given back. */
    private void judgeParallel(List<Ruling> rulings) {
        Map<Place, List<long[]>> changes = new HashMap<>();
        for (Ruling ruling : rulings) {
            if (ruling.which() == LimitCase.PARALLEL && ruling.byServer()) {
                List<long[]> all = changes.computeIfAbsent(ruling.place(), place -> new ArrayList<>());
                if (ruling.allowed()) {
                    all.add(new long[] {ruling.ended(), 1});
                } else if (ruling.outcome() == Outcome.RELEASED) {
                    all.add(new long[] {ruling.begun(), -1});
                }
            }
        }
        long most = ((Algorithm.Concurrent) LimitCase.PARALLEL.limit().algorithm()).permits();
        changes.forEach((place, all) -> {
            all.sort(Comparator.<long[]>comparingLong(change -> change[0]).thenComparingLong(change -> change[1]));
            long held = 0;
            for (long[] change : all) {
                held += change[1];
                if (held > most) {
                    flaws.accept(LimitRule.TOO_MANY_AT_ONCE, place + ": " + held + " permits at the same time");
                    return;
                }
            }
        });
    }
}
