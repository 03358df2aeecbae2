package dev.larder.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.Cache;
import dev.larder.Larder;
import dev.larder.LarderEvent.Unreadable;
import dev.larder.Layer;
import dev.larder.Loader;
import dev.larder.Lookup;
import dev.larder.codec.Serializers;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What several processes see, and what others may do to the bytes in Redis. */
public abstract class RedisContract extends CacheContract {

    private static final int KIND = 1;
    private static final byte MARKER = 3;

    /** For subclasses. */
    protected RedisContract() {}

    @Override
    protected abstract RedisStage stage();

    /** A cache of another process, with the same name but perhaps another version or another form of its values. */
    private Cache<String, String> elsewhere(Larder other, Cache<String, String> cache, int version, boolean json) {
        return stage().view().of(other.cache(cache.name(), String.class, String.class, spec -> {
            spec.layer(Layer.API).policy(policy -> stage().policy(calm(policy)).version(version));
            if (json) {
                spec.values(Serializers.json(String.class));
            }
        }));
    }

    private void write(Cache<String, String> cache, String key, byte[] bytes) {
        stage().raw().call("SET", RedisStage.name(cache, key), bytes, "PX", "600000");
        stage().awaitPushes(cache);
    }

    private byte[] bytes(Cache<String, String> cache, String key) {
        String name = RedisStage.name(cache, key);
        eventually().until(() -> stage().raw().get(name) != null);
        return java.util.Objects.requireNonNull(stage().raw().get(name));
    }

    @Test
    void get_storedByAnotherProcess_isAHit() {
        Cache<String, String> cache = cache();
        try (Larder other = stage().another()) {
            elsewhere(other, cache, 1, false).put("a", "theirs");

            assertThat(cache.get("a", noLoad())).isEqualTo("theirs");
            assertThat(((Lookup.Hit<String>) cache.lookup("a")).value()).isEqualTo("theirs");
        }
    }

    @Test
    void get_loadedByAnotherProcess_waitsForItsAnswer() {
        Cache<String, String> cache = cache();
        try (Larder other = stage().another()) {
            Cache<String, String> theirs = elsewhere(other, cache, 1, false);
            java.util.concurrent.CountDownLatch asked = new java.util.concurrent.CountDownLatch(1);
            java.util.concurrent.CountDownLatch answer = new java.util.concurrent.CountDownLatch(1);
            var load = java.util.concurrent.CompletableFuture.supplyAsync(
                    () -> theirs.get("a", key -> {
                        asked.countDown();
                        answer.await();
                        return "theirs";
                    }),
                    NEW_THREAD);
            eventually().until(() -> asked.getCount() == 0);
            var wait = java.util.concurrent.CompletableFuture.supplyAsync(() -> cache.get("a", noLoad()), NEW_THREAD);
            eventually().until(() -> cache.stats().coalescedLoads() == 1);
            answer.countDown();

            assertThat(load.join()).isEqualTo("theirs");
            assertThat(wait.join()).isEqualTo("theirs");
        }
    }

    @Test
    void get_writtenUnderAnotherVersion_isAMiss() {
        Cache<String, String> cache = cache();
        try (Larder other = stage().another()) {
            elsewhere(other, cache, 2, false).put("a", "of version 2");

            assertThat(cache.get("a", key -> "mine")).isEqualTo("mine");
            awaitFills(cache, 1);
        }
    }

    @Test
    void get_writtenInAnotherForm_isACountedMissAndReplaced() {
        Cache<String, String> cache = cache();
        try (Larder other = stage().another()) {
            elsewhere(other, cache, 1, true).put("a", "json");

            assertThat(cache.get("a", key -> "text")).isEqualTo("text");
            awaitFills(cache, 1);
            assertThat(cache.stats().unreadable()).isEqualTo(1);
            assertThat(cache.get("a", noLoad())).isEqualTo("text");
        }
    }

    @Test
    void get_bytesOfAnotherKeyUnderTheName_isACountedMissAndReplaced() {
        Cache<String, String> cache = cache();
        cache.put("a", "of a");
        write(cache, "b", bytes(cache, "a"));

        assertThat(cache.get("b", key -> "of b")).isEqualTo("of b");
        awaitFills(cache, 1);
        assertThat(cache.stats().unreadable()).isEqualTo(1);
        assertThat(stage().events().of(Unreadable.class)).contains(new Unreadable(cache.name(), "CORRUPT"));
        assertThat(cache.get("b", noLoad())).isEqualTo("of b");
        assertThat(cache.get("a", noLoad())).isEqualTo("of a");
    }

    @Test
    void put_longKeys_areHashedAndToldApart() {
        Cache<String, String> cache = cache(policy -> policy.maxKeyBytes(64));
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 60; i < 70; i++) {
            entries.put("k".repeat(i), "v" + i);
            entries.put("é".repeat(i), "w" + i);
        }

        cache.putAll(entries);

