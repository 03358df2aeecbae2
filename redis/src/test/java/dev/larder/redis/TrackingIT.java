package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.send;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedRedis;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackingIT {

    private EmbeddedRedis server;
    private Redis redis;
    private Redis other;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start();
        redis = recorder.connect(server.uri() + "?timeout=20s&dead-after=30s");
        other = new Recorder().connect(server.uri() + "?timeout=20s&dead-after=30s");
    }

    @AfterEach
    void stop() {
        redis.close();
        other.close();
        server.close();
    }

    @Test
    void push_afterForeignChange_namesTheKey() {
        set(other, "a", "1").await();
        get(redis, "a").await();
        set(other, "a", "2").await();
        await().until(() -> recorder.events.contains("invalidate a"));
        assertThat(redis.stats().pushes()).isEqualTo(1);
    }

    @Test
    void push_afterOwnChange_isReceivedToo() {
        get(redis, "a").await();
        set(redis, "a", "2").await();
        await().until(() -> recorder.events.contains("invalidate a"));
    }

    @Test
    void untracked_foreignChange_isNeitherTrackedNorTold() throws Exception {
        Recorder untold = new Recorder();
        try (Redis untracked = Redis.open(RedisConfig.parse(server.uri()).untracked(), opened -> untold)) {
            untracked.ready().toCompletableFuture().get(20, TimeUnit.SECONDS);
            set(other, "a", "1").await();
            Outcomes<byte[]> read = get(untracked, "a");
            read.await();
            assertThat(read.tracked).isFalse();
            set(other, "a", "2").await();

            // a push would have come before this answer
            assertThat(text(get(untracked, "a").await())).isEqualTo("2");
            assertThat(untold.events).doesNotContain("invalidate a");
        }
    }

    @Test
    void push_ofFlushAll_flushesEverything() {
        get(redis, "a").await();
        recorder.events.clear();
        assertThat(Raw.say(server.port(), "FLUSHALL")).isEqualTo("+OK");
        await().until(() -> recorder.events.contains("flush"));
    }

    @Test
    void onConnect_atFirst_comesAfterTheFlushAndSaysUnchanged() {
        assertThat(List.copyOf(recorder.events)).startsWith("flush", "connect", "up UP");
    }

    /**
     * Whoever read a value keeps it until it is invalidated. A reply computed before a change must have been handled when
     * the push of that change is: else the value would be kept for ever.
     */
    @Test
    void replies_againstPushes_keepTheOrderOfTheWire() throws Exception {
        int rounds = 20_000;
        Map<String, Long> kept = new ConcurrentHashMap<>();
        AtomicReference<String> wrong = new AtomicReference<>();
        AtomicInteger left = new AtomicInteger(rounds);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger pushes = new AtomicInteger();
        recorder.onInvalidate = key -> {
            kept.remove(text(key));
            pushes.incrementAndGet();
        };
        Script count = new Script(
                "count", "return redis.call('INCR', KEYS[1])", CommandsIT.sha("return redis.call('INCR', KEYS[1])"));
        Thread writer = new Thread(() -> {
            for (int i = 0; i < rounds / 10; i++) {
                send(other, Command.script(count, List.of(bytes("k" + i % 8)), List.of()))
                        .await();
            }
        });
        writer.start();
        for (int i = 0; i < rounds; i++) {
            String key = "k" + i % 8;
            redis.get(bytes(key), new Reply<>() {
                @Override
                public void onValue(byte[] value, boolean tracked) {
                    long seen = value == null ? 0 : Long.parseLong(text(value));
                    Long before = kept.put(key, seen);
                    if (!tracked || (before != null && before > seen)) {
                        wrong.compareAndSet(null, key + ": " + seen + " after " + before + ", tracked " + tracked);
                    }
                    finish();
                }

                @Override
                public void onFailure(RedisException failure) {
                    wrong.compareAndSet(null, failure.toString());
                    finish();
                }

                private void finish() {
                    if (left.decrementAndGet() == 0) {
                        done.countDown();
                    }
                }
            });
            if (i % 500 == 499) {
                get(redis, "barrier").await();
            }
        }
        done.await();
        writer.join();
        get(redis, "barrier").await();
        assertThat(wrong.get()).isNull();
        assertThat(pushes.get()).isPositive();
        for (Map.Entry<String, Long> entry : kept.entrySet()) {
            String now = text(get(other, entry.getKey()).await());
            assertThat(entry.getValue()).as(entry.getKey()).isEqualTo(now == null ? 0L : Long.parseLong(now));
        }
    }
}
