package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Lookup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The attack on one cache: batch by batch, entries are replaced by what an attacker made of them, looked up, and judged. For
 * one thread.
 */
final class Assault {

    /** Every so many batches the genuine entries are put back, and have to be answered. */
    private static final int CONTROL_EVERY = 16;

    private static final int MOST_AT_ONCE = 256;

    /** How a kind went. */
    static final class Tally {
        long made;
        long rejected;
        final Map<String, Long> reasons = new java.util.TreeMap<>();
    }

    private record Forged(int key, byte[] bytes) {}

    private final Target target;
    private final Cache<Integer, Notice> cache;
    private final Loot loot;
    private final Wire wire;
    private final SplittableRandom random;
    private final BiConsumer<String, String> flaws;
    private final ConcurrentMap<String, Long> reasons;
    private final Map<Tampering, Tally> tallies = new EnumMap<>(Tampering.class);
    private final Map<Tampering, Integer> turns = new EnumMap<>(Tampering.class);
    private int next;
    private int batches;
    private long controls;

    /**
     * Creates it.
     *
     * @param reasons counts, by reason, what the cache has called unreadable
     * @param flaws is told what kind of attack has succeeded, and how
     */
    Assault(
            Target target,
            Cache<Integer, Notice> cache,
            Loot loot,
            Wire wire,
            SplittableRandom random,
            ConcurrentMap<String, Long> reasons,
            BiConsumer<String, String> flaws) {
        this.target = target;
        this.cache = cache;
        this.loot = loot;
        this.wire = wire;
        this.random = random;
        this.reasons = reasons;
        this.flaws = flaws;
    }

    Map<Tampering, Tally> tallies() {
        return tallies;
    }

    /** Genuine entries that were put back and looked up. */
    long controls() {
        return controls;
    }

    /**
     * Attacks in every one of some ways, in turn.
     *
     * @param count how many envelopes are judged
     * @param done is told how many more have been judged
     */
    void run(List<Tampering> kinds, long count, BooleanSupplier stopped, LongConsumer done) {
        int most = (int) Math.max(1, Math.min(MOST_AT_ONCE, count / kinds.size()));
        long left = count;
        while (left > 0) {
            for (Tampering kind : kinds) {
                if (left == 0 || stopped.getAsBoolean()) {
                    return;
                }
                List<Forged> forged = forge(kind, (int) Math.min(most, left));
                if (!forged.isEmpty()) {
                    attack(kind, forged);
                    left -= forged.size();
                    done.accept(forged.size());
                }
                if (batches++ % CONTROL_EVERY == 0) {
                    control();
                }
            }
        }
    }

