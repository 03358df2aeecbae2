package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.far.RedisFar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis fails while entries are sealed anew. */
class ReencryptionFaultIT {

    @TempDir
    private Path folder;

    private final List<Reencryption> told = Collections.synchronizedList(new ArrayList<>());
    private EmbeddedRedis redis;
    private Larder larder;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start();
        KeysetFile keyset = new KeysetFile(folder.resolve("keyset.json"));
        keyset.create();
        LarderConfig config = LarderConfig.builder()
                .keyset("file:" + folder.resolve("keyset.json"))
                .build();
        try (Larder first = Connected.to(redis.uri(), builder -> builder.config(config))) {
            Cache<Integer, String> gates = first.cache(
                    "gates",
                    Integer.class,
                    String.class,
                    spec -> spec.policy(policy -> policy.encryption(CachePolicy.Encryption.ON)));
            for (int id = 0; id < 200; id++) {
                gates.put(id, "the code of gate " + id);
            }
        }
        keyset.promote(keyset.add());
        larder = Connected.to(redis.uri() + "?timeout=200ms&dead-after=30s", builder -> builder.config(config));
    }

    @AfterEach
    void stop() {
        larder.close();
        redis.close();
    }

    private CompletableFuture<Reencryption> run(Duration pause, Consumer<Reencryption> progress) {
        Engine engine = ((TieredLarder) larder).engine();
        Consumer<Reencryption> teller = found -> {
            told.add(found);
            progress.accept(found);
        };
        return new ReencryptionRun(
                        engine,
                        (RedisFar) engine.far(),
                        Objects.requireNonNull(engine.keyring()),
                        10_000,
                        teller,
                        System::nanoTime,
                        pause)
                .start();
    }

    @Test
    void reencrypt_redisDoesNotAnswerForAWhile_goesOn() throws Exception {
        redis.pause();

        Reencryption found = run(Duration.ofMillis(100), progress -> {
                    if (progress.standstills() == 2) {
                        redis.resume();
                    }
                })
                .get(60, TimeUnit.SECONDS);

        assertThat(found.renewed() + found.current()).isEqualTo(200);
        assertThat(found.standstills()).isGreaterThanOrEqualTo(2);
        assertThat(found.complete()).isFalse();
        assertThat(told.get(0).standstills()).isEqualTo(1);
        assertThat(larder.reencrypt(10_000, progress -> {})
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS)
                        .current())
                .isEqualTo(200);
    }

    @Test
    void reencrypt_redisStopsInTheMiddle_looksAtTheSameKeysAgain() throws Exception {
        Reencryption found = run(Duration.ofMillis(100), progress -> {
                    if (progress.standstills() == 0 && progress.keys() == 100) {
                        redis.pause();
                    } else if (progress.standstills() == 1) {
                        redis.resume();
                    }
                })
                .get(60, TimeUnit.SECONDS);

        assertThat(found.keys()).isEqualTo(200);
        assertThat(found.renewed() + found.current()).isEqualTo(200);
        assertThat(found.standstills()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void reencrypt_redisAway_isTriedAFewTimes() {
        redis.kill();

        CompletableFuture<Reencryption> run = run(Duration.ofMillis(10), progress -> {});

        assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CacheUnavailableException.class)
                .hasMessageContaining("after 5 tries in a row");
        assertThat(told.stream().map(Reencryption::standstills)).containsExactly(1L, 2L, 3L, 4L);
    }
}
