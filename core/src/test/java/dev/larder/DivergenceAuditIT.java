package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.FaultProxy;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.far.RedisFar;
import dev.larder.near.NearEntry;
import dev.larder.near.Unlisted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the divergence audit counts, tells and drops; its periods are driven by the tests. */
class DivergenceAuditIT {

    private static final String KEY = "k";
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final int SAMPLES = 7;

    private static EmbeddedRedis redis;

    private final List<LarderEvent> events = new CopyOnWriteArrayList<>();
    private Foreign foreign;
    private Larder one;
    private Larder two;
    private Cache<String, String> here;
    private Cache<String, String> there;
    private Audit audit;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void connect() {
        foreign = Foreign.at(redis);
        foreign.call("FLUSHALL");
        one = larder(0);
        two = larder(0);
        here = cache(one, "audited");
        there = cache(two, "audited");
        audit = new Audit(Waits.engine(one), (RedisFar) Waits.engine(one).far(), SAMPLES);
        audit.add(context(here));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        foreign.close();
    }

    private Larder larder(int samplesPerSecond) {
        return larder(redis.uri(), samplesPerSecond);
    }

    private Larder larder(String uri, int samplesPerSecond) {
        return Connected.to(
                uri + "?timeout=20s&dead-after=30s",
                builder -> builder.listener(events::add)
                        .config(LarderConfig.builder()
                                .stalenessBound(BOUND)
                                .divergenceSamplesPerSecond(samplesPerSecond)
                                .build()));
    }

    private static Cache<String, String> cache(Larder larder, String name) {
        return cache(larder, name, Serializers.text());
    }

    private static Cache<String, String> cache(Larder larder, String name, Serializer<String> values) {
        return larder.cache(
                name,
                String.class,
                String.class,
                spec -> spec.values(values)
                        .tags((key, value) -> List.of("t"))
                        .policy(policy ->
                                policy.ttl(Duration.ofHours(1)).jitter(0).earlyRefresh(0)));
    }

    private static CacheContext<String, String> context(Cache<String, String> cache) {
        return ((TieredCache<String, String>) cache.async()).cache;
    }

    /** Does one period, whenever the proof of freshness holds, and waits for its replies. */
    private AuditStats period() {
        Connected.awaitCoherent(one);
        audit.run();
        Waits.until(audit::idle);
        return audit.stats();
    }

    private void passBound() {
        Waits.untilPassed(System.nanoTime(), BOUND);
    }

    /** Until the second look has found the proof to hold, which a slow machine may let lapse. */
    private AuditStats periodsUntilDiverged(int diverged) {
        Waits.until(() -> period().diverged() >= diverged);
        return audit.stats();
    }

    private void warm(int entries) {
        for (int i = 0; i < entries; i++) {
            there.put("key" + i, "v");
        }
        for (int i = 0; i < entries; i++) {
            here.get("key" + i, key -> "unexpected");
        }
    }

    /** Reads until an entry of the near tier is there that can be answered: a tag that is new costs another read. */
    private static NearEntry<String, String> answering(Larder larder, Cache<String, String> cache, String key) {
        Waits.until(() -> {
            cache.get(key, same -> "unexpected");
            NearEntry<String, String> entry = Waits.near(cache, key);
            return entry != null && entry.current(Waits.engine(larder).tags());
        });
        return Waits.near(cache, key);
    }

    /** Replaces the value in Redis, of which the near tier hears nothing. */
    private NearEntry<String, String> diverge(String key) {
        there.put(key, "old");
        NearEntry<String, String> entry = answering(one, here, key);
        Unlisted.hide(Waits.engine(one).index(), entry);
        there.put(key, "new");
        Waits.forPushes(here);
        return entry;
    }

    private List<LarderEvent> divergedEvents() {
        return events.stream()
                .filter(event -> event instanceof LarderEvent.Diverged)
                .toList();
    }

    @Test
    void run_healthyCacheUnderWrites_samplesAndFindsNothing() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Background<Integer>> busy = new ArrayList<>();
        for (Cache<String, String> cache : List.of(here, there, here, there)) {
            busy.add(Background.run(() -> {
                int rounds = 0;
                for (; !over.get(); rounds++) {
                    String key = "busy" + rounds % 5;
                    switch (rounds % 11) {
                        case 0 -> cache.put(key, "put");
                        case 1 -> cache.invalidate(key);
                        case 2 -> cache.expire(key);
                        default -> cache.get(key, same -> "loaded");
                    }
                }
                return rounds;
            }));
        }