        entries.forEach((key, value) -> assertThat(cache.get(key, noLoad())).isEqualTo(value));
        Object names = stage().raw().call("KEYS", "larder:" + cache.name() + ":*");
        assertThat((java.util.List<?>) names)
                .hasSize(entries.size())
                .allSatisfy(name -> assertThat((byte[]) name).hasSizeLessThan(100));
    }

    @Test
    void put_jitter_livesAreSpreadButNotLonger() {
        Cache<String, String> cache = cache(policy -> policy.jitter(0.5));
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            entries.put("k" + i, "v");
        }
        cache.putAll(entries);

        var lives = entries.keySet().stream()
                .map(key -> EntryBytes.freshMillis(bytes(cache, key)))
                .toList();

        assertThat(lives).allSatisfy(life -> assertThat(life).isBetween(TTL.toMillis() / 2, TTL.toMillis()));
        assertThat(lives.stream().distinct().count()).isGreaterThan(50);
    }

    @Test
    void get_dearToLoad_isRefreshedEarly() {
        Cache<String, String> cache = cache(policy -> policy.earlyRefresh(100));
        cache.put("a", "old");
        write(cache, "a", EntryBytes.dearest(bytes(cache, "a"), RedisStage.name(cache, "a")));
        AtomicInteger loads = new AtomicInteger();
        Loader<String, String> loader = key -> "new" + loads.incrementAndGet();

        assertThat(cache.get("a", loader)).isIn("old", "new1");
        eventually().until(() -> !"old".equals(cache.get("a", loader)));

        assertThat(cache.stats().refreshes()).isPositive();
        assertThat(cache.stats().misses()).isZero();
        eventually().until(() -> cache.stats().fills() == loads.get());
    }

    @Test
    void get_keptForEverByAnother_expiresAllTheSame() {
        Cache<String, String> cache = cache();
        store(cache, "a", "old");
        stage().raw().call("PERSIST", RedisStage.name(cache, "a"));
        stage().age(cache, "a", TTL.plus(java.time.Duration.ofHours(3)));

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 2);
    }

    @Test
    void get_shortenedByAnother_loadsAnew() {
        Cache<String, String> cache = cache();
        store(cache, "a", "old");
        stage().raw().call("PEXPIRE", RedisStage.name(cache, "a"), "1");
        eventually().until(() -> stage().raw().get(RedisStage.name(cache, "a")) == null);
        stage().awaitPushes(cache);

        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        awaitFills(cache, 2);
    }

    @Test
    void get_leaseMarkerThatNobodyRemoves_isTakenOver() {
        Cache<String, String> cache = cache(policy -> policy.lease(java.time.Duration.ofSeconds(20)));
        ByteBuffer marker = ByteBuffer.allocate(18).put((byte) 'L').put(MARKER).putLong(42);
        marker.putLong(stage().raw().timeMillis() - 60_000);
        stage().raw().call("SET", RedisStage.name(cache, "a"), marker.array());
        stage().awaitPushes(cache);

        assertThat(cache.get("a", key -> "v")).isEqualTo("v");
        awaitFills(cache, 1);
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
    }

    @Test
    void get_anotherTypeUnderTheName_isACountedMissAndReplaced() {
        Cache<String, String> cache = cache();
        stage().raw().call("RPUSH", RedisStage.name(cache, "a"), "x");
        stage().raw().call("RPUSH", RedisStage.name(cache, "b"), "x");
        stage().raw().call("RPUSH", RedisStage.name(cache, "c"), "x");

        assertThat(cache.get("a", key -> "v")).isEqualTo("v");
        assertThat(cache.getAll(java.util.List.of("b", "c"), keys -> Map.of("b", "w", "c", "w")))
                .hasSize(2);
        awaitFills(cache, 1);
        assertThat(cache.stats().unreadable()).isEqualTo(3);
        assertThat(cache.get("a", noLoad())).isEqualTo("v");
        eventually().until(() -> cache.get("b", key -> "w").equals("w") && cache.lookup("b") instanceof Lookup.Hit);
        assertThat(cache.put("c", "put").name()).isEqualTo("ACKNOWLEDGED");
        assertThat(cache.get("c", noLoad())).isEqualTo("put");
    }

    @Test
    void get_foreignBytesUnderItsTag_missesUntilTheTagIsInvalidated() {
        Cache<String, String> cache =
                cache(String.class, policy -> policy, spec -> spec.tags((key, value) -> java.util.List.of("mauve")));
        cache.put("a", "v");
        stage().raw().call("SET", "{larder}:tag:mauve", "rubbish", "PX", "600000");
        stage().awaitPushes(cache);
        assertThat(cache.get("a", key -> "w")).isEqualTo("w");

        stage().larder().invalidateTag("mauve");
        cache.put("a", "x");

        assertThat(cache.get("a", noLoad())).isEqualTo("x");
    }

    @Test
    void get_kindByteOfTheFuture_isACountedMiss() {
        Cache<String, String> cache = cache();
        cache.put("a", "v");
        byte[] entry = bytes(cache, "a");
        entry[KIND] = 77;
        write(cache, "a", entry);

        assertThat(cache.get("a", key -> "w")).isEqualTo("w");
        awaitFills(cache, 1);
        assertThat(cache.stats().unreadable()).isEqualTo(1);
    }
}
