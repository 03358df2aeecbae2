package dev.larder;

import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import dev.larder.near.NearEntry;
import dev.larder.near.NearWalk;
import dev.larder.redis.Call;
import dev.larder.redis.RedisException;
import dev.larder.redis.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The divergence audit: compares samples of the near entries with Redis.
 *
 * <p>A sample that differs at first sight is a suspect: its push may be under way, or its fill. It is looked at again when
 * the staleness bound has passed since the first reply. If the same entry is still in its place then and would be answered,
 * and Redis still holds something else, then a read could have returned what was replaced longer ago than promised. Such an
 * entry is counted, told and dropped. Ids are never used twice, so what has once been replaced stays different.
 *
 * <p>Reads {@code GETRANGE key 0 9}, at most as many in a period as there are samples, suspects first, pipelined: one round
 * trip to each primary. Writes nothing to Redis. One period is under way at a time.
 *
 * <p>The walks are confined to the period; suspects and counts are guarded by this object's lock, under which nothing is
 * told or sent and no key compared.
 */
final class Audit {

    /** Time between two audits. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    /** Bounds the walk past entries that would not be answered. */
    private static final int PASSED_PER_SAMPLE = 16;

    private static final long WARNING_PAUSE = Duration.ofMinutes(1).toNanos();
    private static final System.Logger LOG = System.getLogger(Audit.class.getName());

    /** One cache and how far the audit has come in it. */
    private record Walked<K, V>(CacheContext<K, V> cache, NearWalk<K, V> walk) {}

    private final Engine engine;
    private final RedisFar far;
    private final int samplesPerPeriod;
    private final List<Walked<?, ?>> caches = new CopyOnWriteArrayList<>();

    /** Replies that are still to come. */
    private final AtomicInteger underWay = new AtomicInteger();

    /** The cache whose turn it is. */
    private int turn;

    private final Map<NearEntry<?, ?>, Look<?, ?>> suspects = new LinkedHashMap<>();
    private long samples;
    private long differed;
    private long diverged;
    private boolean audited;
    private long auditedAt;
    private boolean warned;
    private long warnedAt;
    private long unlogged;

    Audit(Engine engine, RedisFar far, int samplesPerPeriod) {
        this.engine = engine;
        this.far = far;
        this.samplesPerPeriod = samplesPerPeriod;
    }

    /** Samples this cache, too, from now on. */
    <K, V> void add(CacheContext<K, V> cache) {
        if (cache.near.enabled()) {
            caches.add(new Walked<>(cache, cache.near.walk()));
        }
    }

    /** Does one period, unless the one before is still under way or nothing would be answered now. */
    void run() {
        if (!far.coherent(System.nanoTime()) || !underWay.compareAndSet(0, 1)) {
            return;
        }
        List<Call<?>> calls = List.of();
        try {
            calls = looks();
        } finally {
            underWay.set(calls.size());
        }
        if (calls.isEmpty()) {
            noteAudited();
        } else {
            far.send(calls);
        }
    }

    /** Returns whether no reply is to come. */
    boolean idle() {
        return underWay.get() == 0;
    }

    synchronized AuditStats stats() {
        return new AuditStats(
                samples, differed, diverged, audited ? Duration.ofNanos(System.nanoTime() - auditedAt) : null);
    }

    private synchronized void noteAudited() {
        audited = true;
        auditedAt = System.nanoTime();
    }

    private List<Call<?>> looks() {
        List<Call<?>> calls = new ArrayList<>(samplesPerPeriod);
        Set<NearEntry<?, ?>> taken = addSuspects(calls);
        addSamples(calls, taken);
        return calls;
    }

    /** Adds the second looks that are due; returns all suspects, for they are no samples. */
    private Set<NearEntry<?, ?>> addSuspects(List<Call<?>> calls) {
        long now = System.nanoTime();
        Set<NearEntry<?, ?>> taken = new HashSet<>();
        for (Look<?, ?> look : suspects()) {
            if (!look.answerable(now)) {
                forget(look);
            } else if (taken.add(look.entry) && calls.size() < samplesPerPeriod && look.due(now)) {
                calls.add(look.call());
            }
        }
        return taken;
    }

    private synchronized List<Look<?, ?>> suspects() {
        return List.copyOf(suspects.values());
    }

    private synchronized void forget(Look<?, ?> look) {
        suspects.remove(look.entry);
    }

