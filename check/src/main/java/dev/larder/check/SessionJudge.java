package dev.larder.check;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Compares what was done in one race for sessions with what must hold. Pure: it knows nothing but the deeds. Where the outcome of a deed is
 * unknown, or two overlap, everything is allowed that some order of them explains.
 */
final class SessionJudge {

    /** The server's milliseconds, and a machine that is busy. */
    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** So long an old ID is known to have been given up, with a margin. */
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(55);

    /** The end of a session: at which time at the latest it can be found no more. */
    private record End(Deed by, long at, boolean hereOnly) {}

    private final Way way;
    private final long finalFrom;
    private final BiConsumer<SessionRule, String> flaws;
    private final List<Deed> deeds;
    private final Lineage lineage;

    /**
     * Takes a race on.
     *
     * @param finalFrom since when all was over, and everybody reached Redis
     * @param deeds of this race; what a read has seen follows it
     */
    SessionJudge(Way way, long finalFrom, List<Deed> deeds, BiConsumer<SessionRule, String> flaws) {
        this.way = way;
        this.finalFrom = finalFrom;
        this.deeds = deeds;
        this.flaws = flaws;
        this.lineage = new Lineage(deeds);
    }

    void judge() {
        for (Deed deed : deeds) {
            switch (deed.kind()) {
                case READ -> {
                    if (deed.outcome() == Outcome.DONE) {
                        judgeEnds(deed);
                        judgeOldId(deed);
                    } else {
                        judgeNone(deed);
                    }
                }
                case SAVE, ADD, ROTATE, LOGIN -> {
                    if (deed.outcome() == Outcome.DONE) {
                        judgeEnds(deed);
                    } else {
                        judgeNone(deed);
                    }
                }
                default -> {}
            }
        }
        judgeValues();
        judgeIds();
        judgeUsers();
        judgeLists();
    }

    private void flaw(SessionRule rule, Deed deed, String detail) {
        flaws.accept(
                rule, way + " race " + deed.race() + ", process " + deed.actor() + ", " + deed.kind() + ": " + detail);
    }

