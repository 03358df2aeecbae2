package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.session.limit.Shots.Shot;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** {@code take.lua} on a real server against simple models, which are told the server's time of each decision. */
final class AlgorithmsProperties {

    private static final AtomicLong KEYS = new AtomicLong();
    private static EmbeddedRedis redis;
    private static Larder larder;
    private static Shots shots;

    @BeforeContainer
    static void start() {
        redis = EmbeddedRedis.start();
        larder = OneRedis.larder(redis.uri());
        shots = new Shots(larder.keyspace("l"));
    }

    @AfterContainer
    static void stop() {
        larder.close();
        redis.close();
    }

    private static String freshKey() {
        return "key" + KEYS.incrementAndGet();
    }

    /** The definition of GCRA with exact fractions: a unit is a microsecond divided by the permits. */
    private static final class ExactGcra {

        private final Algorithm.Gcra gcra;
        private final BigInteger permits;
        private final BigInteger per;
        private BigInteger arrival = BigInteger.ZERO;

        ExactGcra(Algorithm.Gcra gcra) {
            this.gcra = gcra;
            this.permits = BigInteger.valueOf(gcra.permits());
            this.per = BigInteger.valueOf(Ranges.micros(gcra.per()));
        }

        /** By how much a call exceeds the room; not above 0 if it fits. */
        BigInteger excess(long nowMicros, long cost, long patience) {
            BigInteger now = BigInteger.valueOf(nowMicros).multiply(permits);
            BigInteger level = arrival.subtract(now).max(BigInteger.ZERO);
            return level.add(BigInteger.valueOf(cost - gcra.burst()).multiply(per))
                    .subtract(BigInteger.valueOf(patience).multiply(permits));
        }

        void take(long nowMicros, long cost) {
            arrival = arrival.max(BigInteger.valueOf(nowMicros).multiply(permits))
                    .add(BigInteger.valueOf(cost).multiply(per));
        }

        BigInteger remaining(long nowMicros) {
            return BigInteger.ZERO.subtract(excess(nowMicros, 0, 0)).divide(per);
        }
    }

    @Provide
    Arbitrary<Algorithm.Gcra> gcras() {
        Arbitrary<Long> permits = Arbitraries.longs().between(1, 20_000);
        Arbitrary<Long> millis = Arbitraries.longs().between(1, 2_000);
        return Combinators.combine(permits, millis, Arbitraries.longs().between(1, 40))
                .as((n, per, burst) -> new Algorithm.Gcra(Math.min(n, per * 1_000), Duration.ofMillis(per), burst));
    }

    @Property(tries = 60)
    void gcra_anyCalls_areDecidedAsTheModelDoes(
            @ForAll("gcras") Algorithm.Gcra gcra, @ForAll("steps") List<List<Integer>> steps) {
        Limit limit = Limit.of("gcra", gcra);
        String key = freshKey();
        ExactGcra model = new ExactGcra(gcra);
        Ticks ticks = Ticks.of(gcra.permits(), Ranges.micros(gcra.per()));
        // ticks begin up to a microsecond before the time of the server
        BigInteger tolerance = ticks.a() == ticks.b() ? BigInteger.ZERO : BigInteger.valueOf(gcra.permits());
        for (List<Integer> step : steps) {
            List<Want> wants = step.stream()
                    .map(any ->
                            shots.want(new Ask(limit, key, any % (gcra.burst() + 1)), any % 3 == 0 ? any * 10L : 0, ""))
                    .toList();
            for (Shot shot : shots.singles(wants)) {
                long cost = shot.standing().ask().cost();
                long patience = shot.wants().get(0).patienceMicros();
                BigInteger excess = model.excess(shot.now(), cost, patience);
                if (cost > 0 && shot.allowed()) {
                    assertThat(excess).isLessThanOrEqualTo(tolerance);
                } else if (cost > 0) {
                    assertThat(excess).isGreaterThan(tolerance.negate());
                }
                if (shot.allowed()) {
                    model.take(shot.now(), cost);
                }
                if (tolerance.signum() == 0) {
                    assertThat(BigInteger.valueOf(shot.standing().remaining()))
                            .isEqualTo(model.remaining(shot.now()).max(BigInteger.ZERO));
                }
            }
        }
    }

