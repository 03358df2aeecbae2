package dev.larder.check;

import dev.larder.check.Landscape.Family;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

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
     * @param calm whether there was no fault and every command was answered, so that the rules for that apply
     */
    record Terms(long boundNanos, long lagNanos, boolean calm) {}

    private static final int EXAMPLES = 20;
    private static final long NEVER = Long.MAX_VALUE;

    private final Landscape landscape;
    private final History history;
    private final long[] before;
    private final long[] after;
    private final Terms terms;
    private final long origin;
    private final List<Violation> examples = new ArrayList<>();
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private long reads;
    private long writes;
    private long loads;
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
        for (int key = 0; key < before.length; key++) {
            new OneKey(key).judge();
        }
        return new Verdict(terms.calm() ? 1 : 0, writes, reads, loads, worstNanos, counts, examples);
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

    private record Span(Kind kind, Outcome outcome, int jvm, long version, long begin, long end) {

        @Override
        public String toString() {
            return kind + " of version " + version + " by JVM " + jvm;
        }
    }

    /** The judgement of one key; index 0 of its arrays is the version before the round. */
    private final class OneKey {
        private final int key;
        private final int owner;
        private final Family family;
        private final long base;
        private final int versions;
        private final long[] writeBegin;
        private final long[] writeEnd;
        private final long[] obsoleteAt;
        private final long[] overwrittenAt;
        private final long[] removedAt;
        private final long[] ownRemovedAt;
        private final List<NavigableMap<Long, Long>> brought = new ArrayList<>();
        private final List<Span> tells = new ArrayList<>();
        private final List<Span> loadSpans = new ArrayList<>();
        private final List<Span> readSpans = new ArrayList<>();

        OneKey(int key) {
            this.key = key;
            this.owner = landscape.owner(Landscape.group(key));
            this.family = landscape.family(Landscape.group(key));
            this.base = before[key];
            this.versions = (int) (after[key] - base) + 1;
            this.writeBegin = filled(Long.MIN_VALUE);
            this.writeEnd = filled(Long.MIN_VALUE);
            this.obsoleteAt = filled(NEVER);
            this.overwrittenAt = filled(NEVER);
            this.removedAt = filled(NEVER);
            this.ownRemovedAt = filled(NEVER);
            for (int version = 0; version < versions; version++) {
                brought.add(new TreeMap<>());
            }
        }

        private long[] filled(long value) {
            long[] array = new long[versions];
            Arrays.fill(array, value);
            return array;
        }

        void judge() {
            history.visit(key, this::sort);
            tells.forEach(this::noteTell);
            loadSpans.forEach(this::noteBrought);
            brought.forEach(OneKey::raise);
            // What makes a version obsolete makes all older ones so.
            for (int v = versions - 2; v >= 0; v--) {
                obsoleteAt[v] = Math.min(obsoleteAt[v], obsoleteAt[v + 1]);
                overwrittenAt[v] = Math.min(overwrittenAt[v], overwrittenAt[v + 1]);
                removedAt[v] = Math.min(removedAt[v], removedAt[v + 1]);
                ownRemovedAt[v] = Math.min(ownRemovedAt[v], ownRemovedAt[v + 1]);
            }
            readSpans.forEach(this::judgeRead);
            if (terms.calm()) {
                judgeOrder();
                if (family == Family.LASTING || family == Family.FALLBACK) {
                    judgeLoads();
                }
            }
        }

        private void sort(Kind kind, Outcome outcome, int jvm, long version, long begin, long end) {
            Span span = new Span(kind, outcome, jvm, version, begin, end);
            if (kind == Kind.WRITE) {
                writes++;
                writeBegin[index(version)] = begin;
                writeEnd[index(version)] = end;
            } else if (kind == Kind.LOAD) {
                loads++;
                loadSpans.add(span);
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
                    note(tell, known, obsoleteAt, removedAt);
                }
            }
            boolean own = tell.kind != Kind.FOREIGN && terms.lagNanos() == 0;
            if (own && told > 0) {
                note(tell, told, overwrittenAt, ownRemovedAt);
            }
        }

        /** What is expired by hand may still be answered as stale; what is told otherwise removes that, too. */
        private void note(Span tell, int version, long[] replaced, long[] removed) {
            replaced[version - 1] = Math.min(replaced[version - 1], tell.end);
            if (tell.kind != Kind.EXPIRE) {
                removed[version - 1] = Math.min(removed[version - 1], tell.end);
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
                violated(Rule.NEVER_WRITTEN, key, "read by JVM " + read.jvm + " at " + at(read.end));
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
            judgeAge(read, version, kept ? removedAt : obsoleteAt, kept ? ownRemovedAt : overwrittenAt);
        }

        private void judgeSettled(Span read) {
            if (read.version != after[key]) {
                String who = read.kind == Kind.STORED ? "Redis holds" : "JVM " + read.jvm + " reads";
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

        private void judgeAge(Span read, int version, long[] obsoleteSince, long[] overwrittenSince) {
            long obsolete = version < 0 ? origin : obsoleteSince[version];
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
            long overwritten = version < 0 ? origin : overwrittenSince[version];
            if (read.jvm == owner && read.begin > overwritten) {
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

        /** In each JVM: nothing older than what was read D before. */
        private void judgeOrder() {
            for (int jvm = 0; jvm < landscape.jvms(); jvm++) {
                int reader = jvm;
                List<Span> mine = readSpans.stream()
                        .filter(read -> read.jvm == reader && read.outcome == Outcome.OK)
                        .toList();
                List<Span> byEnd = mine.stream()
                        .sorted(Comparator.comparingLong(Span::end))
                        .toList();
                int ended = 0;
                long newest = Long.MIN_VALUE;
                for (Span read : mine.stream()
                        .sorted(Comparator.comparingLong(Span::begin))
                        .toList()) {
                    while (ended < byEnd.size() && byEnd.get(ended).end < read.begin - terms.boundNanos()) {
                        newest = Math.max(newest, byEnd.get(ended++).version);
                    }
                    if (read.version < newest) {
                        violated(
                                Rule.MONOTONIC,
                                key,
                                read + " began at " + at(read.begin) + ", more than D after version " + newest
                                        + " had been read");
                    }
                }
            }
        }

        /**
         * Between the begins of two loads something was told; and nothing was put that need not have been loaded. The right to
         * load is taken some time before a load begins, at most a lease's life, and voided by what is told in between.
         */
        private void judgeLoads() {
            loadSpans.sort(Comparator.comparingLong(Span::begin));
            List<Span> byBegin = new ArrayList<>(tells);
            byBegin.sort(Comparator.comparingLong(Span::begin));
            int begun = 0;
            Span last = null;
            Span previous = null;
            for (Span load : loadSpans) {
                while (begun < byBegin.size() && byBegin.get(begun).begin <= load.end) {
                    last = byBegin.get(begun++);
                }
                if (previous != null && (last == null || last.end < previous.begin - Landscape.LEASE.toNanos())) {
                    violated(
                            Rule.ONE_LOAD,
                            key,
                            load + " began at " + at(load.begin) + " and " + previous + " at " + at(previous.begin)
                                    + ", nothing was written in between; " + family.cache());
                } else if (last != null
                        && last.kind == Kind.PUT
                        && last.outcome == Outcome.OK
                        && last.end < load.begin - Landscape.LEASE.toNanos()
                        && (previous == null || previous.end < last.begin)) {
                    violated(
                            Rule.VANISHED,
                            key,
                            load + " began at " + at(load.begin) + " although " + last + " was acknowledged at "
                                    + at(last.end) + "; " + family.cache());
                }
                previous = load;
            }
        }
    }
}