        long began = System.nanoTime();
        while (System.nanoTime() - began < 6 * BOUND.toNanos() || audit.stats().samples() < 100) {
            period();
        }
        over.set(true);
        for (Background<Integer> each : busy) {
            assertThat(each.await()).isPositive();
        }
        passBound();

        AuditStats stats = period();
        assertThat(stats.diverged()).isZero();
        assertThat(stats.divergedShare()).isZero();
        assertThat(stats.age()).isLessThan(Duration.ofSeconds(30));
        assertThat(divergedEvents()).isEmpty();
    }

    @Test
    void run_replacedUnheard_isCountedOnceAfterTheBoundAndHealed() {
        NearEntry<String, String> entry = diverge(KEY);

        AuditStats first = period();
        assertThat(first).matches(stats -> stats.samples() == 1 && stats.differed() == 1 && stats.diverged() == 0);
        assertThat(Waits.near(here, KEY)).isSameAs(entry);

        passBound();
        AuditStats second = periodsUntilDiverged(1);
        assertThat(second.samples()).isEqualTo(1);
        assertThat(second.divergedShare()).isEqualTo(1);
        assertThat(divergedEvents()).containsExactly(new LarderEvent.Diverged("audited"));
        assertThat(Waits.near(here, KEY)).isNull();
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("new");

        passBound();
        AuditStats third = period();
        assertThat(third).matches(stats -> stats.differed() == 1 && stats.diverged() == 1);
        assertThat(divergedEvents()).hasSize(1);
    }

    @Test
    void run_beforeTheBound_isNotLookedAtAgain() {
        diverge(KEY);
        long began = System.nanoTime();
        period();
        long commands = one.redisStats().commands();

        audit.run();
        Waits.until(audit::idle);

        long again = one.redisStats().commands() - commands;
        assertThat(again == 0 || System.nanoTime() - began > BOUND.toNanos()).isTrue();
    }

    @Test
    void run_removedOrReplacedByAForeignType_isCounted() {
        diverge("removed");
        foreign.call("DEL", "larder:audited:{removed}");
        diverge("typed");
        foreign.call("DEL", "larder:audited:{typed}");
        foreign.call("LPUSH", "larder:audited:{typed}", "x");

        period();
        passBound();

        assertThat(periodsUntilDiverged(2).diverged()).isEqualTo(2);
        assertThat(Waits.near(here, "removed")).isNull();
        assertThat(Waits.near(here, "typed")).isNull();
    }

    @Test
    void run_suspectInvalidatedMeanwhile_isNotCounted() {
        diverge(KEY);
        assertThat(period().differed()).isEqualTo(1);

        here.invalidate(KEY);
        passBound();

        AuditStats stats = period();
        assertThat(stats.diverged()).isZero();
        assertThat(divergedEvents()).isEmpty();
    }

    @Test
    void run_suspectsTagInvalidatedMeanwhile_isNotCounted() {
        diverge(KEY);
        assertThat(period().differed()).isEqualTo(1);

        one.invalidateTag("t");
        passBound();

        assertThat(period().diverged()).isZero();
        assertThat(divergedEvents()).isEmpty();
    }

    @Test
    void run_proofLapsedBeforeTheReply_isLookedAtOnceMore() {
        one.close();
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port())) {
            one = larder(redis.uri(proxy), 0);
            here = cache(one, "audited");
            audit = new Audit(Waits.engine(one), (RedisFar) Waits.engine(one).far(), SAMPLES);
            audit.add(context(here));
            diverge(KEY);
            assertThat(period().differed()).isEqualTo(1);
            passBound();
            Connected.awaitCoherent(one);
            proxy.holdReplies();
            audit.run();
            assertThat(audit.idle()).isFalse();
            passBound();

            proxy.heal();
            Waits.until(audit::idle);

            assertThat(audit.stats().diverged()).isZero();
            assertThat(periodsUntilDiverged(1).samples()).isEqualTo(1);
            one.close();
        }
    }

    @Test
    void run_fillUnderWay_isNotCounted() throws Exception {
        HeldCodec held = HeldCodec.writing("second");
        Cache<String, String> filling = cache(one, "filling", held);
        audit.add(context(filling));
        filling.invalidate("first");
        Map<String, String> source = new LinkedHashMap<>();
        source.put("first", "first");
        source.put("second", "second");
        filling.get("warm", key -> "warm");
        Waits.forFills(filling, 1);
        filling.invalidate("warm");

        Background<Map<String, String>> load =
                Background.run(() -> filling.getAll(List.of("first", "second"), keys -> source));
        held.awaitBegun();
        NearEntry<String, String> ahead = Waits.near(filling, "first");
        assertThat(ahead).isNotNull();
        assertThat(ahead.current(Waits.engine(one).tags())).isTrue();
        assertThat(period()).matches(stats -> stats.samples() == 1 && stats.differed() == 1);
        passBound();
        AuditStats stillUnderWay = period();
        held.release();
        assertThat(load.await()).isEqualTo(source);
        Waits.forFills(filling, 3);
        AuditStats filled = period();

        assertThat(stillUnderWay.diverged()).isZero();
        assertThat(filled.diverged()).isZero();
        assertThat(divergedEvents()).isEmpty();
        assertThat(Waits.near(filling, "first")).isSameAs(ahead);
    }

    @Test
    void run_manyEntries_readsAsManyAsAllowedInOneRoundTrip() {
        warm(50);
        long roundTrips = one.redisStats().roundTrips();
        long commands = one.redisStats().commands();

        for (int periods = 1; periods <= 5; periods++) {
            assertThat(period().samples()).isEqualTo((long) periods * SAMPLES);
            assertThat(one.redisStats().roundTrips() - roundTrips).isEqualTo(periods);
            assertThat(one.redisStats().commands() - commands).isEqualTo((long) periods * SAMPLES);
        }
        assertThat(audit.stats().differed()).isZero();
    }

    @Test
    void run_manySuspects_comeBeforeNewSamplesAndWithinTheRate() {
        for (int i = 0; i < SAMPLES; i++) {
            diverge("diverged" + i);
        }
        assertThat(period().differed()).isEqualTo(SAMPLES);
        warm(50);
        passBound();
        Connected.awaitCoherent(one);
        long commands = one.redisStats().commands();

        AuditStats stats = period();

        assertThat(one.redisStats().commands() - commands).isEqualTo(SAMPLES);
        assertThat(stats.samples()).isEqualTo(SAMPLES);
    }

    @Test
    void run_moreSuspectsThanSamples_staysWithinTheRate() {
        for (int i = 0; i < 3 * SAMPLES; i++) {
            diverge("diverged" + i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(commandsOfAPeriod()).isLessThanOrEqualTo(SAMPLES);
        }
        passBound();

        Waits.until(() -> {
            assertThat(commandsOfAPeriod()).isLessThanOrEqualTo(SAMPLES);
            return audit.stats().diverged() == 3 * SAMPLES;
        });

        assertThat(audit.stats().differed()).isEqualTo(3 * SAMPLES);
    }

    private long commandsOfAPeriod() {
        long before = one.redisStats().commands();
        period();
        return one.redisStats().commands() - before;
    }

    @Test
    void run_severalCaches_samplesEach() {
        warm(50);
        Cache<String, String> small = cache(one, "small");
        small.put(KEY, "v");
        audit.add(context(small));
        NearEntry<String, String> entry = answering(one, small, KEY);
        Unlisted.hide(Waits.engine(one).index(), entry);
        foreign.call("SET", "larder:small:{k}", "foreign");

        assertThat(period().differed()).isEqualTo(1);
    }

    @Test
    void run_nothingInTheNearTier_takesNoRoundTrip() {
        long commands = one.redisStats().commands();

        AuditStats stats = period();

        assertThat(one.redisStats().commands()).isEqualTo(commands);
        assertThat(stats.samples()).isZero();
        assertThat(stats.age()).isNotNull();
    }

    @Test
    void auditStats_samplesPerSecondZero_staysEmpty() {
        warm(5);
        long commands = one.redisStats().commands();

        ((TieredLarder) one).auditNow();

        assertThat(one.redisStats().commands()).isEqualTo(commands);
        assertThat(one.auditStats()).isEqualTo(new AuditStats(0, 0, 0, null));
    }

    @Test
    void auditStats_switchedOn_growsByItself() {
        try (Larder audited = larder(10)) {
            Cache<String, String> cache = cache(audited, "regular");
            cache.put(KEY, "v");
            answering(audited, cache, KEY);

            Waits.until(() -> audited.auditStats().samples() > 1);

            assertThat(audited.auditStats().diverged()).isZero();
            assertThat(audited.auditStats().age()).isNotNull();
        }
    }

    @Test
    void auditStats_withoutRedis_isEmpty() {
        try (Larder local = Larder.local()) {
            ((TieredLarder) local).auditNow();

            assertThat(local.auditStats()).isEqualTo(new AuditStats(0, 0, 0, null));
        }
    }
}
