package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leases: their owner dies, is late, or races with writes while a stale entry stays in place. */
class LeaseRacesIT {

    private static final String KEY = "k";
    private static final String VALUE_KEY = "larder:lease:{k}";
    private static final String LEASE_KEY = "larder:lease:{k}:lease";

    private static EmbeddedRedis redis;

    private Foreign foreign;
    private Larder one;
    private Larder two;

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
        one = Quiet.patient(redis.uri());
        two = Quiet.patient(redis.uri());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        foreign.close();
    }

    private static Cache<String, String> cache(Larder larder, UnaryOperator<CachePolicy.Builder> changes) {
        return larder.cache(
                "lease",
                String.class,
                String.class,
                spec -> spec.policy(policy -> changes.apply(policy.ttl(Duration.ofHours(1))
                        .grace(Duration.ofHours(1))
                        .jitter(0)
                        .earlyRefresh(0))));
    }

    @Test
    void get_ownerOfTheLeaseDies_loadsOnceMoreAfterTheLease() throws Exception {
        Duration lease = Duration.ofSeconds(1);
        Cache<String, String> here = cache(one, policy -> policy.lease(lease));
        Cache<String, String> there = cache(two, policy -> policy.lease(Duration.ofSeconds(30)));
        HeldLoader owner = new HeldLoader("of the dead");
        Background<String> lost = Background.run(() -> here.get(KEY, owner));
        owner.awaitBegun();
        AtomicInteger loads = new AtomicInteger();
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicReference<Thread> loaderOf = new AtomicReference<>();
        Background<String> waiter = Background.run(() -> {
            caller.set(Thread.currentThread());
            return there.get(KEY, key -> {
                loaderOf.set(Thread.currentThread());
                return "load " + loads.incrementAndGet();
            });
        });
        Waits.until(() -> there.stats().coalescedLoads() == 1);
        one.close();

        assertThat(waiter.await()).isEqualTo("load 1");
        assertThat(loaderOf).as("thread of the loader").hasValue(caller.get());
        owner.release();

        assertThat(lost.await()).isEqualTo("of the dead");
        assertThat(owner.calls() + loads.get()).isEqualTo(2);
        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo("load 1");
    }

    @Test
    void get_ownerOfTheLeaseDiesWhileTwoProcessesWait_oneOfThemLoads() throws Exception {
        // The lease of the dead outlives what those who wait would give a lease of their own.
        assertOneLoadAfterDeath(Duration.ofMillis(2400), Duration.ofSeconds(2), cache -> {});
    }

    @Test
    void get_ownerOfTheLeaseBesideAnEntryDiesWhileTwoProcessesWait_oneOfThemLoads() throws Exception {
        Duration lease = Duration.ofSeconds(2);
        assertOneLoadAfterDeath(lease, lease, cache -> {
            cache.put(KEY, "expired");
            cache.expire(KEY);
        });
    }

    private void assertOneLoadAfterDeath(Duration ofTheDead, Duration lease, Consumer<Cache<String, String>> before)
            throws Exception {
        Cache<String, String> dying = cache(one, policy -> policy.lease(ofTheDead));
        before.accept(dying);
        HeldLoader owner = new HeldLoader("of the dead");
        AtomicInteger loads = new AtomicInteger();
        try (Larder three = Quiet.patient(redis.uri())) {
            List<Cache<String, String>> waiting =
                    List.of(cache(two, policy -> policy.lease(lease)), cache(three, policy -> policy.lease(lease)));
            Background<String> lost = Background.run(() -> dying.get(KEY, owner));
            owner.awaitBegun();
            List<Background<String>> gets = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Cache<String, String> cache = waiting.get(i % 2);
                gets.add(Background.run(() -> cache.get(KEY, key -> "load " + loads.incrementAndGet())));
            }
            Waits.until(() -> waiting.stream().allMatch(cache -> cache.stats().coalescedLoads() >= 2));
            one.close();

            for (Background<String> get : gets) {
                assertThat(get.await()).isEqualTo("load 1");
            }
            owner.release();
            assertThat(lost.await()).isEqualTo("of the dead");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void get_waitsForAnothersLoad_isWokenByItsPush() throws Exception {
        Cache<String, String> here = cache(one, policy -> policy.lease(Duration.ofMinutes(10)));
        Cache<String, String> there = cache(two, policy -> policy.lease(Duration.ofMinutes(10)));
        HeldLoader owner = new HeldLoader("value");
        Background<String> load = Background.run(() -> here.get(KEY, owner));
        owner.awaitBegun();
        Background<String> waiter = Background.run(() -> there.get(KEY, key -> "unexpected"));
        Waits.until(() -> there.stats().coalescedLoads() == 1);

        owner.release();

        assertThat(load.await()).isEqualTo("value");
        assertThat(waiter.await()).isEqualTo("value");
    }

    @Test
    void get_waitsForAnothersLoadThatFails_loadsAtOnce() throws Exception {
        Cache<String, String> here = cache(one, policy -> policy.lease(Duration.ofMinutes(10)));
        Cache<String, String> there = cache(two, policy -> policy.lease(Duration.ofMinutes(10)));
        HeldLoader owner = new HeldLoader("value");
        Background<String> load = Background.run(() -> here.get(KEY, key -> {
            owner.load(key);
            throw new IllegalStateException("no source");
        }));
        owner.awaitBegun();
        Background<String> waiter = Background.run(() -> there.get(KEY, key -> "other"));
        Waits.until(() -> there.stats().coalescedLoads() == 1);

        owner.release();

        assertThat(waiter.await()).isEqualTo("other");
        Waits.until(load::isDone);
    }

    @Test
    void get_loadOutlivesItsLease_isAnsweredAndNotStored() throws Exception {
        Cache<String, String> here = cache(one, policy -> policy.lease(Duration.ofMillis(200)));
        HeldLoader slow = new HeldLoader("old");
        Background<String> load = Background.run(() -> here.get(KEY, slow));
        slow.awaitBegun();
        Waits.until(() -> !foreign.exists(VALUE_KEY));
        slow.release();

        assertThat(load.await()).isEqualTo("old");
        Waits.forFills(here, 1);
        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(foreign.exists(VALUE_KEY)).isFalse();
        Waits.until(() -> Waits.near(here, KEY) == null);
    }

    /** Puts "old", declares it stale, and changes it while it is being loaded anew. */
    private void refreshDuring(Cache<String, String> here, Runnable change) throws Exception {
        here.put(KEY, "old");
        here.expire(KEY);
        HeldLoader loader = new HeldLoader("refreshed");
        Background<String> refresh = Background.run(() -> here.get(KEY, loader));
        loader.awaitBegun();
        assertThat(foreign.exists(LEASE_KEY)).isTrue();
        change.run();
        loader.release();
        assertThat(refresh.await()).isEqualTo("refreshed");
        Waits.forFills(here, 1);
        assertThat(foreign.exists(LEASE_KEY)).isFalse();
        Waits.forPushes(here);
    }

    @Test
    void refresh_nothingElseHappens_replacesTheStaleEntry() throws Exception {
        Cache<String, String> here = cache(one, UnaryOperator.identity());
        Cache<String, String> there = cache(two, UnaryOperator.identity());

        refreshDuring(here, () -> {});

        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo("refreshed");
    }

    @Test
    void refresh_putElsewhereMeanwhile_isRefused() throws Exception {
        Cache<String, String> here = cache(one, UnaryOperator.identity());
        Cache<String, String> there = cache(two, UnaryOperator.identity());

        refreshDuring(here, () -> there.put(KEY, "new"));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("new");
        assertThat(there.get(KEY, key -> "unexpected")).isEqualTo("new");
    }

    @Test
    void refresh_invalidatedElsewhereMeanwhile_isRefused() throws Exception {
        Cache<String, String> here = cache(one, UnaryOperator.identity());
        Cache<String, String> there = cache(two, UnaryOperator.identity());

        refreshDuring(here, () -> there.invalidate(KEY));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(foreign.exists(VALUE_KEY)).isFalse();
        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
    }

    @Test
    void refresh_expiredElsewhereMeanwhile_isRefused() throws Exception {
        Cache<String, String> here = cache(one, UnaryOperator.identity());
        Cache<String, String> there = cache(two, UnaryOperator.identity());

        refreshDuring(here, () -> there.expire(KEY));

        assertThat(here.stats().fillsRefused()).isEqualTo(1);
        assertThat(there.get(KEY, key -> "new")).isEqualTo("new");
        assertThat(here.get(KEY, key -> "unexpected")).isEqualTo("new");
    }

    @Test
    void refresh_failsWhileAnotherProcessWaits_letsItLoadAtOnce() throws Exception {
        Cache<String, String> here = cache(one, policy -> policy.lease(Duration.ofMinutes(10)));
        Cache<String, String> there = cache(two, policy -> policy.lease(Duration.ofMinutes(10)));
        here.put(KEY, "old");
        here.expire(KEY);
        HeldLoader loader = new HeldLoader("never");
        Background<String> failing = Background.run(() -> here.get(KEY, key -> {
            loader.load(key);
            throw new IllegalStateException("no source");
        }));
        loader.awaitBegun();
        Background<String> waiter = Background.run(() -> there.get(KEY, key -> "new"));
        Waits.until(() -> there.stats().coalescedLoads() == 1);

        loader.release();

        assertThat(waiter.await()).isEqualTo("new");
        assertThat(failing.await()).isEqualTo("old");
    }

    @Test
    void refresh_refusedWhileAnotherProcessWaits_letsItLoadAtOnce() throws Exception {
        Cache<String, String> here = cache(one, policy -> policy.lease(Duration.ofMinutes(10)));
        Cache<String, String> there = cache(two, policy -> policy.lease(Duration.ofMinutes(10)));
        here.put(KEY, "old");
        here.expire(KEY);
        HeldLoader loader = new HeldLoader("refreshed too late");
        Background<String> refresh = Background.run(() -> here.get(KEY, loader));
        loader.awaitBegun();
        there.expire(KEY);
        Background<String> waiter = Background.run(() -> there.get(KEY, key -> "new"));
        Waits.until(() -> there.stats().coalescedLoads() == 1);

        loader.release();

        assertThat(waiter.await()).isEqualTo("new");
        assertThat(refresh.await()).isEqualTo("refreshed too late");
    }
}
