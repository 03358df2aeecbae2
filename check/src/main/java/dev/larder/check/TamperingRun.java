package dev.larder.check;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.LarderEvent;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** The attack on all caches, by two threads at a time. */
final class TamperingRun {

    private static final int THREADS = 2;
    private static final int KEYS = 512;

    /** For fewer envelopes, half of the keys do. */
    private static final long MANY = 50_000;

    /** For one envelope of an encrypted cache there are so many of the others. */
    private static final int ACCIDENTS_SHARE = 5;

    private static final int OUTSIDE_SHARE = 50;

    private final EmbeddedRedis redis;
    private final Path folder;
    private final long seed;
    private final Flaws flaws;
    private final BooleanSupplier stopped;
    private final Map<Tampering, Assault.Tally> attacks = new EnumMap<>(Tampering.class);
    private final Map<Tampering, Assault.Tally> accidents = new EnumMap<>(Tampering.class);
    private final Map<Tampering, Assault.Tally> outside = new EnumMap<>(Tampering.class);
    private long controls;

    TamperingRun(EmbeddedRedis redis, Path folder, long seed, Flaws flaws, BooleanSupplier stopped) {
        this.redis = redis;
        this.folder = folder;
        this.seed = seed;
        this.flaws = flaws;
        this.stopped = stopped;
    }

    List<PayloadReport.OfKind> attacks() {
        return rows(attacks);
    }

    List<PayloadReport.OfKind> accidents() {
        return rows(accidents);
    }

    List<PayloadReport.OfKind> outside() {
        return rows(outside);
    }

    long controls() {
        return controls;
    }

    /** Judges so many envelopes, and some that are not sealed or lie outside of the seal. */
    void run(long count, LongConsumer progress) throws InterruptedException {
        Map<String, ConcurrentMap<String, Long>> reasons = new TreeMap<>();
        for (Target target : Target.values()) {
            reasons.put(target.cache(), Assault.newReasons());
        }
        int keys = count < MANY ? KEYS / 2 : KEYS;
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try (Wire wire = new Wire(redis.host(), redis.port())) {
            try (Raid raid = new Raid(redis.uri(), wire, folder, keys);
                    Larder larder = raid.withOurKeys(event -> note(event, reasons))) {
                List<Future<?>> under = new ArrayList<>();
                AtomicLong done = new AtomicLong();
                for (Target target : Target.values()) {
                    if (stopped.getAsBoolean()) {
                        break;
                    }
                    Cache<Integer, Notice> cache = Raid.cache(larder, target);
                    Loot loot = raid.loot(target, cache);
                    long quota = quota(target, count);
                    under.add(workers.submit(() -> {
                        attack(
                                target,
                                cache,
                                loot,
                                Objects.requireNonNull(reasons.get(target.cache())),
                                quota,
                                more -> {
                                    progress.accept(done.addAndGet(more));
                                });
                        return null;
                    }));
                }
                for (Future<?> one : under) {
                    one.get();
                }
            }
        } catch (ExecutionException e) {
            throw new CheckException("the attack could not be made: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
    }

    /** The envelopes of one cache; those of the encrypted ones add up to the count. */
    private static long quota(Target target, long count) {
        if (!target.sealed()) {
            return Math.max(1, count / ACCIDENTS_SHARE);
        }
        long caches = Arrays.stream(Target.values()).filter(Target::sealed).count();
        return count / caches + (target == Target.SMALL ? count % caches : 0);
    }

    private void attack(
            Target target,
            Cache<Integer, Notice> cache,
            Loot loot,
            ConcurrentMap<String, Long> reasons,
            long quota,
            LongConsumer progress) {
        SplittableRandom random =
                new SplittableRandom(seed * 31 + target.cache().hashCode());
        try (Wire wire = new Wire(redis.host(), redis.port())) {
            Assault assault = new Assault(target, cache, loot, wire, random, reasons, flaws::add);
            assault.run(target.sealed() ? Tampering.ATTACKS : Tampering.ACCIDENTS, quota, stopped, progress);
            Assault beyond = new Assault(target, cache, loot, wire, random, reasons, flaws::add);
            beyond.run(Tampering.OUTSIDE, Math.max(1, quota / OUTSIDE_SHARE), stopped, more -> {});
            add(target.sealed() ? attacks : accidents, assault);
            add(outside, beyond);
        }
    }

    private synchronized void add(Map<Tampering, Assault.Tally> sums, Assault assault) {
        controls += assault.controls();
        assault.tallies().forEach((kind, tally) -> {
            Assault.Tally sum = sums.computeIfAbsent(kind, unknown -> new Assault.Tally());
            sum.made += tally.made;
            sum.rejected += tally.rejected;
            tally.reasons.forEach((reason, times) -> sum.reasons.merge(reason, times, Long::sum));
        });
    }

    private static void note(LarderEvent event, Map<String, ConcurrentMap<String, Long>> reasons) {
        if (event instanceof LarderEvent.Unreadable unreadable) {
            ConcurrentMap<String, Long> counts = reasons.get(unreadable.cache());
            if (counts != null) {
                counts.merge(unreadable.reason(), 1L, Long::sum);
            }
        }
    }

    private static List<PayloadReport.OfKind> rows(Map<Tampering, Assault.Tally> tallies) {
        return tallies.entrySet().stream()
                .map(one -> new PayloadReport.OfKind(
                        one.getKey().label(), one.getValue().made, one.getValue().rejected, one.getValue().reasons))
                .toList();
    }
}