    @Provide
    Arbitrary<List<List<Integer>>> steps() {
        return Arbitraries.integers()
                .between(0, 60)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<Algorithm.SlidingWindow> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 50),
                        Arbitraries.longs().between(1, 30),
                        Arbitraries.integers().between(1, 12))
                .as((permits, millis, parts) ->
                        new Algorithm.SlidingWindow(permits, Duration.ofMillis(millis * parts), parts));
    }

    private record Taken(long at, long cost) {}

    @Property(tries = 60)
    void window_anyCalls_areDecidedAsTheModelDoes(
            @ForAll("windows") Algorithm.SlidingWindow window, @ForAll("steps") List<List<Integer>> steps) {
        Limit limit = Limit.of("window", window);
        String key = freshKey();
        long part = Ranges.micros(window.window()) / window.parts();
        List<Taken> taken = new ArrayList<>();
        for (List<Integer> step : steps) {
            List<Want> wants = step.stream()
                    .map(any -> shots.want(new Ask(limit, key, any % (window.permits() + 1)), 0, ""))
                    .toList();
            for (Shot shot : shots.singles(wants)) {
                long cost = shot.standing().ask().cost();
                long oldest = shot.now() / part - window.parts();
                long used = taken.stream()
                        .filter(each -> each.at() / part >= oldest)
                        .mapToLong(Taken::cost)
                        .sum();
                assertThat(shot.allowed()).isEqualTo(cost == 0 || used + cost <= window.permits());
                if (shot.allowed()) {
                    taken.add(new Taken(shot.now(), cost));
                } else {
                    assertComesBack(taken, part, window, shot, cost);
                }
                assertThat(shot.standing().remaining())
                        .isEqualTo(window.permits() - used - (shot.allowed() ? cost : 0));
            }
        }
        for (Taken first : taken) {
            long end = first.at() + Ranges.micros(window.window());
            assertThat(taken.stream()
                            .filter(each -> each.at() >= first.at() && each.at() < end)
                            .mapToLong(Taken::cost)
                            .sum())
                    .isLessThanOrEqualTo(window.permits());
        }
    }

    /** At the time to retry there is room; one part earlier there is not. */
    private static void assertComesBack(
            List<Taken> taken, long part, Algorithm.SlidingWindow window, Shot shot, long cost) {
        long retry = shot.now() + Ranges.micros(shot.standing().retryAfter());
        assertThat(usedAt(taken, retry, part, window) + cost).isLessThanOrEqualTo(window.permits());
        assertThat(usedAt(taken, retry - 1, part, window) + cost).isGreaterThan(window.permits());
    }

    private static long usedAt(List<Taken> taken, long time, long part, Algorithm.SlidingWindow window) {
        return taken.stream()
                .filter(each -> each.at() / part >= time / part - window.parts())
                .mapToLong(Taken::cost)
                .sum();
    }

    @Property(tries = 40)
    void concurrent_anyCalls_areDecidedAsTheModelDoes(
            @ForAll("concurrents") Algorithm.Concurrent concurrent, @ForAll("steps") List<List<Integer>> steps) {
        Limit limit = Limit.of("concurrent", concurrent);
        String key = freshKey();
        long lease = Ranges.micros(concurrent.lease());
        List<Long> ends = new ArrayList<>();
        for (List<Integer> step : steps) {
            List<Want> wants = step.stream()
                    .map(any ->
                            shots.want(new Ask(limit, key, any % 5 == 0 ? 0 : 1), 0, any % 5 == 0 ? "" : freshKey()))
                    .toList();
            for (Shot shot : shots.singles(wants)) {
                long cost = shot.standing().ask().cost();
                ends.removeIf(end -> end <= shot.now());
                assertThat(shot.allowed()).isEqualTo(cost == 0 || ends.size() < concurrent.permits());
                if (shot.allowed() && cost == 1) {
                    ends.add(shot.now() + lease);
                }
                assertThat(shot.standing().remaining()).isEqualTo(concurrent.permits() - ends.size());
            }
        }
    }

    @Provide
    Arbitrary<Algorithm.Concurrent> concurrents() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 10), Arbitraries.longs().between(1, 20))
                .as((permits, millis) -> new Algorithm.Concurrent(permits, Duration.ofMillis(millis)));
    }

    /** Several limits in a call: allowed if each has room, and nothing taken otherwise. */
    @Property(tries = 40)
    void several_anyCalls_areAllOrNothing(
            @ForAll("windows") Algorithm.SlidingWindow window,
            @ForAll("gcras") Algorithm.Gcra coarse,
            @ForAll("steps") List<List<Integer>> steps) {
        Algorithm.Gcra gcra = Algorithm.Gcra.of(coarse.burst(), Duration.ofMinutes(1));
        Limit one = Limit.of("one", new Algorithm.SlidingWindow(window.permits(), Duration.ofDays(1), window.parts()));
        Limit two = Limit.of("two", gcra);
        String key = freshKey();
        ExactGcra model = new ExactGcra(gcra);
        long used = 0;
        for (List<Integer> step : steps) {
            List<List<Want>> calls = step.stream()
                    .map(any -> List.of(
                            shots.want(new Ask(one, key, any % (window.permits() + 1)), 0, ""),
                            shots.want(new Ask(two, key, any % (gcra.burst() + 1)), 0, "")))
                    .toList();
            for (Shot shot : shots.calls(calls)) {
                long first = shot.standings().get(0).ask().cost();
                long second = shot.standings().get(1).ask().cost();
                boolean room = first == 0 || used + first <= window.permits();
                boolean flow =
                        second == 0 || model.excess(shot.now(), second, 0).signum() <= 0;
                assertThat(shot.allowed()).isEqualTo(room && flow);
                assertThat(shot.standings().get(0).denied()).isEqualTo(!room && !shot.allowed());
                if (shot.allowed()) {
                    used += first;
                    model.take(shot.now(), second);
                }
            }
        }
    }

    /** Keys whose states lie in one bucket, with ids that overlap each other, do not disturb each other. */
    @Property(tries = 60)
    void gcra_manyKeysOfOneBucket_areDecidedApart(@ForAll("steps") List<List<Integer>> steps) {
        List<Limit> limits = Stream.of(1L, 3L, 40L)
                .map(millis -> Limit.of("of" + millis, Algorithm.Gcra.of(4, Duration.ofMillis(4 * millis))))
                .toList();
        byte[] bucket = shots.key(freshKey());
        ExactGcra[] models = new ExactGcra[IDS.length];
        for (int i = 0; i < models.length; i++) {
            models[i] = new ExactGcra((Algorithm.Gcra) limits.get(i % 3).algorithm());
        }
        for (List<Integer> step : steps) {
            List<List<Want>> calls = step.stream()
                    .map(any -> Stream.of(any, any + any % 7)
                            .map(which -> which % IDS.length)
                            .distinct()
                            .map(which -> shots.wantIn(
                                    bucket,
                                    IDS[which],
                                    new Ask(limits.get(which % 3), Integer.toString(which), any % 4)))
                            .toList())
                    .toList();
            for (Shot shot : shots.calls(calls)) {
                boolean room = true;
                for (Want want : shot.wants()) {
                    ExactGcra model = models[Integer.parseInt(want.ask().key())];
                    room &= want.cost() == 0
                            || model.excess(shot.now(), want.cost(), 0).signum() <= 0;
                    if (want.cost() > 0 && shot.allowed()) {
                        model.take(shot.now(), want.cost());
                    }
                }
                assertThat(shot.allowed()).isEqualTo(room);
            }
        }
    }

    /** The same of windows, of which some are over while others are not. */
    @Property(tries = 60)
    void window_manyKeysOfOneBucket_areDecidedApart(@ForAll("steps") List<List<Integer>> steps) {
        Algorithm.SlidingWindow window = new Algorithm.SlidingWindow(4, Duration.ofMillis(40), 4);
        Limit limit = Limit.of("window", window);
        byte[] bucket = shots.key(freshKey());
        List<List<Taken>> taken = new ArrayList<>();
        for (int i = 0; i < IDS.length; i++) {
            taken.add(new ArrayList<>());
        }
        for (List<Integer> step : steps) {
            List<List<Want>> calls = step.stream()
                    .map(any -> Stream.of(any, any + any % 7)
                            .map(which -> which % IDS.length)
                            .distinct()
                            .map(which ->
                                    shots.wantIn(bucket, IDS[which], new Ask(limit, Integer.toString(which), any % 4)))
                            .toList())
                    .toList();
            for (Shot shot : shots.calls(calls)) {
                boolean room = true;
                for (Want want : shot.wants()) {
                    List<Taken> mine = taken.get(Integer.parseInt(want.ask().key()));
                    room &= want.cost() == 0 || usedAt(mine, shot.now(), 10_000, window) + want.cost() <= 4;
                    if (want.cost() > 0 && shot.allowed()) {
                        mine.add(new Taken(shot.now(), want.cost()));
                    }
                }
                assertThat(shot.allowed()).isEqualTo(room);
            }
        }
    }

    /** Some of them are found at other places of two records than they begin at. */
    private static final long[] IDS = {
        0,
        1,
        0x0100000000000000L,
        0x4142434441424344L,
        0x4344414243444142L,
        0x0000000000000100L,
        -1,
        0x4341424344414243L
    };

    @Provide
    Arbitrary<Algorithm> tenADay() {
        return Arbitraries.of(
                Algorithm.Gcra.of(10, Duration.ofDays(1)),
                Algorithm.Gcra.of(10, Duration.ofDays(1).plusNanos(1_000)),
                new Algorithm.SlidingWindow(10, Duration.ofDays(1), 1),
                new Algorithm.SlidingWindow(10, Duration.ofDays(1), 60));
    }

    @Property
    void giveBack_inASharedBucket_leavesOthersAlone(@ForAll("tenADay") Algorithm algorithm) {
        Limit limit = Limit.of("day", algorithm);
        byte[] bucket = shots.key(freshKey());
        List<Want> wants = Stream.of(0, 1, 2)
                .map(i -> shots.wantIn(bucket, IDS[i], new Ask(limit, "k", 3)))
                .toList();
        List<Shot> taken = shots.singles(wants);
        long mark = taken.get(1).standing().mark();

        assertThat(shots.giveBack(List.of(new GivingBack.Item(wants.get(1).place(), 2, mark, ""))))
                .isEqualTo(1);
        assertThat(shots.giveBack(List.of(GivingBack.Item.forgotten(wants.get(2).place()))))
                .isEqualTo(1);
        assertThat(shots.giveBack(List.of(GivingBack.Item.forgotten(wants.get(2).place()))))
                .isZero();

        List<Want> looks = wants.stream()
                .map(want -> new Want(want.place(), new Ask(limit, "k", 0), 0, ""))
                .toList();
        assertThat(shots.singles(looks))
                .extracting(shot -> shot.standing().remaining())
                .containsExactly(7L, 9L, 10L);
    }

    @Property
    void giveBack_allOfABucket_leavesNothing(@ForAll("tenADay") Algorithm algorithm) {
        Limit limit = Limit.of("day", algorithm);
        String name = freshKey();
        Want want = shots.wantIn(shots.key(name), IDS[1], new Ask(limit, "k", 3));
        long mark = shots.singles(List.of(want)).get(0).standing().mark();

        assertThat(shots.giveBack(List.of(new GivingBack.Item(want.place(), 1, mark, ""))))
                .isEqualTo(1);
        assertThat(shots.singles(List.of(new Want(want.place(), new Ask(limit, "k", 0), 0, "")))
                        .get(0)
                        .standing()
                        .remaining())
                .isEqualTo(8);
        shots.giveBack(List.of(new GivingBack.Item(want.place(), 2, mark, "")));
        if (algorithm instanceof Algorithm.Gcra) {
            // what has come back by itself is not given back once more
            shots.giveBack(List.of(GivingBack.Item.forgotten(want.place())));
        }

        assertThat(redis.command(OneRedis.PATIENCE, "EXISTS", "larder:@l:" + name))
                .contains("0");
    }

    /** Stays the same where the machine is so slow that all of the bucket is over meanwhile. */
    @Example
    void bucketOfWindows_aRecordIsAdded_dropsThoseThatAreOver() {
        Limit brief = Limit.of("window", new Algorithm.SlidingWindow(1_000_000, Duration.ofMillis(400), 2));
        String name = freshKey();
        byte[] bucket = shots.key(name);
        Want kept = shots.wantIn(bucket, 7, Ask.of(brief, "kept"));
        shots.singles(List.of(kept, shots.wantIn(bucket, 8, Ask.of(brief, "over"))));
        Want look = shots.wantIn(bucket, 8, new Ask(brief, "over", 0));
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> shots.singles(List.of(kept, look))
                        .get(1)
                        .standing()
                        .fullAfter()
                        .isZero());

        shots.singles(List.of(kept, shots.wantIn(bucket, 9, Ask.of(brief, "added"))));

        assertThat(redis.command(OneRedis.PATIENCE, "STRLEN", "larder:@l:" + name))
                .contains("56");
    }

    /** The bucket outlives its longest record, and drops those that are over. */
    @Example
    void bucket_aRecordIsAdded_dropsThoseThatAreOver() {
        Limit brief = Limit.of("brief", Algorithm.Gcra.of(1, Duration.ofMillis(1)));
        Limit day = Limit.of("day", Algorithm.Gcra.of(10, Duration.ofDays(1)));
        String name = freshKey();
        byte[] bucket = shots.key(name);
        shots.singles(
                List.of(shots.wantIn(bucket, 8, Ask.of(brief, "k")), shots.wantIn(bucket, 7, new Ask(day, "k", 5))));
        assertThat(redis.command(OneRedis.PATIENCE, "STRLEN", "larder:@l:" + name))
                .contains("32");
        await().until(() -> shots.singles(List.of(shots.wantIn(bucket, 8, new Ask(brief, "k", 0))))
                .get(0)
                .standing()
                .fullAfter()
                .isZero());

        shots.singles(List.of(shots.wantIn(bucket, 9, Ask.of(day, "k"))));

        assertThat(redis.command(OneRedis.PATIENCE, "STRLEN", "larder:@l:" + name))
                .contains("32");
        assertThat(Long.parseLong(redis.command(OneRedis.PATIENCE, "PTTL", "larder:@l:" + name)
                        .replaceAll("[^0-9-]", "")))
                .isGreaterThan(Duration.ofHours(11).toMillis());
    }
}
