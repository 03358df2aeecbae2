package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.near.NearEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The near tier while its connection is cut, black-holed or stopped, and after it has healed. */
class OutageFaultIT {

    private static final String KEY = "k";
    private static final Duration BOUND = Duration.ofMillis(500);

    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Larder one;
    private Larder two;
    private Cache<String, String> here;
    private Cache<String, String> there;

    @BeforeEach
    void connect() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
        one = Connected.to(redis.uri(proxy) + "?client-name=here");
        two = Quiet.patient(redis.uri());
        here = cache(one);
        there = cache(two);
        there.put(KEY, "old");
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("old");
        Connected.awaitCoherent(one);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        proxy.close();
        redis.close();
    }

    private static Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "outage",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy ->
                                policy.ttl(Duration.ofHours(1)).jitter(0).earlyRefresh(0)));
    }

    private static boolean nearHit(Lookup<String> lookup) {
        return lookup instanceof Lookup.Hit<String> hit && hit.tier() == Lookup.Tier.NEAR;
    }

    /** Reads until two bounds after the fault; no read that begins a bound after the fault may be answered near. */
    private void assertNearBypassedWithinBoundAfter(Runnable fault) {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        fault.run();
        long faulty = System.nanoTime();
        long begun = faulty;
        while (begun - faulty < 2 * BOUND.toNanos()) {
            begun = System.nanoTime();
            Lookup<String> lookup = here.lookup(KEY);
            if (nearHit(lookup)) {
                assertThat(Duration.ofNanos(begun - faulty)).isLessThan(BOUND);
            }
        }
        assertThat(here.lookup(KEY)).isInstanceOf(Lookup.Unavailable.class);
        assertThat(here.get(KEY, key -> "from the source")).isEqualTo("from the source");
    }

    /** Writes, and waits until nobody may read what was before. */
    private void writeElsewhere() {
        there.put(KEY, "new");
        Waits.untilPassed(System.nanoTime(), BOUND);
    }

    /** After the fault has ended, what was written elsewhere meanwhile is read, first and last. */
    private void assertCoherentAfter(Runnable cure) {
        cure.run();
        Waits.until(() -> {
            Lookup<String> lookup = here.lookup(KEY);
            assertThat(lookup instanceof Lookup.Hit<String> hit ? hit.value() : "new")
                    .isEqualTo("new");
            return lookup instanceof Lookup.Hit;
        });
        Waits.until(() -> nearHit(here.lookup(KEY)));
        there.put(KEY, "newest");
        Waits.until(() -> here.lookup(KEY) instanceof Lookup.Hit<String> hit && "newest".equals(hit.value()));
    }

    /** What a network delivers after its sender has given up would undo what others have done meanwhile. */
    @Test
    void put_heldBackByTheNetworkAndGivenUp_isNotDoneLater() {
        try (Foreign foreign = Foreign.at(redis)) {
            proxy.blackHoleRequests();
            assertThat(here.put(KEY, "given up")).isEqualTo(Delivery.JOURNALED);
            foreign.call("CONFIG", "RESETSTAT");

            proxy.heal();

            Waits.until(() -> foreign.call("INFO", "commandstats").contains("cmdstat_evalsha"));
            Waits.until(() -> !foreign.exists("larder:outage:{" + KEY + "}"));
            assertThat(foreign.call("INFO", "commandstats")).doesNotContain("cmdstat_set:");
        }
    }

    /** The bytes may still be on their way when the connection is lost. */
    @Test
    void put_connectionLostBeforeTheReply_isJournaledWhenItCannotBeDoneAnyMore() throws Exception {
        proxy.blackHoleReplies();
        long begun = System.nanoTime();
        Background<Delivery> put = Background.run(() -> here.put(KEY, "lost"));
        Waits.until(() -> proxy.commandLog().contains("EVALSHA"));
        proxy.refuse(true);
        proxy.reset();

        assertThat(put.await()).isEqualTo(Delivery.JOURNALED);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void near_connectionCutWhileInvalidated_servesNothingOldAfterReconnect() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        proxy.refuse(true);
        proxy.reset();
        there.put(KEY, "new");
        Waits.until(() -> !one.coherent());

        assertCoherentAfter(proxy::heal);
    }

    @Test
    void near_tagInvalidatedWhileConnectionCut_servesNothingOldAfterReconnect() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        proxy.refuse(true);
        proxy.reset();
        two.invalidateTag("t");
        Waits.until(() -> !one.coherent());
        proxy.heal();

        Connected.awaitCoherent(one);
        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    @Test
    void near_connectionKilledInTheStepOfTheChange_servesNothingOldAfterReconnect() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        try (Foreign foreign = Foreign.at(redis)) {
            String mine = foreign.call("CLIENT", "LIST")
                    .lines()
                    .filter(line -> line.contains(" name=here "))
                    .findFirst()
                    .orElseThrow();
            String id = mine.substring("id=".length(), mine.indexOf(' '));
            foreign.call("MULTI");
            foreign.call("CLIENT", "KILL", "ID", id);
            foreign.call("DEL", "larder:outage:{k}");
            foreign.call("EXEC");
        }
        Waits.until(() -> proxy.accepted() >= 2);
        Connected.awaitCoherent(one);

        assertThat(Waits.answered(here, KEY)).isInstanceOf(Lookup.Miss.class);
    }

    @Test
    void near_serverStopped_isBypassedWithinTheBound() {
        assertNearBypassedWithinBoundAfter(redis::pause);

        redis.resume();
        Connected.awaitCoherent(two);
        writeElsewhere();
        assertCoherentAfter(() -> {});
    }

    @Test
    void near_connectionBlackHoled_isBypassedWithinTheBound() {
        assertNearBypassedWithinBoundAfter(proxy::blackHole);

        writeElsewhere();
        assertCoherentAfter(proxy::heal);
    }

    @Test
    void near_repliesBlackHoled_isBypassedWithinTheBound() {
        assertNearBypassedWithinBoundAfter(proxy::blackHoleReplies);

        writeElsewhere();
        assertCoherentAfter(proxy::heal);
    }

    @Test
    void near_requestsBlackHoled_isBypassedWithinTheBound() {
        assertNearBypassedWithinBoundAfter(proxy::blackHoleRequests);

        writeElsewhere();
        assertCoherentAfter(proxy::heal);
    }

    @Test
    void near_repliesDelayedByMoreThanTheBound_isStaleForNoLongerThanTheBound() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        proxy.delay(Duration.ofMillis(900));

        assertOldForNoLongerThanTheBound();
    }

    @Test
    void near_heartbeatAnsweredLate_provesNothing() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        proxy.holdReplies();
        Waits.until(() -> proxy.heldReplyBytes() > 0);
        writeElsewhere();
        assertThat(((TieredCache<String, String>) here.async()).nearHit(KEY)).isNull();

        proxy.releaseReplies(1);
        long released = System.nanoTime();

        while (System.nanoTime() - released < BOUND.toNanos()) {
            assertThat(((TieredCache<String, String>) here.async()).nearHit(KEY))
                    .isNull();
        }
        assertCoherentAfter(proxy::heal);
    }

    @Test
    void near_writtenElsewhereWhileServerGoesSilent_isStaleForNoLongerThanTheBound() {
        Waits.until(() -> nearHit(here.lookup(KEY)));
        proxy.blackHoleReplies();

        assertOldForNoLongerThanTheBound();
    }

    /** Writes elsewhere and reads for two bounds: what is read later than one bound after the write is not what was before. */
    private void assertOldForNoLongerThanTheBound() {
        there.put(KEY, "new");
        long written = System.nanoTime();
        long begun = written;
        while (begun - written < 2 * BOUND.toNanos()) {
            begun = System.nanoTime();
            NearEntry<String, String> hit = ((TieredCache<String, String>) here.async()).nearHit(KEY);
            if (hit != null && "old".equals(hit.value())) {
                assertThat(Duration.ofNanos(begun - written)).isLessThan(BOUND);
            }
        }
        assertCoherentAfter(proxy::heal);
    }
}
