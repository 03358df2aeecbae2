package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.CacheUnavailableException;
import dev.larder.Delivery;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.LarderEvent.StaleServed;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What each outage policy answers while Redis refuses every connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OutageContract {

    private final View view;
    private EmbeddedRedis redis;
    private FaultProxy proxy;
    private Events events;
    private Larder larder;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // Set before each test.
    protected OutageContract(View view) {
        this.view = view;
    }

    @BeforeAll
    final void start() {
        redis = EmbeddedRedis.start();
        proxy = FaultProxy.to(redis.host(), redis.port());
    }

    @AfterAll
    final void stop() {
        proxy.close();
        redis.close();
    }

    @BeforeEach
    final void connect() {
        events = new Events();
        larder = Larder.builder()
                .config(LarderConfig.builder()
                        .stalenessBound(Duration.ofSeconds(30))
                        .build())
                .redis(redis.uri(proxy) + RedisStage.PATIENT)
                .listener(events)
                .build();
        eventually().until(larder::coherent);
    }

    @AfterEach
    final void disconnect() {
        larder.close();
        proxy.heal();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }

    private Cache<String, String> cache(UnaryOperator<CachePolicy.Builder> changes) {
        return view.of(larder.cache(
                CacheContract.newName(),
                String.class,
                String.class,
                spec -> spec.policy(policy -> changes.apply(CacheContract.calm(policy)))));
    }

    private void breakDown() {
        proxy.refuse(true);
        proxy.reset();
        eventually().until(() -> !larder.coherent());
    }

    @Test
    void failOpen_redisGone_goesToTheSource() {
        Cache<String, String> cache = cache(CachePolicy.Builder::failOpen);
        cache.put("a", "cached");
        breakDown();

        assertThat(cache.get("a", key -> "source")).isEqualTo("source");
        assertThat(cache.getAll(List.of("a", "b"), keys -> Map.of("a", "1", "b", "2")))
                .isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(cache.stats().outageReads()).isPositive();
        assertThat(cache.stats().fills()).isZero();
    }

    @Test
    void failOpen_redisGone_spareTheSource() {
        Cache<String, String> cache = cache(policy -> policy.failOpen().maxConcurrentLoads(2));
        breakDown();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        List<CompletableFuture<String>> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String key = "k" + i;
            readers.add(CompletableFuture.supplyAsync(
                    () -> cache.get(key, wanted -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        two.countDown();
                        two.await();
                        now.decrementAndGet();
                        return wanted;
                    }),
                    CacheContract.NEW_THREAD));
        }

        readers.forEach(reader -> assertThat(reader.join()).startsWith("k"));
        assertThat(most).hasValue(2);
    }

    @Test
    void serveStale_redisGone_answersWhatIsAtHandAndSaysSo() {
        Cache<String, String> cache = cache(policy -> policy.serveStale(Duration.ofHours(1)));
        cache.put("a", "cached");
        breakDown();

        assertThat(cache.get("a", CacheContract.noLoad())).isEqualTo("cached");
        assertThat(cache.fetch("a", CacheContract.noLoad()).stale()).isTrue();
        assertThat(cache.lookup("a")).isInstanceOfSatisfying(Lookup.Hit.class, hit -> {
            assertThat(hit.value()).isEqualTo("cached");
            assertThat(hit.stale()).isTrue();
        });
        assertThat(cache.get("b", key -> "source")).isEqualTo("source");
        eventually().until(() -> cache.stats().staleServed() == 3);
        assertThat(events.of(StaleServed.class)).contains(new StaleServed(cache.name(), StaleServed.Reason.OUTAGE));
    }

    @Test
    void serveStale_boundIsOver_goesToTheSource() {
        Cache<String, String> cache = cache(policy -> policy.serveStale(Duration.ofMillis(1)));
        cache.put("a", "cached");
        breakDown();

        eventually().until(() -> "source".equals(cache.get("a", (Loader<String, String>) key -> "source")));
    }

    @Test
    void failClosed_redisGone_failsAndLeavesTheSourceAlone() {
        Cache<String, String> cache = cache(CachePolicy.Builder::failClosed);
        cache.put("a", "cached");
        breakDown();

        assertThatThrownBy(() -> cache.get("a", CacheContract.noLoad()))
                .isInstanceOf(CacheUnavailableException.class)
                .hasMessageContaining(cache.name())
                .hasMessageContaining("fail-closed");
        assertThatThrownBy(() -> cache.getAll(List.of("a"), keys -> Map.of()))
                .isInstanceOf(CacheUnavailableException.class);
        assertThat(cache.stats().loads()).isZero();
    }

    @Test
    void anyPolicy_redisGone_lookupSaysThatItCouldNotTell() {
        for (Cache<String, String> cache :
                List.of(cache(CachePolicy.Builder::failOpen), cache(CachePolicy.Builder::failClosed))) {
            cache.put("a", "cached");
        }
        Cache<String, String> open = cache(CachePolicy.Builder::failOpen);
        breakDown();

        assertThat(open.lookup("a")).isInstanceOf(Lookup.Unavailable.class);
    }

    @Test
    void writes_redisGone_areJournaledAndDeliveredLater() {
        Cache<String, String> cache = cache(CachePolicy.Builder::failOpen);
        List.of("a", "b", "c").forEach(key -> cache.put(key, "old"));
        breakDown();

        assertThat(cache.invalidate("a")).isEqualTo(Delivery.JOURNALED);
        assertThat(cache.put("b", "new")).isEqualTo(Delivery.JOURNALED);
        assertThat(cache.expire("c")).isEqualTo(Delivery.JOURNALED);
        assertThat(larder.invalidateTag("t")).isEqualTo(Delivery.JOURNALED);
        assertThatThrownBy(() -> cache.putIfAbsent("d", "v"))
                .isInstanceOf(CacheUnavailableException.class)
                .hasMessageNotContaining("fail-closed");
        assertThatThrownBy(() -> cache.replace("a", 1, "v")).isInstanceOf(CacheUnavailableException.class);
        assertThat(cache.stats().journaled()).isEqualTo(3);
        proxy.heal();
        eventually().until(larder::coherent);

        eventually()
                .untilAsserted(() -> assertThat(List.of("a", "b", "c"))
                        .allSatisfy(key -> assertThat(cache.lookup(key)).isInstanceOf(Lookup.Miss.class)));
    }
}
