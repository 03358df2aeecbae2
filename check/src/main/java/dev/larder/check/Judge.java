package dev.larder.check;

import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares a history with the rules. Each key is judged by itself, in time that is linear in its operations but for sorting
 * them. The judge knows nothing of Larder but what it promises.
 *
 * <p>A key has one writer, whose versions are consecutive; so "newer" is "greater". A version is obsolete from the first
 * acknowledgement of a newer one. What is not known to have been done makes nothing obsolete.
 */
final class Judge {

    /**
     * What is known of a round.
     *
     * @param boundNanos D
     * @param lagNanos how far a loader may have lagged behind the source, or 0
     * @param calm whether there was no fault and every command was answered
     * @param faults what went wrong
     * @param struckAt when that began; before it, there was no fault
     * @param deaths when processes were killed, by their numbers
     */
    record Terms(
            long boundNanos,
            long lagNanos,
            boolean calm,
            List<Fault> faults,
            long struckAt,
            Map<Integer, Long> deaths) {}

    private static final int EXAMPLES = 20;
    private static final long NEVER = Operation.NEVER;
    private static final long LEASE_NANOS = Landscape.LEASE.toNanos();

    private final Landscape landscape;
    private final History history;
    private final long[] before;
    private final long[] after;
    private final Terms terms;
    private final Windows trouble = new Windows();
    private final long origin;
    private final List<Violation> examples = new ArrayList<>();
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private long reads;
    private long writes;
    private long loads;
    private long ordered;
    private long once;
    private long worstNanos;

    /**
     * Creates a judge.
     *
     * @param before the version of each key at the start, of which every cache had been told
     * @param after the version of each key at the end
     * @param origin {@link System#nanoTime()} at the start
     */
    Judge(Landscape landscape, History history, long[] before, long[] after, Terms terms, long origin) {
        this.landscape = landscape;
        this.history = history;
        this.before = before;
        this.after = after;
        this.terms = terms;
        this.origin = origin;
    }

    /** Judges every key. */
    Verdict judge() {
        history.visit(0, (kind, outcome, actor, version, begin, end) -> {
            if (kind == Kind.TROUBLE) {
                trouble.add(begin, end);
            }
        });
        for (int key = 0; key < before.length; key++) {
            new OneKey(key).judge();
        }
        return new Verdict(terms.calm() ? 1 : 0, writes, reads, loads, ordered, once, worstNanos, counts, examples);
    }

    /** Whether a rule that holds while nothing is wrong can be judged in all of a time. */
    private boolean applies(Rule rule, long begin, long end) {
        boolean spared = end < terms.struckAt() || terms.faults().stream().allMatch(fault -> fault.spares(rule));
        return spared && !trouble.touch(begin, end);
    }

    private void violated(Rule rule, int key, String detail) {
        counts.merge(rule, 1L, Long::sum);
        boolean told = examples.stream().anyMatch(other -> other.rule() == rule && other.key() == key);
        if (!told && examples.size() < EXAMPLES) {
            examples.add(new Violation(rule, key, detail));
        }
    }

    private String at(long nanoTime) {
        return String.format(java.util.Locale.ROOT, "%.3f ms", (nanoTime - origin) / 1e6);
    }

    private record Span(Kind kind, Outcome outcome, int actor, long version, long begin, long end) {

        @Override
        public String toString() {
            return kind + " of version " + version + " by process " + actor;
        }
    }

    /** The judgement of one key; index 0 of its arrays is the version before the round. */
    private final class OneKey {
        private final int key;
        private final Family family;
        private final long base;
        private final int versions;
        private final long[] writeBegin;
        private final long[] writeEnd;
        private final Told acknowledged;
        private final Map<Integer, Told> own = new HashMap<>();
        private final List<NavigableMap<Long, Long>> brought = new ArrayList<>();
        private final List<Span> tells = new ArrayList<>();
        private final List<Span> loadSpans = new ArrayList<>();
        private final List<Span> readSpans = new ArrayList<>();

