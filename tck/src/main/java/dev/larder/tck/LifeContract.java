package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.LarderEvent.StaleServed;
import dev.larder.LoadFailedException;
import dev.larder.Loader;
import dev.larder.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How long values live, when stale ones are answered, and how long loads may take. */
public abstract class LifeContract extends CacheContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** For subclasses. */
    protected LifeContract() {}

    private static Loader<String, String> failing() {
        return key -> {
            throw new IllegalStateException("no database");
        };
    }

    private List<StaleServed.Reason> staleServed(Cache<?, ?> cache) {
        return stage().events().of(StaleServed.class).stream()
                .filter(event -> event.cache().equals(cache.name()))
                .map(StaleServed::reason)
                .toList();
    }

    @Test
    void get_withinItsLife_isAHit() {
        Cache<String, String> cache = cache();
        store(cache, "a", "v");
        stage().age(cache, "a", TTL.minusSeconds(60));

        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void get_afterItsLife_loadsAnew() {
        Cache<String, String> cache = cache();
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.lookup("a")).isEqualTo(new Lookup.Miss<String>());
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 2);
    }

    @Test
    void get_afterItsLifeAndNothingStaleAllowed_theFailureComesOut() {
        Cache<String, String> cache = cache();
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThatThrownBy(() -> cache.get("a", failing())).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void get_negativeEntryAfterItsLife_loadsAnew() {
        Cache<String, String> cache = cache(policy -> policy.negativeTtl(Duration.ofMinutes(1)));
        assertThat(cache.get("a", (Loader<String, String>) key -> null)).isNull();
        awaitFills(cache, 1);
        stage().age(cache, "a", Duration.ofSeconds(61));

        assertThat(cache.get("a", key -> "now")).isEqualTo("now");
        awaitFills(cache, 2);
    }

    @Test
    void get_revalidating_answersStaleAndLoadsOnceInTheBackground() {
        Cache<String, String> cache = cache(policy -> policy.staleWhileRevalidate(HOUR));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> slow = key -> {
            loads.incrementAndGet();
            answer.await();
            return "new";
        };

        assertThat(cache.get("a", slow)).isEqualTo("old");
        assertThat(cache.get("a", slow)).isEqualTo("old");
        assertThat(cache.fetch("a", slow).stale()).isTrue();
        answer.countDown();
        awaitFills(cache, 2);

        assertThat(cache.get("a", noLoad())).isEqualTo("new");
        assertThat(loads).hasValue(1);
        assertThat(cache.stats().refreshes()).isEqualTo(1);
        eventually()
                .untilAsserted(
                        () -> assertThat(staleServed(cache)).hasSize(3).containsOnly(StaleServed.Reason.REVALIDATING));
        assertThat(cache.stats().staleServed()).isEqualTo(3);
    }

    @Test
    void get_revalidatingFails_staysAnswered() {
        Cache<String, String> cache = cache(policy -> policy.staleWhileRevalidate(HOUR));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.get("a", failing())).isEqualTo("old");
        eventually().until(() -> cache.stats().loadFailures() == 1);
        assertThat(cache.get("a", failing())).isEqualTo("old");
    }

    @Test
    void get_afterTheTimeForRevalidating_loadsWhileItWaits() {
        Cache<String, String> cache = cache(policy -> policy.staleWhileRevalidate(HOUR));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plus(HOUR).plusSeconds(1));

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 2);
    }

    @Test
    void get_loadFails_answersStaleUpToTheBound() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(HOUR));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusMinutes(30));

        assertThat(cache.get("a", failing())).isEqualTo("old");
        assertThat(cache.fetch("a", failing()).stale()).isTrue();
        assertThat(cache.getAll(List.of("a"), keys -> {
                    throw new IllegalStateException("no database");
                }))
                .containsEntry("a", "old");
        eventually()
                .untilAsserted(
                        () -> assertThat(staleServed(cache)).hasSize(3).containsOnly(StaleServed.Reason.LOAD_FAILED));

        stage().age(cache, "a", Duration.ofMinutes(31));
        assertThatThrownBy(() -> cache.get("a", failing())).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void get_expiredAndTheSourceHasNone_isNotAnsweredStaleAnyMore() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(HOUR));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));

        assertThat(cache.get("a", (Loader<String, String>) key -> null)).isNull();

        eventually()
                .untilAsserted(() ->
                        assertThatThrownBy(() -> cache.get("a", failing())).isInstanceOf(LoadFailedException.class));
    }

    @Test
    void get_softTimeout_answersStaleAndTheLoadGoesOn() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(HOUR).softTimeout(Duration.ofMillis(20)));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));
        CountDownLatch answer = new CountDownLatch(1);

        assertThat(cache.get("a", key -> {
                    answer.await();
                    return "new";
                }))
                .isEqualTo("old");
        answer.countDown();
        awaitFills(cache, 2);

        assertThat(cache.get("a", noLoad())).isEqualTo("new");
        eventually().untilAsserted(() -> assertThat(staleServed(cache)).containsExactly(StaleServed.Reason.LOAD_SLOW));
    }

    @Test
    void get_loadTimeout_failsAndNamesTheSettingAndThePlaceIsKeptUntilTheLoadEnds() {
        Cache<String, String> cache = cache(policy ->
                policy.loadTimeout(Duration.ofMillis(50)).maxConcurrentLoads(1).loadQueueTimeout(Duration.ZERO));
        CountDownLatch answer = new CountDownLatch(1);

        assertThatThrownBy(() -> cache.get("a", key -> {
                    answer.await();
                    return "late";
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("load-timeout")
                .hasMessageContaining(cache.name());
        assertThatThrownBy(() -> cache.get("b", noLoad())).hasMessageContaining("at most 1");
        answer.countDown();
        eventually().until(() -> cache.stats().loads() == 1);

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 1);
    }

    @Test
    void get_loadTimeoutAndSomethingStale_answersIt() {
        Cache<String, String> cache = cache(policy -> policy.staleIfError(HOUR).loadTimeout(Duration.ofMillis(50)));
        store(cache, "a", "old");
        stage().age(cache, "a", TTL.plusSeconds(1));
        CountDownLatch answer = new CountDownLatch(1);

        assertThat(cache.get("a", key -> {
                    answer.await();
                    return "late";
                }))
                .isEqualTo("old");
        answer.countDown();
        eventually().until(() -> cache.stats().loads() == 2);
    }
}
