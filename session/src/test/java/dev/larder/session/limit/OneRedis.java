package dev.larder.session.limit;

import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Limits of one process on a Redis that is empty before each test. */
abstract class OneRedis {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    static final byte[] SECRET = "a secret of the tests".getBytes(StandardCharsets.US_ASCII);

    static EmbeddedRedis redis;

    Larder larder;
    Limits limits;

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
        redis("FLUSHALL");
        larder = larder(redis.uri());
        limits = Limits.on(larder);
    }

    @AfterEach
    void close() {
        larder.close();
    }

    /** A larder for which no machine is too slow. */
    static Larder larder(String uri) {
        return Larder.builder()
                .redis(uri + "?timeout=20s&dead-after=30s")
                .hashSecret(SECRET)
                .build();
    }

    /** A larder whose connection carries nothing but what the test asks for. */
    static Larder quiet(String uri) {
        return Larder.builder()
                .redis(uri + "?heartbeat=60s&timeout=120s&dead-after=180s")
                .config(LarderConfig.builder()
                        .stalenessBound(Duration.ofSeconds(120))
                        .divergenceSamplesPerSecond(0)
                        .build())
                .hashSecret(SECRET)
                .build();
    }

    static String redis(String... words) {
        return redis.command(PATIENCE, words);
    }
}