        OneKey(int key) {
            this.key = key;
            this.family = landscape.family(Landscape.group(key));
            this.base = before[key];
            this.versions = (int) (after[key] - base) + 1;
            this.writeBegin = filled(versions, Long.MIN_VALUE);
            this.writeEnd = filled(versions, Long.MIN_VALUE);
            this.acknowledged = new Told(versions);
            for (int version = 0; version < versions; version++) {
                brought.add(new TreeMap<>());
            }
        }

        void judge() {
            history.visit(key, this::sort);
            tells.forEach(this::noteTell);
            loadSpans.forEach(this::noteBrought);
            brought.forEach(OneKey::raise);
            acknowledged.carryBack();
            own.values().forEach(Told::carryBack);
            readSpans.forEach(this::judgeRead);
            if (terms.lagNanos() == 0) {
                judgeOrder();
            }
            if (family == Family.LASTING || family == Family.FALLBACK) {
                judgeLoads();
            }
        }

        private void sort(Kind kind, Outcome outcome, int actor, long version, long begin, long loggedEnd) {
            if (kind == Kind.TROUBLE) {
                return;
            }
            // What a process had not ended when it was killed has had its effect by then, or never has.
            long end = loggedEnd == NEVER ? terms.deaths().getOrDefault(actor, NEVER) : loggedEnd;
            Span span = new Span(kind, outcome, actor, version, begin, end);
            if (kind == Kind.WRITE) {
                writes++;
                int written = index(version);
                // What a killed process did not come to write, the next one writes, if anybody does.
                if (written < versions) {
                    boolean first = writeBegin[written] == Long.MIN_VALUE;
                    writeBegin[written] = first ? begin : Math.min(writeBegin[written], begin);
                    writeEnd[written] = Math.max(writeEnd[written], end);
                }
            } else if (kind == Kind.LOAD) {
                boolean thrown = outcome == Outcome.UNKNOWN && loggedEnd != NEVER;
                if (!thrown) {
                    loads++;
                    loadSpans.add(span);
                }
            } else if (kind.tells()) {
                tells.add(span);
            } else {
                reads++;
                readSpans.add(span);
            }
        }

        private int index(long version) {
            return (int) (version - base);
        }

        private void noteTell(Span tell) {
            int told = index(tell.version);
            if (tell.kind == Kind.PUT) {
                noteBrought(tell);
            }
            if (tell.outcome == Outcome.OK) {
                int known = terms.lagNanos() == 0 ? told : versionAt(tell.end - terms.lagNanos(), told);
                if (known > 0) {
                    note(tell, known, acknowledged);
                }
            }
            if (tell.kind != Kind.FOREIGN && terms.lagNanos() == 0 && told > 0) {
                note(tell, told, own.computeIfAbsent(tell.actor, actor -> new Told(versions)));
            }
        }

        /** What is expired by hand may still be answered as stale; what is told otherwise removes that, too. */
        private void note(Span tell, int version, Told to) {
            to.newer[version - 1] = Math.min(to.newer[version - 1], tell.end);
            if (tell.kind != Kind.EXPIRE) {
                to.removed[version - 1] = Math.min(to.removed[version - 1], tell.end);
            }
        }

        private void noteBrought(Span span) {
            int version = index(span.version);
            if (version >= 0 && version < versions) {
                brought.get(version).merge(span.begin, span.end, Math::max);
            }
        }

        /** From ends by begin to the last end of what began by then. */
        private static void raise(NavigableMap<Long, Long> ends) {
            long last = Long.MIN_VALUE;
            for (Map.Entry<Long, Long> end : ends.entrySet()) {
                last = Math.max(last, end.getValue());
                end.setValue(last);
            }
        }

        /** When the version was last loaded or put, of all that had begun when a read ended. */
        private long broughtAt(int version, long readEnd) {
            Map.Entry<Long, Long> last = brought.get(version).floorEntry(readEnd);
            return last == null ? origin : Math.max(origin, last.getValue());
        }

        /** The newest version, not after {@code last}, that the source had at a time. */
        private int versionAt(long nanoTime, int last) {
            int version = last;
            while (version > 0 && writeEnd[version] > nanoTime) {
                version--;
            }
            return version;
        }

