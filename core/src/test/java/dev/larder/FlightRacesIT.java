package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.chaos.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who may be answered by a load that somebody else has begun. */
class FlightRacesIT extends TwoLarders {

    private static final String KEY = "k";

    @Override
    Cache<String, String> cache(Larder larder) {
        return cache(larder, UnaryOperator.identity());
    }

    private static Cache<String, String> cache(Larder larder, UnaryOperator<CachePolicy.Builder> changes) {
        return larder.cache(
                "flight",
                String.class,
                String.class,
                spec -> spec.tags((key, value) -> List.of("t"))
                        .policy(policy -> changes.apply(
                                policy.ttl(Duration.ofHours(1)).jitter(0).earlyRefresh(0))));
    }

    /** A get that begins after the change, and before the load that began before it has ended. */
    private void assertNewerLoadAnswersAfter(Runnable change) throws Exception {
        HeldLoader old = new HeldLoader("old");
        Background<String> first = Background.run(() -> here.get(KEY, old));
        old.awaitBegun();
        change.run();

        Background<String> second = Background.run(() -> here.get(KEY, key -> "new"));
        Waits.until(() ->
                second.isDone() || here.stats().misses() >= 2 && here.stats().coalescedLoads() >= 1);
        old.release();

        assertThat(second.await()).isEqualTo("new");
        assertThat(first.await()).isEqualTo("old");
        assertThat(here.get(KEY, key -> "newer")).isIn("new", "newer");
    }

