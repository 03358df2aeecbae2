package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What limits decide while Redis is gone, and afterwards. */
final class OutageFaultIT {

    private static final Algorithm TEN_A_DAY = Algorithm.Gcra.of(10, Duration.ofDays(1));
    private static final Limit OPEN =
            Limit.builder("open", TEN_A_DAY).onOutage(new OnOutage.Open()).build();
    private static final Limit CLOSED =
            Limit.builder("closed", TEN_A_DAY).onOutage(new OnOutage.Closed()).build();
    private static final Limit LOCAL =
            Limit.builder("local", TEN_A_DAY).onOutage(new OnOutage.Local(0.5)).build();
    private static final Limit WINDOW = Limit.builder("window", Algorithm.SlidingWindow.of(10, Duration.ofDays(1)))
            .onOutage(new OnOutage.Local(0.5))
            .build();
    private static final Limit AT_ONCE = Limit.builder("at-once", new Algorithm.Concurrent(4, Duration.ofDays(1)))
            .onOutage(new OnOutage.Local(0.5))
            .build();

    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Larder larder;
    private Limits limits;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        larder = Larder.builder()
                .redis(redis.uri(proxy))
                .hashSecret(OneRedis.SECRET)
                .build();
        limits = Limits.on(larder);
        await().until(() -> limits.tryAcquire(OPEN, "warm").basis() == Decision.Basis.SERVER);
    }

    @AfterEach
    void close() {
        larder.close();
        proxy.close();
        redis.close();
    }

    private long allowedOf(int calls, Limit limit) {
        long allowed = 0;
        for (int i = 0; i < calls; i++) {
            Decision decision = limits.tryAcquire(limit, "k");
            assertThat(decision.basis()).isEqualTo(Decision.Basis.OUTAGE);
            allowed += decision.allowed() ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void tryAcquire_whileRedisIsGone_followsThePolicyOfEachLimit() {
        proxy.refuse(true);
        proxy.reset();
        await().until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.OUTAGE);

        assertThat(allowedOf(20, OPEN)).isEqualTo(20);
        assertThat(allowedOf(20, CLOSED)).isZero();
        assertThat(limits.tryAcquire(CLOSED, "k")).isEqualTo(new Decision.Unavailable(CLOSED));
        assertThat(allowedOf(20, LOCAL)).isEqualTo(5);
        assertThat(allowedOf(20, WINDOW)).isEqualTo(3);
        assertThat(allowedOf(20, AT_ONCE)).isEqualTo(2);
        assertThat(limits.tryAcquire(List.of(Ask.of(OPEN, "x"), Ask.of(CLOSED, "x"))))
                .isInstanceOf(Decision.Unavailable.class);
        assertThat(limits.tryAcquire(List.of(Ask.of(OPEN, "k"), Ask.of(LOCAL, "k"))))
                .isInstanceOf(Decision.Denied.class);
        assertThat(limits.stats().deniedInOutage()).isPositive();
    }

    @Test
    void tryAcquire_longKeysInAnOutage_areNotKeptAndCountAlone() {
        proxy.refuse(true);
        proxy.reset();
        await().until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.OUTAGE);
        String first = "x".repeat(20_000) + "1";
        WeakReference<String> sent = new WeakReference<>(first);
        assertThat(limits.tryAcquire(AT_ONCE, first).allowed()).isTrue();
        Decision.Allowed second = (Decision.Allowed) limits.tryAcquire(AT_ONCE, "x".repeat(20_000) + "1");
        first = "";

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            limits.tryAcquire(OPEN, "k");
            System.gc();
            return sent.get() == null;
        });

        assertThat(limits.tryAcquire(AT_ONCE, "x".repeat(20_000) + "1").allowed())
                .isFalse();
        assertThat(limits.tryAcquire(AT_ONCE, "x".repeat(20_000) + "2").allowed())
                .isTrue();
        assertThat(limits.release(second.permits().get(0))).isEqualTo(Settlement.DONE);
        assertThat(limits.tryAcquire(AT_ONCE, "x".repeat(20_000) + "1").allowed())
                .isTrue();
    }

    @Test
    void permits_ofAnOutage_areGivenBackHere() {
        proxy.refuse(true);
        proxy.reset();
        await().until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.OUTAGE);
        Decision.Allowed taken = (Decision.Allowed) limits.tryAcquire(AT_ONCE, "k");
        Permit permit = taken.permits().get(0);

        assertThat(permit.local()).isTrue();
        assertThat(limits.renew(permit)).isEqualTo(Settlement.DONE);
        assertThat(limits.refund(taken)).isEqualTo(Settlement.DONE);
        assertThat(limits.release(permit)).isEqualTo(Settlement.GONE);
        assertThat(allowedOf(5, AT_ONCE)).isEqualTo(2);
    }

    @Test
    void on_whileRedisIsGone_decidesByThePoliciesUntilItIsThere() {
        proxy.refuse(true);
        try (Larder early = Larder.builder()
                .redis(redis.uri(proxy))
                .hashSecret(OneRedis.SECRET)
                .build()) {
            Limits begun = Limits.on(early);
            assertThat(begun.tryAcquire(OPEN, "k").basis()).isEqualTo(Decision.Basis.OUTAGE);
            assertThat(begun.tryAcquire(CLOSED, "k")).isEqualTo(new Decision.Unavailable(CLOSED));

            proxy.refuse(false);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> begun.tryAcquire(CLOSED, "k").basis() == Decision.Basis.SERVER);
        }
    }

    /** What a deposed primary has copied is old: it allows nothing, denies nothing, and shows nothing. */
    @Test
    void tryAcquire_whereThePrimaryIsAReplicaNow_isNotItsToAnswer() {
        assertThat(redis.command(OneRedis.PATIENCE, "REPLICAOF", "127.0.0.1", "1"))
                .contains("OK");

        assertThat(limits.tryAcquire(CLOSED, "k", 0)).isEqualTo(new Decision.Unavailable(CLOSED));
    }

    /** A server that hangs costs a caller at most two command time-outs: its own and that of the flush before it. */
    @Test
    void tryAcquire_whileRedisHangs_isDecidedInTimeAndGoesOnAfterwards() {
        redis.pause();
        long begun = System.nanoTime();

        Decision decision = limits.tryAcquire(LOCAL, "k");

        assertThat(decision.basis()).isEqualTo(Decision.Basis.OUTAGE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        redis.resume();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.SERVER);
    }

    /** A call that the network has held back takes nothing when its caller has given up. */
    @Test
    void tryAcquire_arrivingTooLate_takesNothing() {
        redis.pause();
        assertThat(limits.tryAcquire(CLOSED, "late")).isInstanceOf(Decision.Unavailable.class);
        redis.resume();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.SERVER);

        assertThat(limits.tryAcquire(CLOSED, "late", 0).standings().get(0).remaining())
                .isEqualTo(10);
    }

    /** Permits that the server gave, though nobody here knows, are not held until their leases end. */
    @Test
    void permits_whoseReplyIsLate_areGivenBack() {
        Limit closed = Limit.builder("lost", new Algorithm.Concurrent(4, Duration.ofDays(1)))
                .onOutage(new OnOutage.Closed())
                .build();
        try (FaultProxy slow = FaultProxy.to(redis.host(), redis.port());
                Larder late = Larder.builder()
                        .redis(redis.uri(slow) + "?heartbeat=1s&timeout=2s&dead-after=60s")
                        .config(LarderConfig.builder()
                                .stalenessBound(Duration.ofSeconds(5))
                                .build())
                        .hashSecret(OneRedis.SECRET)
                        .build()) {
            Limits patient = Limits.on(late);
            await().until(() -> patient.tryAcquire(closed, "k", 0).allowed());
            slow.holdReplies();

            assertThat(patient.tryAcquire(closed, "k")).isInstanceOf(Decision.Unavailable.class);

            slow.heal();
            await().until(() ->
                    slow.commandLog().stream().filter("EVALSHA"::equals).count() == 3);
            await().until(() ->
                    limits.tryAcquire(closed, "k", 0).standings().get(0).remaining() == 4);
        }
    }

    @Test
    void refund_whileRedisIsGone_isNotDone() {
        Decision.Allowed taken = (Decision.Allowed) limits.tryAcquire(CLOSED, "k");
        proxy.refuse(true);
        proxy.reset();
        await().until(() -> limits.tryAcquire(OPEN, "k").basis() == Decision.Basis.OUTAGE);

        assertThat(limits.refund(taken)).isEqualTo(Settlement.UNAVAILABLE);
    }
}
