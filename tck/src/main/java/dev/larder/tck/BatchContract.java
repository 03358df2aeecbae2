package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.LoadFailedException;
import dev.larder.Loader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Reads of several keys. */
public abstract class BatchContract extends CacheContract {

    /** For subclasses. */
    protected BatchContract() {}

    /** A loader that says what it was asked for. */
    private static Loader.Batch<String, String> noting(List<Set<String>> calls) {
        return keys -> {
            calls.add(Set.copyOf(keys));
            Map<String, String> found = new HashMap<>();
            keys.stream().filter(key -> !key.startsWith("none")).forEach(key -> found.put(key, "loaded " + key));
            return found;
        };
    }

    @Test
    void getAll_someThere_loadsTheOthersByOneCallInTheOrderOfTheKeys() {
        Cache<String, String> cache = cache();
        cache.put("b", "put b");
        List<Set<String>> calls = new ArrayList<>();

        Map<String, String> found = cache.getAll(List.of("c", "b", "none", "a"), noting(calls));

        assertThat(found)
                .containsExactly(Map.entry("c", "loaded c"), Map.entry("b", "put b"), Map.entry("a", "loaded a"));
        assertThat(calls).containsExactly(Set.of("c", "none", "a"));
        awaitFills(cache, 2);
        assertThat(cache.get("a", noLoad())).isEqualTo("loaded a");
    }

    @Test
    void getAll_negativeTtl_askedOnceForWhatTheSourceLacks() {
        Cache<String, String> cache = cache(policy -> policy.negativeTtl(TTL));
        List<Set<String>> calls = new ArrayList<>();

        assertThat(cache.getAll(List.of("a", "none"), noting(calls))).containsOnlyKeys("a");
        awaitFills(cache, 2);
        assertThat(cache.getAll(List.of("a", "none"), noting(calls))).containsOnlyKeys("a");

        assertThat(calls).hasSize(1);
    }

    @Test
    void getAll_duplicates_areOne() {
        Cache<String, String> cache = cache();
        List<Set<String>> calls = new ArrayList<>();

        assertThat(cache.getAll(List.of("a", "b", "a", "a"), noting(calls))).containsOnlyKeys("a", "b");
        assertThat(calls).containsExactly(Set.of("a", "b"));
        awaitFills(cache, 2);
    }

    @Test
    void getAll_noKeys_asksNobody() {
        Cache<String, String> cache = cache();
        List<Set<String>> calls = new ArrayList<>();

        assertThat(cache.getAll(List.of(), noting(calls))).isEmpty();
        assertThat(calls).isEmpty();
    }

    @Test
    void getAll_loaderThrows_failsWithItsCause() {
        Cache<String, String> cache = cache();
        IllegalStateException cause = new IllegalStateException("no database");

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b"), keys -> {
                    throw cause;
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("2 keys")
                .hasCause(cause);
        assertThat(cache.stats().loadFailures()).isEqualTo(2);
    }

    @Test
    void getAll_loaderAnswersNoMap_failsAndSaysSo() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.getAll(List.of("a"), keys -> null))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("no map");
    }

    @Test
    void getAll_loaderAnswersMore_ignoresWhatWasNotAskedFor() {
        Cache<String, String> cache = cache();
        Map<String, String> answer = new HashMap<>();
        answer.put("a", "v");
        answer.put("b", null);
        answer.put(null, "nobody's");
        answer.put("other", "unasked");

        assertThat(cache.getAll(List.of("a", "b"), keys -> answer)).isEqualTo(Map.of("a", "v"));
        awaitFills(cache, 1);
        assertThat(cache.get("other", key -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void getAll_oneKeyLoadedByAnother_waitsForItAndLoadsTheRest() throws InterruptedException {
        Cache<String, String> cache = cache();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<Set<String>> calls = new ArrayList<>();
        CompletableFuture<String> other = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "theirs";
                }),
                NEW_THREAD);
        asked.await();
        CompletableFuture<Map<String, String>> batch =
                CompletableFuture.supplyAsync(() -> cache.getAll(List.of("a", "b"), noting(calls)), NEW_THREAD);
        eventually().until(() -> cache.stats().loads() == 1);
        answer.countDown();

        assertThat(batch.join()).isEqualTo(Map.of("a", "theirs", "b", "loaded b"));
        assertThat(other.join()).isEqualTo("theirs");
        assertThat(calls).containsExactly(Set.of("b"));
    }

    @Test
    void getAll_moreKeysThanCommandsMayBeUnderWay_storesAll() {
        Cache<String, String> cache = cache(policy -> stage().near() ? policy.nearEntries(50_000) : policy);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            keys.add("k" + i);
        }
        List<Set<String>> calls = new ArrayList<>();

        assertThat(cache.getAll(keys, noting(calls))).hasSize(keys.size());
        awaitFills(cache, keys.size());

        assertThat(cache.getAll(keys, noting(calls))).hasSize(keys.size());
        assertThat(calls).hasSize(1);
    }
}
