package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.Cache;
import dev.larder.CacheUnavailableException;
import dev.larder.ConfigurationException;
import dev.larder.Inside;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.Layer;
import dev.larder.LoadFailedException;
import dev.larder.LoadRejectedException;
import dev.larder.Loader;
import dev.larder.NotStorableException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys, loaders and calls that no sane application makes. */
class BadInputIT extends CacheContract {

    private static RedisStage stage;

    @BeforeAll
    static void start() {
        stage = new RedisStage(View.BLOCKING, true, Inside::assertNothingLeft);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @Override
    protected Stage stage() {
        return stage;
    }

    @Test
    void put_strangeKeys_areToldApart() {
        Cache<String, String> cache = cache();
        Map<String, String> entries = new LinkedHashMap<>();
        List.of(
                        "",
                        " ",
                        "%",
                        "%%",
                        "%0025",
                        "#",
                        "##",
                        "%0023",
                        "{",
                        "}",
                        "{}",
                        "{a}",
                        "a}:lease",
                        "\0",
                        "\n",
                        "\r\n",
                        "\u007f",
                        "\u0000\u0001\u00ff",
                        "é",
                        "e\u0301",
                        "漢字",
                        "🌱",
                        "\ufffd",
                        "\uffff",
                        "*",
                        "a".repeat(511),
                        "a".repeat(512),
                        "a".repeat(513),
                        "🌱".repeat(500),
                        "k".repeat(65_536))
                .forEach(key -> entries.put(key, "value of " + entries.size()));

        cache.putAll(entries);
        entries.forEach((key, value) -> assertThat(cache.get(key, noLoad())).isEqualTo(value));
        cache.clear();
        assertThat(cache.getAll(entries.keySet(), keys -> entries)).isEqualTo(entries);
        awaitFills(cache, entries.size());
        entries.keySet().forEach(cache::invalidate);
        entries.keySet()
                .forEach(key -> assertThat(cache.get(key, wanted -> "new")).isEqualTo("new"));
        awaitFills(cache, 2L * entries.size());
    }

    @Test
    void anyCall_keyThatCannotBeStored_isRefusedAndNamesTheCache() {
        Cache<String, String> cache = cache();
        for (String key : List.of("\ud800", "a\udc00", "\udc00\ud800", "k".repeat(65_537))) {
            List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                    () -> cache.get(key, noLoad()),
                    () -> cache.fetch(key, noLoad()),
                    () -> cache.lookup(key),
                    () -> cache.getAll(List.of("a", key), keys -> Map.of()),
                    () -> cache.put(key, "v"),
                    () -> cache.putAll(Map.of("a", "v", key, "v")),
                    () -> cache.putIfAbsent(key, "v"),
                    () -> cache.replace(key, 1, "v"),
                    () -> cache.invalidate(key),
                    () -> cache.invalidateAll(List.of("a", key)),
                    () -> cache.expire(key));
            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call)
                            .isInstanceOf(NotStorableException.class)
                            .hasMessageContaining(cache.name())
                            .message()
                            .hasSizeLessThan(400));
        }
        assertThat(cache.put("a", "v").name()).isEqualTo("ACKNOWLEDGED");
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void get_loaderThrowsAnything_failsWithItAndTheNextLoadRuns() {
        Cache<String, String> cache = cache(policy -> policy.maxConcurrentLoads(1));
        List<Throwable> failures = List.of(
                new IOException("checked"),
                new IllegalStateException("unchecked"),
                new Error("error"),
                new AssertionError("assertion"),
                new StackOverflowError(),
                new NoClassDefFoundError("gone"),
                new OutOfMemoryError("not really"));
        for (Throwable failure : failures) {
            assertThatThrownBy(() -> cache.get("a", (Loader<String, String>) key -> sneak(failure)))
                    .isInstanceOf(LoadFailedException.class)
                    .hasCause(failure);
            assertThatThrownBy(() -> cache.getAll(List.of("a", "b"), keys -> sneak(failure)))
                    .isInstanceOf(LoadFailedException.class)
                    .hasCause(failure);
            assertThatThrownBy(() -> cache.async()
                            .get("a", (Loader.Async<String, String>) key -> CompletableFuture.failedFuture(failure))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(LoadFailedException.class)
                    .hasRootCause(failure);
        }
        assertThat(cache.get("a", key -> "now")).isEqualTo("now");
        awaitFills(cache, 1);
    }

    @SuppressWarnings("unchecked")
    private static <R, T extends Throwable> R sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void get_asyncLoaderAnswersNoStage_fails() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.async()
                        .get("a", (Loader.Async<String, String>) key -> null)
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(LoadFailedException.class);
    }

    @Test
    void get_loaderInterrupted_keepsTheInterrupt() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.get("a", (Loader<String, String>) key -> {
                    throw new InterruptedException("stop");
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void get_callerInterrupted_isAnsweredAndKeepsTheInterrupt() {
        Cache<String, String> cache = cache();
        Thread.currentThread().interrupt();

        assertThat(cache.get("a", key -> "v")).isEqualTo("v");
        assertThat(Thread.interrupted()).isTrue();
        awaitFills(cache, 1);
    }

    @Test
    void get_loaderAsksForItsOwnKey_isRejected() {
        Cache<String, String> cache = cache();

        assertThatThrownBy(() -> cache.get("a", key -> cache.get(key, noLoad())))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(LoadRejectedException.class)
                .hasMessageContaining("the key that it is loading");
        assertThatThrownBy(() -> cache.get("a", key -> cache.get("b", inner -> cache.get("a", noLoad()))))
                .hasRootCauseInstanceOf(LoadRejectedException.class);
        assertThatThrownBy(() ->
                        cache.getAll(List.of("a", "b"), keys -> cache.getAll(List.of("c", "b"), inner -> Map.of())))
                .hasRootCauseInstanceOf(LoadRejectedException.class);
    }

    @Test
    void get_asyncLoaderAsksForItsOwnKey_isAnsweredWhenTheLeaseIsOver() {
        Cache<String, String> cache = cache(policy -> policy.lease(Duration.ofMillis(200)));

        assertThat(cache.async()
                        .get("a", (Loader.Async<String, String>)
                                key -> cache.async().get(key, inner -> CompletableFuture.completedFuture("inner")))
                        .toCompletableFuture()
                        .join())
                .isEqualTo("inner");
    }

    @Test
    void get_loaderWritesItsOwnKey_theWriteStays() {
        Cache<String, String> cache = cache();

        assertThat(cache.get("a", key -> {
                    cache.put(key, "put");
                    return "loaded";
                }))
                .isEqualTo("loaded");
        assertThat(cache.get("a", noLoad())).isEqualTo("put");
    }

    @Test
    void get_loadSlowerThanItsLease_isAnsweredAndNotStored() {
        Cache<String, String> cache = cache(policy -> policy.lease(Duration.ofMillis(30)));
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> slow = CompletableFuture.supplyAsync(
                () -> cache.get("a", key -> {
                    answer.await();
                    return "slow";
                }),
                NEW_THREAD);
        eventually()
                .until(() -> stage.raw().get(RedisStage.name(cache, "a")) == null
                        && cache.stats().misses() == 1);
        assertThat(cache.get("a", key -> "quick")).isEqualTo("quick");
        answer.countDown();

        assertThat(slow.join()).isEqualTo("slow");
    }

    @Test
    void cache_badNameOrTaken_isRefused() {
        Larder larder = stage.larder();
        for (String name : List.of("", "A", "a b", "-a", "a:b", "a{b}", "é", "a".repeat(65))) {
            assertThatThrownBy(() -> larder.cache(name, String.class, String.class, spec -> {}))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("name");
        }
        larder.cache("taken", String.class, String.class, spec -> {});
        assertThatThrownBy(() -> larder.cache("taken", String.class, String.class, spec -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("taken");
        assertThatThrownBy(() -> LarderConfig.builder().namespace("No Good").build())
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> larder.cache(
                        "contradiction",
                        String.class,
                        String.class,
                        spec -> spec.policy(
                                policy -> policy.grace(Duration.ZERO).staleIfError(Duration.ofHours(1)))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("contradiction")
                .hasMessageContaining("stale-if-error");
    }

    @Test
    void anyCall_afterClose_failsAndSaysSo() {
        Larder shared = stage.another();
        Larder local = Larder.local();
        for (Larder larder : List.of(shared, local)) {
            Cache<String, String> cache = larder.cache("closed", String.class, String.class, spec -> {});
            cache.put("a", "v");
            larder.close();
            larder.close();
            List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> calls = List.of(
                    () -> cache.get("a", noLoad()),
                    () -> cache.get("a", noLoad()),
                    () -> cache.get("b", noLoad()),
                    () -> cache.lookup("a"),
                    () -> cache.getAll(List.of("a", "b"), keys -> Map.of()),
                    () -> cache.put("a", "v"),
                    () -> cache.putAll(Map.of("a", "v")),
                    () -> cache.putIfAbsent("a", "v"),
                    () -> cache.replace("a", 1, "v"),
                    () -> cache.invalidate("a"),
                    () -> cache.expire("a"),
                    () -> cache.clear(),
                    () -> cache.expireAll(),
                    () -> cache.sweep(dev.larder.Sweep.invalidating(key -> true, 1)),
                    () -> larder.invalidateTag("t"),
                    () -> larder.expireTag("t"),
                    () -> larder.invalidateTags(tag -> true),
                    () -> larder.clearLayer(Layer.API),
                    () -> larder.cache("late", String.class, String.class, spec -> {}));
            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call)
                            .isInstanceOf(CacheUnavailableException.class)
                            .hasMessageContaining("closed"));
        }
    }

    @Test
    void close_whileCallsWait_endsThem() {
        Larder one = stage.another();
        Larder two = stage.another();
        Cache<String, String> mine = one.cache("waiting", String.class, String.class, spec -> {});
        Cache<String, String> theirs = two.cache("waiting", String.class, String.class, spec -> {});
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> load = CompletableFuture.supplyAsync(
                () -> theirs.get("a", key -> {
                    asked.countDown();
                    answer.await();
                    return "v";
                }),
                NEW_THREAD);
        eventually().until(() -> asked.getCount() == 0);
        CompletableFuture<String> wait = CompletableFuture.supplyAsync(() -> mine.get("a", key -> "mine"), NEW_THREAD);
        eventually().until(() -> mine.stats().coalescedLoads() == 1);

        one.close();
        assertThatThrownBy(wait::join).hasCauseInstanceOf(CacheUnavailableException.class);
        answer.countDown();
        assertThat(load.join()).isEqualTo("v");
        eventually().until(() -> theirs.stats().fills() == 1);
        two.close();
    }
}
