package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted caches on a real Redis. */
class EncryptionIT {

    private static final String SECRET = "the code of the gate is four seven one one";

    private static EmbeddedRedis redis;

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private Foreign foreign;
    private KeysetFile keyset;
    private Larder larder;

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
        keyset = new KeysetFile(folder.resolve("keyset.json"));
        keyset.create();
        larder = withKeys();
    }

    @AfterEach
    void close() {
        larder.close();
        foreign.close();
    }

    /** A larder with the keys as they are in the file now. */
    private Larder withKeys() {
        LarderConfig config = LarderConfig.builder()
                .keyset("file:" + folder.resolve("keyset.json"))
                .build();
        return connected(config);
    }

    private Larder connected(LarderConfig config) {
        return Connected.to(
                redis.uri() + "?timeout=20s&dead-after=30s",
                builder -> builder.config(config).listener(events::add));
    }

    private static Cache<String, String> cache(Larder larder, UnaryOperator<CachePolicy.Builder> changes) {
        return larder.cache(
                "gates",
                String.class,
                String.class,
                spec -> spec.policy(policy -> changes.apply(
                        policy.ttl(Duration.ofMinutes(10)).noNear().encryption(CachePolicy.Encryption.ON))));
    }

    private static Cache<String, String> cache(Larder larder) {
        return cache(larder, policy -> policy);
    }

    private String stored(String key) {
        return foreign.call("GET", "larder:gates:{" + key + "}");
    }

    private void assertMissed(Cache<String, String> cache, String key, String reason) {
        long before = cache.stats().unreadable();
        assertThat(cache.lookup(key)).isInstanceOf(Lookup.Miss.class);
        assertThat(cache.stats().unreadable()).isEqualTo(before + 1);
        assertThat(events).contains(new LarderEvent.Unreadable("gates", reason));
        assertThat(cache.get(key, any -> "loaded")).isEqualTo("loaded");
    }

    @Test
    void put_encrypted_isReadElsewhereAndShowsNothing() {
        Cache<String, String> cache = cache(larder);

        cache.put("north", SECRET);

        assertThat(stored("north")).isNotEmpty().doesNotContain("code");
        try (Larder other = withKeys()) {
            assertThat(cache(other).get("north", key -> "unexpected")).isEqualTo(SECRET);
        }
    }

    @Test
    void get_movedUnderAnotherKey_isACountedMiss() {
        Cache<String, String> cache = cache(larder);
        cache.put("north", SECRET);

        foreign.call("COPY", "larder:gates:{north}", "larder:gates:{south}");

        assertMissed(cache, "south", "FORGED");
    }

    @Test
    void get_notEncryptedThere_isACountedMiss() {
        Cache<String, String> cache = cache(larder);
        try (Larder careless = connected(LarderConfig.builder().build())) {
            cache(careless, policy -> policy.encryption(CachePolicy.Encryption.OFF))
                    .put("north", "planted");
        }

        assertMissed(cache, "north", "UNSEALED");
    }

    @Test
    void get_keyIsMissing_isACountedMissWithAnEvent() {
        Cache<String, String> cache = cache(larder);
        cache.put("north", SECRET);
        try (Larder without = connected(LarderConfig.builder().build())) {
            assertMissed(cache(without, policy -> policy.encryption(CachePolicy.Encryption.OFF)), "north", "KEY_ID");
        }
    }

    @Test
    void rotation_everyStep_readsWhatOthersWrote() {
        Cache<String, String> first = cache(larder);
        first.put("old", SECRET);
        int old = keyset.status().get(0).id();
        int added = keyset.add();
        keyset.promote(added);
        try (Larder second = withKeys()) {
            Cache<String, String> other = cache(second);
            assertThat(other.get("old", key -> "unexpected")).isEqualTo(SECRET);
            other.put("new", SECRET + 2);
            // The first process looks at the file when it meets a number that it does not know, ten times a second at
            // most.
            Waits.until(() -> first.lookup("new") instanceof Lookup.Hit);
            assertThat(first.get("new", key -> "unexpected")).isEqualTo(SECRET + 2);
        }
        keyset.retire(old, true);
        try (Larder third = withKeys()) {
            Cache<String, String> last = cache(third);
            assertThat(last.get("new", key -> "unexpected")).isEqualTo(SECRET + 2);
            assertMissed(last, "old", "KEY_ID");
        }
    }

    private static String gate(int number) {
        return "{\"gate\":" + number + ",\"note\":\"ring the caretaker before you unlock gate " + number * 7 + "\"}";
    }

    /** A dictionary outlives the entries that need it by far, so it has to be sealed anew by itself. */
    @Test
    void rotation_byWaiting_leavesTheDictionaryToTheNewKey() {
        Cache<String, String> cache = cache(larder);
        for (int i = 0; i < 600; i++) {
            cache.put("k" + i, gate(i));
        }
        CacheContext<String, String> inside = ((TieredCache<String, String>) cache.async()).cache;
        String choice = "larder:{gates}:dict";
        inside.dictionaries.look();
        Waits.until(() -> foreign.exists(choice));
        String dictionary = String.format(
                "%s:%08x", choice, inside.payloads.packer().current().id());
        String before = foreign.call("GET", choice);
        String content = foreign.call("GET", dictionary);
        int old = keyset.status().get(0).id();

        keyset.promote(keyset.add());

        Waits.until(() -> {
            inside.dictionaries.look();
            return !foreign.call("GET", choice).equals(before)
                    && !foreign.call("GET", dictionary).equals(content);
        });
        cache.put("north", gate(77));
        keyset.retire(old, true);
        try (Larder other = withKeys()) {
            assertThat(cache(other).get("north", key -> "unexpected")).isEqualTo(gate(77));
        }
    }

    @Test
    void sessionLayer_withKeys_isEncryptedAndNotCompressed() {
        Cache<String, String> sessions =
                larder.cache("gates", String.class, String.class, spec -> spec.layer(Layer.SESSION));

        sessions.put("s", "attribute ".repeat(100));

        String stored = stored("s");
        assertThat(stored).doesNotContain("attribute");
        assertThat(stored.length()).isGreaterThan(1_000);
    }

    @Test
    void sessionLayer_withoutKeys_isWarnedOfOnce() {
        LarderConfig config = LarderConfig.builder().build();
        try (Larder without = connected(config);
                LogTap tap = new LogTap()) {
            Cache<String, String> sessions =
                    without.cache("gates", String.class, String.class, spec -> spec.layer(Layer.SESSION));
            sessions.put("s", "attribute");

            assertThat(stored("s")).contains("attribute");
            assertThat(tap.lines.stream().filter(line -> line.startsWith("WARNING")))
                    .singleElement()
                    .asString()
                    .contains("cache 'gates'", "larder keys create", "keyset", "encryption");
        }
    }

    @Test
    void cache_inClearOnPurposeOrEncrypted_isNotWarnedOf() {
        try (Larder without = connected(LarderConfig.builder().build());
                Larder local = Larder.local();
                LogTap tap = new LogTap()) {
            without.cache("gates", String.class, String.class, spec -> {});
            without.cache(
                    "sessions",
                    String.class,
                    String.class,
                    spec -> spec.layer(Layer.SESSION).policy(policy -> policy.encryption(CachePolicy.Encryption.OFF)));
            local.cache("gates", String.class, String.class, spec -> spec.layer(Layer.SESSION));
            larder.cache("gates", String.class, String.class, spec -> spec.layer(Layer.SESSION));

            assertThat(tap.lines).noneMatch(line -> line.startsWith("WARNING"));
        }
    }

    @Test
    void put_padded_hasOneOfAFewLengths() {
        Cache<String, String> cache =
                cache(larder, policy -> policy.compression(false).padBytes(256));

        cache.put("short", "a");
        cache.put("longer", "a".repeat(200));

        assertThat(stored("short")).hasSameSizeAs(stored("longer"));
        assertThat(cache.get("short", key -> "unexpected")).isEqualTo("a");
    }

    @Test
    void cache_encryptedWithoutKeys_cannotBeMade() {
        try (Larder without = connected(LarderConfig.builder().build())) {
            assertThatThrownBy(() -> cache(without))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("larder keys create");
        }
        assertThatThrownBy(() -> connected(
                        LarderConfig.builder().keyset("file:/none/keyset.json").build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/none/keyset.json");
    }

    @Test
    void dictionary_ofAnEncryptedCache_isEncrypted() {
        Cache<String, String> cache = cache(larder);
        for (int i = 0; i < 600; i++) {
            cache.put(
                    "k" + i,
                    "{\"gate\":" + i + ",\"note\":\"ring the caretaker before you unlock gate " + i * 7 + "\"}");
        }
        TieredCache<String, String> inside = (TieredCache<String, String>) cache.async();
        inside.cache.dictionaries.look();
        Waits.until(() -> inside.cache.payloads.packer().current() != null);
        Waits.until(() -> foreign.exists("larder:{gates}:dict"));
        int id = inside.cache.payloads.packer().current().id();

        String dictionary = foreign.call("GET", String.format("larder:{gates}:dict:%08x", id));

        assertThat(dictionary).hasSizeGreaterThan(500).doesNotContain("caretaker");
        cache.put("north", "{\"gate\":1,\"note\":\"ring the caretaker before you unlock gate 77\"}");
        try (Larder other = withKeys()) {
            assertThat(cache(other).get("north", key -> "unexpected")).contains("77");
        }
    }
}