        private void judgeRead(Span read) {
            if (read.outcome == Outcome.FORGED || index(read.version) >= versions) {
                violated(Rule.NEVER_WRITTEN, key, "read by process " + read.actor + " at " + at(read.end));
                return;
            }
            if (read.kind == Kind.VERIFY || read.kind == Kind.STORED) {
                judgeSettled(read);
                return;
            }
            int version = index(read.version);
            if (version >= 0 && writeBegin[version] > read.end) {
                violated(Rule.FUTURE, key, read + " ended at " + at(read.end) + ", before it was written");
                return;
            }
            if (version >= 0) {
                judgeLife(read, version);
            }
            boolean kept = family == Family.FALLBACK && read.outcome == Outcome.STALE;
            judgeAge(read, version, kept);
        }

        private void judgeSettled(Span read) {
            if (read.version != after[key]) {
                String who = read.kind == Kind.STORED ? "Redis holds" : "process " + read.actor + " reads";
                violated(
                        Rule.SETTLED,
                        key,
                        who + " version " + read.version + " in " + family.cache() + " where the source has "
                                + after[key] + "; last told " + lastTold());
            }
        }

        private String lastTold() {
            return tells.isEmpty() ? "never" : String.valueOf(tells.get(tells.size() - 1));
        }

        private void judgeAge(Span read, int version, boolean kept) {
            long obsolete = version < 0 ? origin : acknowledged.since(version, kept);
            if (obsolete != NEVER && read.begin > obsolete) {
                long age = read.begin - obsolete;
                worstNanos = Math.max(worstNanos, age);
                if (age > terms.boundNanos()) {
                    violated(
                            Rule.STALE,
                            key,
                            read + " in " + family.cache() + " began at " + at(read.begin) + ", " + age / 1_000_000
                                    + " ms after a newer version had been acknowledged; " + tellAt(obsolete));
                }
            }
            Told mine = own.get(read.actor);
            long overwritten = mine == null ? NEVER : version < 0 ? origin : mine.since(version, kept);
            if (read.begin > overwritten) {
                violated(
                        Rule.OWN_WRITE,
                        key,
                        read + " in " + family.cache() + " began at " + at(read.begin) + ", after its own "
                                + tellAt(overwritten));
            }
        }

        /**
         * Nobody answers a value for longer than it may live after it was last loaded or put. The life begins when the value is
         * stored, some time after the load.
         */
        private void judgeLife(Span read, int version) {
            long life = family.lifeNanos(read.outcome == Outcome.STALE);
            long broughtAt = broughtAt(version, read.end);
            long late = read.begin - broughtAt - life;
            if (late > terms.boundNanos()) {
                violated(
                        Rule.OUTLIVED,
                        key,
                        read + " in " + family.cache() + " began at " + at(read.begin) + ", " + late / 1_000_000
                                + " ms after the end of its life; last loaded or put at " + at(broughtAt));
            }
        }

        private String tellAt(long end) {
            return tells.stream()
                    .filter(tell -> tell.end == end)
                    .findFirst()
                    .map(tell -> tell + " from " + at(tell.begin) + " to " + at(tell.end))
                    .orElse("before the round");
        }

        /**
         * In each process: nothing older than what was read D before. What is read is loaded under the key's one lease, or was
         * stored under it, so whoever gets the lease next begins to load after what was read before: that is sound where no
         * lease is lost or overrun and Redis is reached by all, from a lease's life before the first read until the second
         * one. The newer version has been acknowledged: a writer that is kept from telling what it has written for longer
         * than D is not this process's fault.
         */
        private void judgeOrder() {
            for (int actor = 0; actor < 2 * landscape.jvms(); actor++) {
                int reader = actor;
                List<Span> mine = readSpans.stream()
                        .filter(read -> read.actor == reader && read.outcome == Outcome.OK && read.kind == Kind.READ)
                        .toList();
                List<Span> byEnd = mine.stream()
                        .sorted(Comparator.comparingLong(Span::end))
                        .toList();
                int ended = 0;
                Span newest = null;
                for (Span read : mine.stream()
                        .sorted(Comparator.comparingLong(Span::begin))
                        .toList()) {
                    while (ended < byEnd.size() && byEnd.get(ended).end < read.begin - terms.boundNanos()) {
                        Span next = byEnd.get(ended++);
                        newest = newest == null || next.version > newest.version ? next : newest;
                    }
                    if (newest != null) {
                        judgeOrder(newest, read);
                    }
                }
            }
        }