    /** Adds first looks, from the caches by turns, until there are enough or each cache has been toured. */
    private void addSamples(List<Call<?>> calls, Set<NearEntry<?, ?>> taken) {
        long now = System.nanoTime();
        Walked<?, ?>[] walked = caches.toArray(new Walked<?, ?>[0]);
        int[] ends = new int[walked.length];
        int touring = walked.length;
        int left = PASSED_PER_SAMPLE * samplesPerPeriod;
        while (calls.size() < samplesPerPeriod && touring > 0 && left-- > 0) {
            int next = turn++ % walked.length;
            // The rest of a tour, and a whole one.
            if (ends[next] < 2) {
                Look<?, ?> look = next(walked[next]);
                if (look == null) {
                    touring -= ++ends[next] / 2;
                } else if (look.answerable(now) && taken.add(look.entry)) {
                    calls.add(look.call());
                }
            }
        }
        turn = walked.length == 0 ? 0 : turn % walked.length;
    }

    private <K, V> @Nullable Look<K, V> next(Walked<K, V> walked) {
        NearEntry<K, V> entry = walked.walk.next();
        RedisKey key = entry == null ? null : entry.redisKey();
        return entry == null || key == null ? null : new Look<>(walked.cache, entry, key);
    }

    /**
     * Compares what was read; returns whether the entry has diverged. One that is in its place now was so all the time since
     * the first look: so it was when the clock was read, with a proof that was there before.
     */
    private boolean compare(Look<?, ?> look, boolean same) {
        long provenUntil = far.coherentUntil();
        long now = System.nanoTime();
        boolean differs = !same && look.answerable(now);
        boolean accountable = now - provenUntil < 0 && !look.entry.fillUnderWay();
        return judge(look, now, differs, accountable);
    }

    /**
     * Counts.
     *
     * @param accountable whether nothing but a lost invalidation explains that it differs for longer than the bound
     */
    private synchronized boolean judge(Look<?, ?> look, long now, boolean differs, boolean accountable) {
        boolean second = suspects.containsKey(look.entry);
        if (!second) {
            samples++;
        }
        if (!differs) {
            suspects.remove(look.entry);
            return false;
        }
        if (!second) {
            differed++;
            look.dueAt = now + engine.boundNanos();
            suspects.put(look.entry, look);
            return false;
        }
        if (!accountable) {
            return false;
        }
        suspects.remove(look.entry);
        diverged++;
        return true;
    }

    private void tell(CacheContext<?, ?> cache) {
        engine.tell(new LarderEvent.Diverged(cache.name));
        String message = warning(cache.name);
        if (message != null) {
            LOG.log(System.Logger.Level.WARNING, message);
        }
    }

    /** Returns the line to log, or null if the last one is too young. */
    private synchronized @Nullable String warning(String cache) {
        long now = System.nanoTime();
        if (warned && now - warnedAt < WARNING_PAUSE) {
            unlogged++;
            return null;
        }
        String suffix = unlogged == 0 ? "" : " (and " + unlogged + " such lines left out since the last one)";
        warned = true;
        warnedAt = now;
        unlogged = 0;
        return "a near entry of cache " + cache + " differed from Redis for longer than the staleness bound of "
                + Duration.ofNanos(engine.boundNanos()) + " and was dropped: an invalidation was lost; " + diverged
                + " of " + samples + " samples so far (setting: divergence-samples-per-second)" + suffix;
    }

    /** One entry, looked at once or, if it differs, again. */
    private final class Look<K, V> implements Reply<byte[]> {
        private final CacheContext<K, V> cache;
        private final NearEntry<K, V> entry;
        private final RedisKey key;

        /** {@link System#nanoTime()} from which on a suspect is to be looked at again. */
        private long dueAt;

        Look(CacheContext<K, V> cache, NearEntry<K, V> entry, RedisKey key) {
            this.cache = cache;
            this.entry = entry;
            this.key = key;
        }

        Call<?> call() {
            return RedisFar.identity(key, this);
        }

        boolean due(long now) {
            return now - dueAt >= 0;
        }

        /** Whether the entry is in its place and would be answered, provided that the proof of freshness holds. */
        boolean answerable(long now) {
            return cache.near.holds(entry) && entry.current(engine.tags()) && entry.freshUntil() - now > 0;
        }

        @Override
        public void onValue(byte @Nullable [] prefix, boolean tracked) {
            try {
                noteAudited();
                if (tracked) {
                    compared(Arrays.equals(prefix, Reader.prefix(entry)));
                }
            } finally {
                underWay.decrementAndGet();
            }
        }

        @Override
        public void onFailure(RedisException failure) {
            try {
                if (Reader.foreignType(failure)) {
                    noteAudited();
                    compared(false);
                }
            } finally {
                underWay.decrementAndGet();
            }
        }

        private void compared(boolean same) {
            if (compare(this, same)) {
                cache.near.drop(entry);
                tell(cache);
            }
        }
    }
}
