package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.far.RedisFar;
import dev.larder.far.RedisKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that an old key has sealed, sealed anew while they are used. */
class ReencryptionIT {

    private static EmbeddedRedis redis;

    @TempDir
    private Path folder;

    private KeysetFile keyset;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        try (Foreign foreign = Foreign.at(redis)) {
            foreign.call("FLUSHALL");
        }
        keyset = new KeysetFile(folder.resolve("keyset.json"));
        keyset.create();
    }

    /** A larder with the keys as they are in the file now. */
    private Larder withKeys(String uri) {
        return Connected.to(uri + "?timeout=20s&dead-after=30s", builder -> builder.config(config()));
    }

    private LarderConfig config() {
        return LarderConfig.builder()
                .keyset("file:" + folder.resolve("keyset.json"))
                .build();
    }

    private static Cache<Integer, String> gates(Larder larder, CachePolicy.Encryption encryption) {
        String name = encryption == CachePolicy.Encryption.ON ? "gates" : "lawns";
        return larder.cache(
                name,
                Integer.class,
                String.class,
                spec -> spec.tags((id, gate) -> List.of("area:7"))
                        .policy(policy -> policy.ttl(Duration.ofMinutes(10))
                                .jitter(0)
                                .noNear()
                                .encryption(encryption)));
    }

    private static Cache<Integer, String> gates(Larder larder) {
        return gates(larder, CachePolicy.Encryption.ON);
    }

    private static Map<Integer, String> values(int count) {
        Map<Integer, String> values = new HashMap<>();
        IntStream.range(0, count).forEach(id -> values.put(id, "the code of gate " + id));
        return values;
    }

    private int promoteAnother() {
        int old = keyset.status().get(0).id();
        keyset.promote(keyset.add());
        return old;
    }

    private static Reencryption reencrypt(Larder larder) throws Exception {
        return larder.reencrypt(1_000_000, progress -> {}).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void reencrypt_afterPromotion_leavesNothingToTheOldKey() throws Exception {
        try (Larder first = withKeys(redis.uri())) {
            gates(first).putAll(values(950));
            gates(first, CachePolicy.Encryption.OFF).put(1, "open to all");
        }
        int old = promoteAnother();
        try (Larder second = withKeys(redis.uri())) {
            gates(second).put(2_000, "by the new key");

            Reencryption once = reencrypt(second);

            assertThat(once.renewed()).isEqualTo(950);
            assertThat(once.current()).isEqualTo(1);
            assertThat(once.unsealed()).isEqualTo(1);
            assertThat(once.complete()).isTrue();
            assertThat(reencrypt(second).renewed()).isZero();
        }
        keyset.retire(old, true);
        try (Larder third = withKeys(redis.uri())) {
            Cache<Integer, String> gates = gates(third);
            values(950)
                    .forEach((id, gate) ->
                            assertThat(gates.get(id, key -> "unexpected")).isEqualTo(gate));
            assertThat(gates.stats().unreadable()).isZero();
            third.invalidateTag("area:7");
            assertThat(gates.lookup(1)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void reencrypt_cluster_reachesEveryPrimary() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(3)) {
            try (Larder first = withKeys(cluster.uri())) {
                gates(first).putAll(values(300));
            }
            promoteAnother();
            try (Larder second = withKeys(cluster.uri())) {
                assertThat(reencrypt(second).renewed()).isEqualTo(300);
                assertThat(reencrypt(second).renewed()).isZero();
            }
        }
    }

    @Test
    void reencrypt_livesAndIds_stayAsTheyWere() throws Exception {
        try (Larder larder = withKeys(redis.uri());
                Foreign foreign = Foreign.at(redis)) {
            Cache<Integer, String> gates = gates(larder);
            gates.put(1, "stale");
            gates.expire(1);
            foreign.call("PEXPIRE", "larder:gates:{1}", "100000");
            String before = foreign.call("GET", "larder:gates:{1}");
            promoteAnother();
            Waits.untilPassed(System.nanoTime(), Duration.ofMillis(1_100));

            assertThat(reencrypt(larder).renewed()).isEqualTo(1);

            String after = foreign.call("GET", "larder:gates:{1}");
            assertThat(after).isNotEqualTo(before).hasSameSizeAs(before).startsWith(before.substring(0, 10));
            assertThat(Long.parseLong(foreign.call("PTTL", "larder:gates:{1}"))).isBetween(1L, 100_000L);
            assertThat(gates.lookup(1)).isInstanceOf(Lookup.Miss.class);
        }
    }

    @Test
    void renewal_writtenMeanwhile_isRefused() throws Exception {
        try (Larder larder = withKeys(redis.uri());
                Foreign foreign = Foreign.at(redis)) {
            Cache<Integer, String> gates = gates(larder);
            gates.put(1, "old");
            byte[] old = foreign.call("GET", "larder:gates:{1}").getBytes(StandardCharsets.ISO_8859_1);
            gates.put(1, "new");
            ReencryptionRun.Answer<Long> answer = new ReencryptionRun.Answer<>();
            RedisKey key = new RedisKey("larder:gates:{1}".getBytes(StandardCharsets.US_ASCII));
            RedisFar far = (RedisFar) Waits.engine(larder).far();

            far.send(List.of(RedisFar.renewal(key, java.util.Arrays.copyOf(old, 10), old, answer)));

            assertThat(answer.future.get(30, TimeUnit.SECONDS)).isZero();
            assertThat(gates.get(1, any -> "unexpected")).isEqualTo("new");
        }
    }

    @Test
    void reencrypt_keyGone_isCountedAsUnreadable() throws Exception {
        try (Larder first = withKeys(redis.uri())) {
            gates(first).put(1, "lost");
        }
        int old = promoteAnother();
        keyset.retire(old, true);
        try (Larder second = withKeys(redis.uri())) {
            Reencryption found = reencrypt(second);

            assertThat(found.unreadable()).isEqualTo(1);
            assertThat(found.missingKeys()).isEqualTo(Map.of(String.format("%08x", old), 1L));
            assertThat(found.complete()).isFalse();
        }
    }

    @Test
    void reencrypt_otherTypesAndForeignBytes_areLeftAlone() throws Exception {
        try (Larder larder = withKeys(redis.uri());
                Foreign foreign = Foreign.at(redis)) {
            foreign.call("RPUSH", "larder:list", "x");
            foreign.call("SET", "larder:text", "L\1");

            Reencryption found = reencrypt(larder);

            assertThat(found).isEqualTo(new Reencryption(2, 0, 0, 2, 0, 0, Map.of(), 0));
            assertThat(foreign.call("GET", "larder:text")).isEqualTo("L\1");
        }
    }

    @Test
    void reencrypt_rate_isKept() throws Exception {
        List<Reencryption> told = Collections.synchronizedList(new ArrayList<>());
        try (Larder larder = withKeys(redis.uri())) {
            gates(larder).putAll(values(150));
            long began = System.nanoTime();

            larder.reencrypt(100, told::add).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_500_000_000L);
            assertThat(told.stream().map(Reencryption::keys)).containsExactly(100L, 150L);
        }
    }

    @Test
    void reencrypt_manyForeignKeys_areLookedAtSlowlyToo() throws Exception {
        try (Larder larder = withKeys(redis.uri());
                Foreign foreign = Foreign.at(redis)) {
            foreign.call("EVAL", "for i = 1, 3000 do redis.call('SET', 'other:' .. i, 'x') end", "0");
            long began = System.nanoTime();

            Reencryption found =
                    larder.reencrypt(100, progress -> {}).toCompletableFuture().get(60, TimeUnit.SECONDS);

            assertThat(found.keys()).isZero();
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_900_000_000L);
        }
    }

    @Test
    void reencrypt_closedMeanwhile_fails() {
        Larder larder = withKeys(redis.uri());
        gates(larder).putAll(values(150));

        var run = larder.reencrypt(1, progress -> larder.close()).toCompletableFuture();

        assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheUnavailableException.class);
    }

    @Test
    void reencrypt_withoutKeysOrRate_isRefused() {
        try (Larder without = Quiet.patient(redis.uri());
                Larder with = withKeys(redis.uri());
                Larder local = Larder.local()) {
            assertThatThrownBy(() -> without.reencrypt(1, progress -> {}))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("keyset");
            assertThatThrownBy(() -> with.reencrypt(0, progress -> {})).isInstanceOf(ConfigurationException.class);
            assertThat(local.reencrypt(1, progress -> {}).toCompletableFuture().join())
                    .isEqualTo(Reencryption.NONE);
        }
    }
}