    @Test
    void get_afterOwnInvalidate_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> here.invalidate(KEY));
    }

    @Test
    void get_afterOwnTagInvalidation_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> one.invalidateTag("t"));
    }

    @Test
    void get_afterOwnClear_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> here.clear());
    }

    @Test
    void get_afterInvalidateElsewhereWasPushed_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> {
            there.invalidate(KEY);
            Waits.forPushes(here);
        });
    }

    @Test
    void get_afterTagInvalidationElsewhereWasPushed_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> {
            two.invalidateTag("t");
            Waits.forPushes(here);
        });
    }

    @Test
    void get_afterForeignDelWasPushed_isNotAnsweredByOlderLoad() throws Exception {
        assertNewerLoadAnswersAfter(() -> {
            foreign.call("DEL", "larder:flight:{k}");
            Waits.forPushes(here);
        });
    }

    @Test
    void get_afterOwnTagInvalidation_isNotAnsweredByOlderReadOfAnothersLoad() throws Exception {
        HeldCodec decoder = HeldCodec.reading("old");
        try (Larder other = Quiet.patient(redis.uri())) {
            Cache<String, String> waiting = other.cache(
                    "flight",
                    String.class,
                    String.class,
                    spec -> spec.values(decoder).tags((key, value) -> List.of("t")));
            HeldLoader old = new HeldLoader("old");
            Background<String> loading = Background.run(() -> there.get(KEY, old));
            old.awaitBegun();
            Background<String> waiter = Background.run(() -> waiting.get(KEY, key -> "unexpected"));
            Waits.until(() -> waiting.stats().coalescedLoads() == 1);
            old.release();
            assertThat(loading.await()).isEqualTo("old");
            decoder.awaitBegun();

            other.invalidateTag("t");
            Background<String> second = Background.run(() -> waiting.get(KEY, key -> "new"));
            Waits.until(() -> second.isDone() || waiting.stats().coalescedLoads() == 2);
            decoder.release();

            assertThat(second.await()).isEqualTo("new");
            assertThat(waiter.await()).isIn("old", "unexpected", "new");
        }
    }

    @Test
    void get_hundredThreads_loadOnce() throws Exception {
        assertOneLoad(100, List.of(here));
    }

    @Test
    void get_hundredThreadsOfTwoProcesses_loadOnce() throws Exception {
        assertOneLoad(100, List.of(here, there));
    }

    private static void assertOneLoad(int threads, List<Cache<String, String>> caches) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        AtomicInteger loads = new AtomicInteger();
        List<Background<String>> gets = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Cache<String, String> cache = caches.get(i % caches.size());
            gets.add(Background.run(() -> {
                barrier.await();
                return cache.get(KEY, key -> "load " + loads.incrementAndGet());
            }));
        }
        for (Background<String> get : gets) {
            assertThat(get.await()).isEqualTo("load 1");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void get_redisDownAndInvalidatedHere_isNotAnsweredByOlderLoad() throws Exception {
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder cut = Connected.to(redis.uri(proxy))) {
            Cache<String, String> alone = cache(cut);
            proxy.refuse(true);
            proxy.reset();
            Waits.until(() -> alone.lookup(KEY) instanceof Lookup.Unavailable);
            HeldLoader old = new HeldLoader("old");
            Background<String> first = Background.run(() -> alone.get(KEY, old));
            old.awaitBegun();
            assertThat(alone.invalidate(KEY)).isEqualTo(Delivery.JOURNALED);

            Background<String> second = Background.run(() -> alone.get(KEY, key -> "new"));
            Waits.until(() -> second.isDone() || alone.stats().coalescedLoads() == 1);
            old.release();

            assertThat(second.await()).isEqualTo("new");
            assertThat(first.await()).isEqualTo("old");
        }
    }

    @Test
    void get_redisDownAndLoadOlderThanTheBound_startsOver() throws Exception {
        Duration bound = Duration.ofMillis(400);
        try (FaultProxy proxy = FaultProxy.to(redis.host(), redis.port());
                Larder cut = Connected.to(
                        redis.uri(proxy) + "?heartbeat=50ms",
                        builder -> builder.config(
                                LarderConfig.builder().stalenessBound(bound).build()))) {
            Cache<String, String> alone = cache(cut);
            proxy.refuse(true);
            proxy.reset();
            Waits.until(() -> alone.lookup(KEY) instanceof Lookup.Unavailable);
            HeldLoader old = new HeldLoader("old");
            Background<String> first = Background.run(() -> alone.get(KEY, old));
            old.awaitBegun();
            Waits.untilPassed(System.nanoTime(), bound);

            Background<String> late = Background.run(() -> alone.get(KEY, key -> "new"));
            Waits.until(() -> late.isDone() || alone.stats().coalescedLoads() == 1);
            old.release();

            assertThat(late.await()).isEqualTo("new");
            assertThat(first.await()).isEqualTo("old");
        }
    }

    @Test
    void get_loaderAsksForItsOwnKey_isRejected() {
        assertThatThrownBy(() -> here.get(KEY, key -> here.get(KEY, same -> "inner")))
                .isInstanceOf(LoadFailedException.class)
                .hasRootCauseInstanceOf(LoadRejectedException.class);

        assertThat(here.get(KEY, key -> "new")).isEqualTo("new");
        assertThat(Waits.flights(here)).isZero();
    }

    @Test
    void get_loaderAsksForAnotherKey_isLoaded() {
        assertThat(here.get(KEY, key -> "outer of " + here.get("l", same -> "inner")))
                .isEqualTo("outer of inner");

        assertThat(here.get("l", same -> "unexpected")).isEqualTo("inner");
    }

    @Test
    void get_twoLoadersAskForEachOthersKeys_areResolvedWithinTheLease() throws Exception {
        Duration lease = Duration.ofSeconds(1);
        try (Larder larder = Quiet.patient(redis.uri())) {
            Cache<String, String> crossed = cache(larder, policy -> policy.lease(lease));
            CyclicBarrier bothLoad = new CyclicBarrier(2);
            Background<String> first = Background.run(() -> crossed.get("a", key -> {
                bothLoad.await();
                return "a of " + crossed.get("b", same -> "b alone");
            }));
            Background<String> second = Background.run(() -> crossed.get("b", key -> {
                bothLoad.await();
                return "b of " + crossed.get("a", same -> "a alone");
            }));

            assertThat(first.await()).startsWith("a of b");
            assertThat(second.await()).startsWith("b of a");
            Waits.until(() -> Waits.flights(crossed) == 0);
        }
    }

    @Test
    void get_interruptedWhileAnotherLoads_isAnsweredAndStaysInterrupted() throws Exception {
        HeldLoader loader = new HeldLoader("value");
        Background<String> load = Background.run(() -> here.get(KEY, loader));
        loader.awaitBegun();
        CountDownLatch begun = new CountDownLatch(1);
        Background<Boolean> waiter = Background.run(() -> {
            Thread.currentThread().interrupt();
            begun.countDown();
            here.get(KEY, key -> "unexpected");
            return Thread.interrupted();
        });
        begun.await();
        loader.release();

        assertThat(load.await()).isEqualTo("value");
        assertThat(waiter.await()).isTrue();
    }
}
