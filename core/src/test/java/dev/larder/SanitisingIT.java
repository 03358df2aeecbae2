package dev.larder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.codec.Sensitive;
import dev.larder.codec.Sensitive.Treatment;
import dev.larder.codec.Serializers;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules for fields, keys and tags on a real Redis: what is answered, and what is there to be seen. */
class SanitisingIT {

    private static final String SECRET = "tulips-at-night-4711";
    private static final byte[] HASH_SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    record Worker(
            String name,
            @Nullable String password,
            @Sensitive(Treatment.HASH) @Nullable String email,
            @Nullable String phone,
            Map<String, String> more) {}

    private static EmbeddedRedis redis;

    private final ConcurrentLinkedQueue<LarderEvent> events = new ConcurrentLinkedQueue<>();
    private Foreign foreign;
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
        larder = larder(HASH_SECRET, config -> config);
    }

    @AfterEach
    void close() {
        larder.close();
        foreign.close();
    }

    private Larder larder(byte[] secret, UnaryOperator<LarderConfig.Builder> changes) {
        return Connected.to(
                redis.uri() + "?timeout=20s&dead-after=30s",
                builder -> builder.config(changes.apply(LarderConfig.builder()).build())
                        .hashSecret(secret)
                        .listener(events::add));
    }

    private static Cache<String, Worker> workers(Larder larder, UnaryOperator<CachePolicy.Builder> changes) {
        return larder.cache(
                "workers",
                String.class,
                Worker.class,
                spec -> spec.tags((key, worker) -> List.of("mail:" + worker.email(), "phone:" + worker.phone()))
                        .policy(policy -> changes.apply(policy.ttl(Duration.ofMinutes(10))
                                .compression(false)
                                .fields(fields -> fields.mask("phone")))));
    }

    private static Cache<String, Worker> workers(Larder larder) {
        return workers(larder, policy -> policy);
    }

    private static Worker worker() {
        return new Worker("Ann", SECRET, SECRET, SECRET, Map.of("pin", SECRET, "team", "north"));
    }

    private static void assertClean(Worker worker) {
        assertThat(worker.name()).isEqualTo("Ann");
        assertThat(worker.password()).isNull();
        assertThat(worker.email()).hasSize(24).doesNotContain(SECRET);
        assertThat(worker.phone()).isEqualTo("****");
        assertThat(worker.more()).isEqualTo(Map.of("team", "north"));
    }

    /** Everything that Redis holds: names and contents of all keys. */
    private String everything() {
        StringBuilder all = new StringBuilder();
        for (String key : foreign.call("KEYS", "*").lines().toList()) {
            all.append(key).append('\n').append(foreign.call("GET", key)).append('\n');
        }
        return all.toString();
    }

    private void assertNothingIsSeen(String secret) {
        assertThat(everything()).contains("workers").doesNotContain(secret);
        assertThat(events.toString()).doesNotContain(secret);
    }

    @Test
    void get_everyWayOfReading_isSanitised() throws Exception {
        Cache<String, Worker> cache = workers(larder);
        CyclicBarrier barrier = new CyclicBarrier(2);
        Background<Worker> leader = Background.run(() -> cache.get("a", key -> {
            barrier.await();
            Waits.until(() -> cache.stats().coalescedLoads() == 1);
            return worker();
        }));
        barrier.await();
        Background<Worker> follower = Background.run(() -> cache.get("a", key -> worker()));
        Worker first = leader.await();
        assertClean(first);
        assertThat(follower.await()).isEqualTo(first);
        Waits.forFills(cache, 1);
        assertThat(cache.get("a", key -> worker())).isEqualTo(first);
        assertThat(cache.getAll(List.of("a", "b"), keys -> Map.of("b", worker())))
                .isEqualTo(Map.of("a", first, "b", first));
        cache.put("c", worker());
        assertThat(cache.get("c", key -> worker())).isEqualTo(first);
        assertThat(cache.putIfAbsent("d", worker())).isTrue();
        assertThat(cache.get("d", key -> worker())).isEqualTo(first);
        Waits.forFills(cache, 2);
        try (Larder other = larder(HASH_SECRET, config -> config)) {
            Cache<String, Worker> there = workers(other);
            for (String key : List.of("a", "b", "c", "d")) {
                assertThat(there.lookup(key)).isInstanceOf(Lookup.Hit.class);
                assertThat(there.get(key, any -> worker())).isEqualTo(first);
            }
        }
        assertNothingIsSeen(SECRET);
    }

    @Test
    void get_unchangedAfterRefresh_isNotHashedAgain() {
        Cache<String, Worker> cache =
                workers(larder, policy -> policy.ttl(Duration.ofMinutes(1), Duration.ofMinutes(9)));
        Worker first = cache.get("a", key -> worker());
        Waits.forFills(cache, 1);
        cache.expire("a");

        Worker again = cache.get("a", (Loader.Conditional<String, Worker>) (key, previous) -> {
            assertThat(previous).isEqualTo(first);
            return Loaded.unchanged();
        });
        Waits.until(() -> cache.stats().fills() == 2);

        assertThat(again).isEqualTo(first);
        try (Larder other = larder(HASH_SECRET, config -> config)) {
            assertThat(workers(other).get("a", key -> worker())).isEqualTo(first);
        }
    }

    @Test
    void local_withoutRedis_isSanitisedToo() {
        try (Larder local = Larder.builder().hashSecret(HASH_SECRET).build()) {
            Cache<String, Worker> cache = workers(local);
            assertClean(cache.get("a", key -> worker()));
            assertClean(cache.get("a", key -> worker()));
            cache.put("b", worker());
            assertClean(cache.get("b", key -> worker()));
        }
    }

    record Refusing(String name, String password) {
        Refusing {
            if (password == null || password.length() < 8) {
                throw new IllegalArgumentException("no password: " + password);
            }
        }
    }

    @Test
    void get_rulesCannotBeApplied_isAnsweredToNobody() {
        Cache<String, Refusing> cache =
                larder.cache("workers", String.class, Refusing.class, spec -> spec.policy(policy -> policy.noNear()));

        assertThatThrownBy(() -> cache.get("a", key -> new Refusing("Ann", SECRET)))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("cache workers")
                .hasMessageContaining("without password;")
                .hasMessageContaining("allow-fields")
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
        assertThatThrownBy(() -> cache.put("a", new Refusing("Ann", SECRET))).isInstanceOf(NotStorableException.class);
        assertThatThrownBy(() -> cache.putIfAbsent("a", new Refusing("Ann", SECRET)))
                .isInstanceOf(NotStorableException.class);
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
        assertThat(cache.lookup("a")).isInstanceOf(Lookup.Miss.class);
        assertThat(everything()).doesNotContain(SECRET);
        assertThat(events.toString()).doesNotContain(SECRET);
    }

    /** A rule is rolled out: what was written before it is never read again. */
    @Test
    void get_writtenBeforeTheRule_isAMiss() {
        record Note(String title, String text) {}
        try (Larder old = larder(HASH_SECRET, config -> config)) {
            Cache<String, Note> before = old.cache("notes", String.class, Note.class, spec -> {});
            Cache<String, Note> after = larder.cache(
                    "notes",
                    String.class,
                    Note.class,
                    spec -> spec.policy(policy -> policy.fields(fields -> fields.mask("text"))));
            before.put("a", new Note("t", SECRET));

            assertThat(after.lookup("a")).isInstanceOf(Lookup.Miss.class);
            assertThat(after.get("a", key -> new Note("t", SECRET))).isEqualTo(new Note("t", "****"));
            Waits.forFills(after, 1);

            assertThat(everything()).doesNotContain(SECRET);
            assertThat(before.get("a", key -> new Note("t", "loaded"))).isEqualTo(new Note("t", "loaded"));
        }
    }

    @Test
    void get_anotherHashSecret_sharesNothing() {
        workers(larder).put("a", worker());
        try (Larder other = larder("another secret of 16".getBytes(StandardCharsets.US_ASCII), config -> config)) {
            assertThat(workers(other).lookup("a")).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void dictionary_ofSanitisedValues_holdsNothingOfThem() {
        Cache<String, Worker> cache =
                workers(larder, policy -> policy.compression(true).noNear());
        for (int i = 0; i < 600; i++) {
            cache.put(
                    "k" + i,
                    new Worker(
                            "Ann " + i * 7,
                            SECRET,
                            SECRET + i,
                            SECRET,
                            Map.of("note", "rings the caretaker " + i % 9)));
        }
        TieredCache<String, Worker> inside = (TieredCache<String, Worker>) cache.async();
        inside.cache.dictionaries.look();
        Waits.until(() -> inside.cache.payloads.packer().current() != null);
        Waits.until(() -> foreign.exists("larder:{workers}:dict"));

        assertThat(everything()).contains("caretaker").doesNotContain(SECRET.substring(0, 6));
    }

    @Test
    void hashKeys_allOperations_workAndShowNothing() {
        UnaryOperator<CachePolicy.Builder> hashed = policy -> policy.hashKeys(true);
        Cache<String, Worker> cache = workers(larder, hashed);
        try (Larder other = larder(HASH_SECRET, config -> config)) {
            Cache<String, Worker> there = workers(other, hashed);
            cache.put(SECRET, worker());
            assertThat(there.lookup(SECRET)).isInstanceOf(Lookup.Hit.class);
            assertNothingIsSeen(SECRET);
            there.invalidate(SECRET);
            Waits.until(() -> cache.lookup(SECRET) instanceof Lookup.Miss);
            assertClean(cache.get(SECRET, key -> worker()));
            Waits.forFills(cache, 1);
            assertThat(cache.getAll(List.of(SECRET, "b"), keys -> Map.of("b", worker())))
                    .containsOnlyKeys(SECRET, "b");
            cache.expire(SECRET);
            assertThat(cache.putIfAbsent(SECRET, worker())).isTrue();
            assertNothingIsSeen(SECRET);
        }
    }

    @Test
    void hashTags_everyProcess_invalidatesByName() {
        UnaryOperator<LarderConfig.Builder> hashed = config -> config.hashTags(true);
        try (Larder one = larder(HASH_SECRET, hashed);
                Larder two = larder(HASH_SECRET, hashed)) {
            Cache<String, String> cache = one.cache(
                    "workers", String.class, String.class, spec -> spec.tags((key, value) -> List.of("of:" + SECRET)));
            cache.put("a", "v");
            assertNothingIsSeen(SECRET);

            two.invalidateTag("of:" + SECRET);

            Waits.until(() -> cache.lookup("a") instanceof Lookup.Miss);
            assertThatThrownBy(() -> one.invalidateTags(tag -> true))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("hash-tags");
        }
    }

    @Test
    void keyPattern_otherKeys_areRefusedWithoutBeingShown() {
        Cache<String, String> cache = larder.cache(
                "workers", String.class, String.class, spec -> spec.policy(policy -> policy.keyPattern("[0-9]{1,8}")));

        cache.put("123", "v");
        assertThatThrownBy(() -> cache.get(SECRET, key -> "v"))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("key-pattern")
                .hasMessageNotContaining(SECRET);
        assertThatThrownBy(() -> cache.invalidate("12\n")).isInstanceOf(NotStorableException.class);
    }

    @Test
    void keyPattern_exponentialTime_isGivenUp() {
        Cache<String, String> cache = larder.cache(
                "workers",
                String.class,
                String.class,
                spec -> spec.policy(policy -> policy.keyPattern("(a+)+(b|\\1c)|(c|d)*")));

        assertThatThrownBy(() -> cache.get("a".repeat(40), key -> "v"))
                .isInstanceOf(NotStorableException.class)
                .hasMessageContaining("takes too long");
        assertThatThrownBy(() -> cache.get("cd".repeat(30_000), key -> "v")).isInstanceOf(NotStorableException.class);
    }

    record Timed(@Sensitive Instant at) {
        Timed {
            requireNonNull(at, "at");
        }
    }

    @Test
    void cache_badRules_cannotBeMade() {
        assertThatThrownBy(() -> larder.cache(
                        "bad",
                        String.class,
                        Worker.class,
                        spec -> spec.policy(policy -> policy.fields(fields -> fields.drop("pasword")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cache 'bad'")
                .hasMessageContaining("did you mean 'password'?");
        assertThatThrownBy(() -> larder.cache(
                        "bad",
                        String.class,
                        Worker.class,
                        spec -> spec.values(new Own()).policy(policy -> policy.fields(fields -> fields.drop("phone")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("written as own");
        assertThatThrownBy(() -> larder.cache("bad", String.class, Worker.class, spec -> spec.values(new Own())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("@Sensitive");
        assertThatThrownBy(() -> larder.cache("bad", String.class, Timed.class, spec -> {}))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cache 'bad': at is dropped")
                .hasMessageContaining("make it optional");
        try (Larder local = Larder.local()) {
            assertThatThrownBy(() -> workers(local))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("hash-secret");
            assertThatThrownBy(() -> local.cache(
                            "bad", String.class, String.class, spec -> spec.policy(policy -> policy.hashKeys(true))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("hash-secret");
        }
        assertThatThrownBy(() -> Larder.builder().hashSecret(new byte[15]))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("15 bytes");
        assertThatThrownBy(() -> Larder.builder()
                        .config(LarderConfig.builder().hashTags(true).build())
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("hash-secret");
    }

    /** A format that knows no fields. */
    private static final class Own implements dev.larder.codec.Serializer<Worker> {
        @Override
        public byte[] write(Worker value) {
            return Serializers.json(Worker.class).write(value);
        }

        @Override
        public Worker read(byte[] bytes, int offset, int length) {
            return Serializers.json(Worker.class).read(bytes, offset, length);
        }

        @Override
        public String format() {
            return "own";
        }

        @Override
        public long fingerprint() {
            return 1;
        }
    }

    @Test
    void async_rulesCannotBeApplied_failsTheStage() {
        Cache<String, Refusing> cache = larder.cache("workers", String.class, Refusing.class, spec -> {});

        assertThatThrownBy(() -> cache.async()
                        .get(
                                "a",
                                key -> java.util.concurrent.CompletableFuture.completedFuture(
                                        new Refusing("Ann", SECRET)))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotStorableException.class);
        assertThat(Waits.flights(cache)).isZero();
    }
}
