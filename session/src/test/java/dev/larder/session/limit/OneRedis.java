package dev.larder.session.limit;

import dev.larder.Larder;
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
                .hashSecret("a secret of the tests".getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    static String redis(String... words) {
        return redis.command(PATIENCE, words);
    }
}
