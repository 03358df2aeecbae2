package dev.larder.http;

import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.FieldRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Two processes' caches over one Redis and one scripted origin. */
abstract class TwoProcesses {

    private static final AtomicInteger TESTS = new AtomicInteger();

    private static EmbeddedRedis redis;

    final FakeOrigin origin = new FakeOrigin();
    final Times times = new Times();
    Larder one;
    Larder two;
    HttpCache here;
    HttpCache there;

    /** A clock that a test can set forward. */
    static final class Times implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }
    }

    /** What routes these processes have besides, and how patient they are. */
    void settle(HttpCache.Builder cache) {}

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
        // What a larder that was closed in the middle of a load leaves is not in the way of the next test.
        TESTS.incrementAndGet();
        one = connected();
        two = connected();
        here = cache(one);
        there = cache(two);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    static Larder connected() {
        Larder larder = Larder.builder()
                .redis(redis.uri() + "?timeout=20s&dead-after=30s")
                .config(LarderConfig.builder().namespace("test" + TESTS.get()).build())
                .build();
        await().atMost(Duration.ofSeconds(60)).until(larder::coherent);
        return larder;
    }

    HttpCache cache(Larder larder) {
        HttpCache.Builder builder = HttpCache.on(larder, origin)
                .clock(times)
                .route(Route.of("all", "/", Profile.SAFE))
                .route(Route.of("langs", "/langs", Profile.SAFE)
                        .with(FieldRules.builder()
                                .key("Accept-Language", "de", "en")
                                .codings()
                                .build()))
                .route(Route.of("small", "/small", Profile.SAFE).withMaxContent(10))
                .route(Route.of("vary", "/vary", Profile.RFC)
                        .with(CacheSettings.builder(Profile.RFC)
                                .encodingHandled(true)
                                .build()));
        settle(builder);
        return builder.build();
    }

    static FakeCall.Received call(HttpCache cache, FakeCall call) throws Exception {
        cache.handle(call);
        return call.await();
    }

    static FakeCall.Received get(HttpCache cache, String target, String... fields) throws Exception {
        return call(cache, FakeCall.get(target, fields));
    }

    /** Waits until so many responses of a process are in Redis: clients do not wait for that. */
    static void filled(HttpCache cache, int fills) {
        await().atMost(Duration.ofSeconds(30)).until(() -> cache.store().stats().fills() == fills);
    }
}
