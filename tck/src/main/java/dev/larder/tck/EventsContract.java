package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.CacheStats;
import dev.larder.LarderEvent.Loaded;
import dev.larder.LarderEvent.NotStored;
import dev.larder.LoadFailedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is not stored and why, what is told of it, and what is counted. */
public abstract class EventsContract extends CacheContract {

    /** For subclasses. */
    protected EventsContract() {}

    private List<NotStored> notStored(Cache<?, ?> cache) {
        return stage().events().of(NotStored.class).stream()
                .filter(event -> event.cache().equals(cache.name()))
                .toList();
    }

    private Cache<String, String> taggedBy(Function<String, Collection<String>> tags) {
        return cache(String.class, policy -> policy, spec -> spec.tags((key, value) -> tags.apply(value)));
    }

    @Test
    void load_wellOrBadly_isTold() {
        Cache<String, String> cache = cache();
        cache.get("a", key -> "v");
        assertThatThrownBy(() -> cache.get("b", noLoad())).isInstanceOf(LoadFailedException.class);

        List<Loaded> loads = stage().events().of(Loaded.class).stream()
                .filter(event -> event.cache().equals(cache.name()))
                .toList();
        assertThat(loads).extracting(Loaded::failed).containsExactly(false, true);
        assertThat(loads).extracting(Loaded::keys).containsOnly(1);
        awaitFills(cache, 1);
        CacheStats stats = cache.stats();
        assertThat(stats.misses()).isEqualTo(2);
        assertThat(stats.loads()).isEqualTo(2);
        assertThat(stats.loadFailures()).isEqualTo(1);
        assertThat(stats.loadNanos()).isPositive();
        assertThat(stats.fills()).isEqualTo(1);
        assertThat(stats.nearEntries()).isEqualTo(stage().near() ? 1 : 0);
    }

    @Test
    void get_hits_areCountedWhereTheyAre() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");

        cache.get("a", noLoad());
        cache.getAll(List.of("a"), keys -> Collections.emptyMap());
        cache.lookup("a");

        CacheStats stats = cache.stats();
        assertThat(stage().near() ? stats.nearHits() : stats.redisHits()).isEqualTo(3);
        assertThat(stats.misses()).isZero();
    }

    @Test
    void load_invalidatedMeanwhile_isToldAndCounted() throws InterruptedException {
        Cache<String, String> cache = cache();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "old";
                }),
                NEW_THREAD);
        asked.await();
        cache.clear();
        answer.countDown();
        assertThat(load.join()).isEqualTo("old");

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
    }

    @Test
    void load_tagsFail_isAnsweredButNotStored() {
        List<String> nullIn = new ArrayList<>();
        nullIn.add(null);
        List<Function<String, Collection<String>>> bad = List.of(
                value -> null,
                value -> nullIn,
                value -> List.of(""),
                value -> List.of("t".repeat(513)),
                value -> List.of("\udc00"),
                value -> {
                    throw new IllegalStateException("no tags");
                },
                value -> {
                    throw new StackOverflowError();
                },
                value -> {
                    throw new AssertionError("no tags");
                });
        for (Function<String, Collection<String>> tags : bad) {
            Cache<String, String> cache = taggedBy(tags);

            assertThat(cache.get("a", key -> "v")).isEqualTo("v");
            assertThat(cache.get("a", key -> "w")).isEqualTo("w");

            assertThat(notStored(cache))
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.reason()).isEqualTo(NotStored.Reason.NOT_SERIALISABLE));
            assertThat(cache.stats().fillsRefused()).isEqualTo(2);
        }
    }

    @Test
    void put_tagsFail_failsAndEndsTheOldValue() {
        Cache<String, String> cache = taggedBy(value -> {
            if (value.equals("bad")) {
                throw new IllegalStateException("no tags");
            }
            return List.of();
        });
        cache.put("a", "old");

        assertThatThrownBy(() -> cache.put("a", "bad"))
                .hasMessageContaining("IllegalStateException")
                .hasRootCauseMessage("no tags");
        assertThatThrownBy(() -> cache.putIfAbsent("b", "bad"))
                .hasMessageContaining("IllegalStateException")
                .hasRootCauseMessage("no tags");
        assertThatThrownBy(() -> cache.replace("a", 1, "bad"))
                .hasMessageContaining("IllegalStateException")
                .hasRootCauseMessage("no tags");

        assertThat(cache.get("a", key -> "loaded")).isEqualTo("loaded");
        awaitFills(cache, 1);
    }

    @Test
    void get_manyTags_areAllKept() {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < 11_000; i++) {
            tags.add("many:" + i);
        }
        Cache<String, String> cache = taggedBy(value -> tags);

        store(cache, "a", "v");
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
        stage().larder().invalidateTag("many:10999");
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 2);
    }
}