    private List<Forged> forge(Tampering kind, int most) {
        List<Forged> forged = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            int key = next++ % loot.keys();
            int turn = turns.merge(kind, 1, Integer::sum) - 1;
            byte[] bytes = kind.forge(loot, key, turn, random);
            if (bytes != null) {
                forged.add(new Forged(key, bytes));
            }
        }
        return forged;
    }

    private void attack(Tampering kind, List<Forged> forged) {
        long before = cache.stats().unreadable();
        reasons.clear();
        List<Lookup<Notice>> answers = answers(forged);
        long counted = cache.stats().unreadable() - before;
        Tally tally = tallies.computeIfAbsent(kind, unknown -> new Tally());
        tally.made += forged.size();
        reasons.forEach((reason, times) -> tally.reasons.merge(reason, times, Long::sum));
        boolean good = counted == forged.size()
                && answers.stream().allMatch(answer -> answer instanceof Lookup.Miss)
                && reasons.keySet().stream().allMatch(kind::allows);
        if (Tampering.OUTSIDE.contains(kind)) {
            tally.rejected += outside(kind, forged, answers);
        } else if (good) {
            tally.rejected += forged.size();
        } else {
            tally.rejected += oneByOne(kind, forged);
        }
    }

    private List<Lookup<Notice>> answers(List<Forged> forged) {
        wire.set(
                forged.stream().map(one -> loot.name(one.key)).toList(),
                forged.stream().map(Forged::bytes).toList());
        List<CompletableFuture<Lookup<Notice>>> asked = forged.stream()
                .map(one -> cache.async().lookup(one.key).toCompletableFuture())
                .toList();
        List<Lookup<Notice>> answers =
                asked.stream().map(CompletableFuture::join).toList();
        if (answers.stream().anyMatch(Lookup.Unavailable.class::isInstance)) {
            throw new CheckException("the server could not be asked, which says nothing about what was to be checked");
        }
        return answers;
    }

    /** Finds out which of a batch was not rejected, or not counted once; returns how many were. */
    private long oneByOne(Tampering kind, List<Forged> forged) {
        long rejected = 0;
        for (Forged one : forged) {
            long before = cache.stats().unreadable();
            reasons.clear();
            Lookup<Notice> answer = answers(List.of(one)).get(0);
            long counted = cache.stats().unreadable() - before;
            String wrong = null;
            if (!(answer instanceof Lookup.Miss)) {
                wrong = "answered with " + describe(one.key, answer);
            } else if (counted != 1) {
                wrong = "a miss, but counted as unreadable " + counted + " times";
            } else if (!reasons.keySet().stream().allMatch(kind::allows)) {
                wrong = "rejected as " + reasons.keySet();
            }
            if (wrong == null) {
                rejected++;
            } else {
                flaws.accept(kind.label(), where(one) + ": " + wrong);
            }
        }
        return rejected;
    }

    /** Judges what nothing promises to notice: a genuine value of now, a miss, but nothing else. Returns how many are misses. */
    private long outside(Tampering kind, List<Forged> forged, List<Lookup<Notice>> answers) {
        long misses = 0;
        for (int i = 0; i < forged.size(); i++) {
            Forged one = forged.get(i);
            Lookup<Notice> answer = answers.get(i);
            if (answer instanceof Lookup.Miss) {
                misses++;
            } else if (kind == Tampering.MARKER_FORGED || !genuine(one.key, answer)) {
                flaws.accept(kind.label(), where(one) + ": answered with " + describe(one.key, answer));
            }
        }
        return misses;
    }

    /** Puts the genuine entries back: a check that cannot tell them from forged ones proves nothing. */
    private void control() {
        List<Forged> genuine = new ArrayList<>();
        for (int i = 0; i < Math.min(32, loot.keys()); i++) {
            int key = (next + i) % loot.keys();
            genuine.add(new Forged(key, loot.now(key)));
        }
        long before = cache.stats().unreadable();
        List<Lookup<Notice>> answers = answers(genuine);
        for (int i = 0; i < genuine.size(); i++) {
            controls++;
            int key = genuine.get(i).key;
            if (!genuine(key, answers.get(i))) {
                flaws.accept("control", where(genuine.get(i)) + ": untouched, and " + describe(key, answers.get(i)));
            }
        }
        if (cache.stats().unreadable() != before) {
            flaws.accept("control", target.cache() + ": untouched entries were counted as unreadable");
        }
    }

    private boolean genuine(int key, Lookup<Notice> answer) {
        return answer instanceof Lookup.Hit<Notice> hit && target.value(key, 2).equals(hit.value());
    }

    private String where(Forged one) {
        return target.cache() + " " + one.key + ", " + one.bytes.length + " bytes";
    }

    private String describe(int key, @Nullable Lookup<Notice> answer) {
        if (!(answer instanceof Lookup.Hit<Notice> hit)) {
            return "a miss";
        }
        Notice value = hit.value();
        if (value == null) {
            return "nothing is there";
        }
        return target.value(key, 2).equals(value)
                ? "the value of now"
                : "a value of key " + value.key() + ", version " + value.version();
    }

    /** Counts of reasons, for a listener. */
    static ConcurrentMap<String, Long> newReasons() {
        return new ConcurrentHashMap<>();
    }
}