    /** What was done with an ID that had ended before. */
    private void judgeEnds(Deed deed) {
        for (End end : ends(deed.id())) {
            boolean own = end.by().actor() == deed.actor();
            long slack = own || deed.kind() != Kind.READ ? 0 : way.boundNanos();
            if (end.hereOnly() && deed.kind() == Kind.READ) {
                if (own && end.at() < deed.begun()) {
                    flaw(
                            SessionRule.RESURRECTED,
                            deed,
                            "found although this process has taken " + end.by().kind() + " on");
                }
                if (deed.begun() > finalFrom) {
                    flaw(
                            SessionRule.UNDELIVERED,
                            deed,
                            "found although " + end.by().kind() + " was journaled");
                }
            } else if (!end.hereOnly() && end.at() + slack < deed.begun()) {
                flaw(
                        SessionRule.RESURRECTED,
                        deed,
                        "done " + millis(deed.begun() - end.at()) + " after "
                                + end.by().kind() + " was acknowledged");
            }
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
    }

    /** All ends of the session of an ID. */
    private List<End> ends(long id) {
        List<End> ends = new ArrayList<>();
        for (Deed deed : deeds) {
            boolean journaled = deed.outcome() == Outcome.JOURNALED;
            if (deed.outcome() != Outcome.DONE && !journaled) {
                continue;
            }
            boolean reaches = switch (deed.kind()) {
                case END -> endReaches(deed, id);
                case LOGIN -> lineage.root(deed.id()) == lineage.root(id);
                case END_ALL -> deed.id() == lineage.user(id) && madeBefore(id, deed);
                case END_OTHERS ->
                    deed.other() == lineage.user(id)
                            && lineage.root(deed.id()) != lineage.root(id)
                            && madeBefore(id, deed);
                default -> false;
            };
            if (reaches) {
                Deed maker = lineage.maker(id);
                ends.add(
                        new End(deed, maker == null ? deed.ended() : Math.max(deed.ended(), maker.ended()), journaled));
            }
        }
        return ends;
    }

    /** Who ends a session by an ID that has been given up ends it under its new one; by the new one, under both. */
    private boolean endReaches(Deed end, long id) {
        if (end.id() == id) {
            return true;
        }
        if (lineage.root(end.id()) != lineage.root(id)) {
            return false;
        }
        boolean older = lineage.rotationsOf(id).stream().anyMatch(rotation -> rotation.other() == end.id());
        boolean inTime = lineage.rotationsOf(end.id()).stream()
                .anyMatch(rotation -> rotation.other() == id && end.ended() < rotation.begun() + REMEMBERED_NANOS);
        return older || inTime;
    }

    private boolean madeBefore(long id, Deed end) {
        Deed maker = lineage.maker(lineage.root(id));
        return maker != null && maker.ended() < end.begun();
    }

    /** An ID that was given up. */
    private void judgeOldId(Deed read) {
        for (Deed rotation : lineage.rotationsOf(read.id())) {
            long since = read.begun() - rotation.ended() - way.boundNanos();
            if (since > 0 && read.other() == read.id()) {
                flaw(SessionRule.OLD_ID, read, "found under the old ID " + millis(since) + " after the rotation");
            } else if (since > way.graceNanos() + MARGIN_NANOS) {
                flaw(SessionRule.OLD_ID, read, "found by the old ID " + millis(since) + " after the rotation");
            }
        }
    }

    /** That something was found to be no more. */
    private void judgeNone(Deed deed) {
        if (deed.outcome() != Outcome.NONE || lineage.maker(deed.id()) == null) {
            return;
        }
        if (deeds.stream().noneMatch(cause -> explains(cause, deed))) {
            flaw(SessionRule.LOST_SESSION, deed, "none although nobody has ended it");
        }
    }

    private boolean explains(Deed cause, Deed none) {
        if (cause.equals(none) || cause.begun() > none.ended()) {
            return false;
        }
        long id = none.id();
        boolean same = lineage.root(cause.id()) == lineage.root(id);
        return switch (cause.kind()) {
            case END -> lineage.origin(cause.id()) == lineage.origin(id);
            case ROTATE -> cause.id() == id && cause.begun() + way.graceNanos() - MARGIN_NANOS < none.ended();
            case END_ALL -> cause.id() == lineage.user(id) && !precedesMaker(cause, id);
            case END_OTHERS -> cause.other() == lineage.user(id) && !same && !precedesMaker(cause, id);
            case LOGIN -> same && cause.other() != id || crowds(cause.value(), id);
            case CREATE -> cause.id() != id && crowds(cause.other(), id);
            default -> false;
        };
    }

    private boolean precedesMaker(Deed end, long id) {
        Deed maker = lineage.maker(lineage.root(id));
        return maker != null && end.precedes(maker);
    }

    private boolean crowds(long user, long id) {
        return way.maxPerUser() > 0 && user != 0 && user == lineage.user(id);
    }

    /** What each read has seen of each attribute that anybody has changed. */
    private void judgeValues() {
        Map<Integer, List<Deed>> writes = new HashMap<>();
        for (Deed deed : deeds) {
            if (deed.kind() == Kind.SAVE || deed.kind() == Kind.ADD) {
                writes.computeIfAbsent(deed.attribute(), attribute -> new ArrayList<>())
                        .add(deed);
            }
        }
        if (writes.isEmpty()) {
            return;
        }
        for (int at = 0; at < deeds.size(); at++) {
            Deed read = deeds.get(at);
            if (!read.is(Kind.READ, Outcome.DONE)) {
                continue;
            }
            Map<Integer, Long> seen = new HashMap<>();
            for (int next = at + 1; next < deeds.size() && deeds.get(next).kind() == Kind.SEEN; next++) {
                seen.put(deeds.get(next).attribute(), deeds.get(next).value());
            }
            writes.forEach((attribute, all) -> judgeValue(read, attribute, seen.getOrDefault(attribute, 0L), all));
        }
        judgeSums(writes.getOrDefault(Way.COUNTER, List.of()));
    }

    private void judgeValue(Deed read, int attribute, long value, List<Deed> writes) {
        List<Deed> ofSession = writes.stream()
                .filter(write -> lineage.origin(write.id()) == lineage.origin(read.id()))
                .toList();
        List<Deed> sources =
                ofSession.stream().filter(write -> write.value() == value).toList();
        if (value != 0 && sources.stream().allMatch(SessionJudge::refused)) {
            flaw(SessionRule.REFUSED_WRITE, read, "it shows a value that was refused, or that nobody wrote");
            return;
        }
        boolean replaced = ofSession.stream()
                .filter(write -> write.outcome() == Outcome.DONE && write.value() != value)
                .filter(write -> write.ended() + (write.actor() == read.actor() ? 0 : way.boundNanos()) < read.begun())
                .anyMatch(write -> sources.stream().allMatch(source -> refused(source) || source.precedes(write)));
        if (replaced) {
            flaw(
                    SessionRule.LOST_WRITE,
                    read,
                    Way.attribute(attribute) + " shows " + (value == 0 ? "nothing" : "an older value")
                            + " after a save was acknowledged");
        }
    }

    private static boolean refused(Deed write) {
        return write.outcome() == Outcome.NONE || write.outcome() == Outcome.CONFLICT;
    }

    /** Of those who add one, each makes another number. */
    private void judgeSums(List<Deed> adds) {
        Set<Long> sums = new HashSet<>();
        for (Deed add : adds) {
            if (add.is(Kind.ADD, Outcome.DONE) && !sums.add(add.value())) {
                flaw(SessionRule.LOST_WRITE, add, "two have counted to the same number, and both were saved");
            }
        }
    }

    private void judgeIds() {
        Map<Long, Long> rotated = new HashMap<>();
        Map<Long, Long> loggedIn = new HashMap<>();
        for (Deed deed : deeds) {
            Map<Long, Long> ids = deed.kind() == Kind.ROTATE ? rotated : loggedIn;
            if (deed.outcome() == Outcome.DONE && (deed.kind() == Kind.ROTATE || deed.kind() == Kind.LOGIN)) {
                Long before = ids.putIfAbsent(deed.id(), deed.other());
                if (before != null && before != deed.other()) {
                    flaw(SessionRule.TWO_IDS, deed, "two have got different IDs for one session");
                }
            }
        }
    }

    /** How many sessions a user has at the end, and how many he is shown. */
    private void judgeUsers() {
        Map<Long, Set<Long>> alive = new HashMap<>();
        boolean known = true;
        for (Deed deed : deeds) {
            if (deed.kind() == Kind.READ && deed.begun() > finalFrom) {
                known &= deed.outcome() != Outcome.UNKNOWN;
                long user = lineage.user(deed.id());
                if (deed.outcome() == Outcome.DONE && user != 0) {
                    alive.computeIfAbsent(user, id -> new HashSet<>()).add(lineage.root(deed.id()));
                }
            }
        }
        for (Deed deed : deeds) {
            if (deed.is(Kind.LIST, Outcome.DONE) && deed.begun() > finalFrom) {
                int found = alive.getOrDefault(deed.id(), Set.of()).size();
                // A login whose reply was lost has left a session that nobody knows.
                boolean some = deeds.stream().anyMatch(other -> other.is(Kind.CREATE, Outcome.UNKNOWN));
                if (known && (some ? deed.value() < found : deed.value() != found)) {
                    flaw(SessionRule.LISTING, deed, deed.value() + " are listed, and " + found + " are found");
                }
                if (way.maxPerUser() > 0 && Math.max(found, deed.value()) > way.maxPerUser()) {
                    flaw(SessionRule.CROWD, deed, Math.max(found, deed.value()) + " sessions of one user");
                }
            }
        }
    }

    /** What a list must show that was asked for at any time: whatever began before and that nobody can have ended by then. */
    private void judgeLists() {
        for (Deed list : deeds) {
            if (list.is(Kind.LIST, Outcome.DONE)) {
                long least = deeds.stream()
                        .filter(made -> made.ended() < list.begun())
                        .mapToLong(made -> made.is(Kind.CREATE, Outcome.DONE) && made.other() == list.id()
                                ? made.id()
                                : made.is(Kind.LOGIN, Outcome.DONE) && made.value() == list.id() ? made.other() : 0)
                        .filter(id -> id != 0 && deeds.stream().noneMatch(cause -> mayEnd(cause, id, list)))
                        .count();
                if (list.value() < least) {
                    flaw(
                            SessionRule.LISTING,
                            list,
                            list.value() + " are listed, and " + least + " were there all the time");
                }
            }
        }
    }

    /** Whether something can have ended a session before a list was answered. */
    private boolean mayEnd(Deed cause, long id, Deed list) {
        Deed missing =
                new Deed(list.race(), list.actor(), Kind.READ, Outcome.NONE, 0, id, 0, 0, list.begun(), list.ended());
        return cause.kind() != Kind.ROTATE && explains(cause, missing);
    }
}