        private void judgeOrder(Span newest, Span read) {
            if (!applies(Rule.MONOTONIC, newest.begin - LEASE_NANOS, read.end)) {
                return;
            }
            ordered++;
            int version = index(read.version);
            if (read.version < newest.version && version >= 0 && acknowledged.since(version, false) < read.begin) {
                violated(
                        Rule.MONOTONIC,
                        key,
                        read + " began at " + at(read.begin) + ", more than D after version " + newest.version
                                + " had been read");
            }
        }

        /**
         * Between the begins of two loads something was told; and nothing was put that need not have been loaded. The right to
         * load is taken some time before a load begins, at most a lease's life, and voided by what is told in between. If the
         * process that loads dies before it has stored what it has loaded, one more load is due.
         *
         * <p>That is sound where Redis is reached by all and loses nothing, from a lease's life before the first load until
         * the end of the second one; and until something was told with unknown outcome, which may be delivered at any time
         * after.
         */
        private void judgeLoads() {
            loadSpans.sort(Comparator.comparingLong(Span::begin));
            List<Span> byBegin = new ArrayList<>(tells);
            byBegin.sort(Comparator.comparingLong(Span::begin));
            int begun = 0;
            Span last = null;
            Span previous = null;
            boolean known = true;
            for (Span load : loadSpans) {
                while (begun < byBegin.size() && byBegin.get(begun).begin <= load.end) {
                    last = byBegin.get(begun++);
                    known &= last.outcome == Outcome.OK;
                }
                if (known) {
                    judgeLoad(previous, last, load);
                }
                previous = load;
            }
        }

        private void judgeLoad(@Nullable Span previous, @Nullable Span last, Span load) {
            if (previous != null
                    && (last == null || last.end < previous.begin - LEASE_NANOS)
                    && applies(Rule.ONE_LOAD, previous.begin - LEASE_NANOS, load.end)) {
                if (!died(previous)) {
                    violated(
                            Rule.ONE_LOAD,
                            key,
                            load + " began at " + at(load.begin) + " and " + previous + " at " + at(previous.begin)
                                    + ", nothing was written in between; " + family.cache());
                }
            } else if (last != null
                    && last.kind == Kind.PUT
                    && last.end < load.begin - LEASE_NANOS
                    && (previous == null || previous.end < last.begin)
                    && applies(Rule.VANISHED, last.begin, load.end)) {
                violated(
                        Rule.VANISHED,
                        key,
                        load + " began at " + at(load.begin) + " although " + last + " was acknowledged at "
                                + at(last.end) + "; " + family.cache());
            }
            long since = previous == null ? load.begin : previous.begin;
            if (applies(Rule.ONE_LOAD, since - LEASE_NANOS, load.end)) {
                once++;
            }
        }

        /** Whether the process that loaded died so soon that what it had loaded may not have been stored. */
        private boolean died(Span load) {
            Long at = terms.deaths().get(load.actor);
            return at != null && load.end > at - terms.boundNanos();
        }
    }

    private static long[] filled(int length, long value) {
        long[] array = new long[length];
        Arrays.fill(array, value);
        return array;
    }

    /** Since when the caches know better than a version: the ends of what told of newer ones, by the older version. */
    private static final class Told {

        /** The end of the first that told of a newer version, in whatever way: no longer to be answered as fresh. */
        final long[] newer;

        /** The end of the first that told of a newer version and removed the entry: no longer to be answered as stale, too. */
        final long[] removed;

        Told(int versions) {
            newer = filled(versions, NEVER);
            removed = filled(versions, NEVER);
        }

        /** What tells of a newer version than one does so for all older ones. */
        void carryBack() {
            for (int v = newer.length - 2; v >= 0; v--) {
                newer[v] = Math.min(newer[v], newer[v + 1]);
                removed[v] = Math.min(removed[v], removed[v + 1]);
            }
        }

        long since(int version, boolean asStale) {
            return asStale ? removed[version] : newer[version];
        }
    }
}
