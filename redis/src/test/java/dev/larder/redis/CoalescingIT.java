package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoalescingIT {

    private EmbeddedRedis server;
    private FaultProxy proxy;
    private Redis redis;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start();
        proxy = FaultProxy.to(server.host(), server.port());
        redis = new Recorder().connect(proxy.uri() + "?timeout=10s&dead-after=20s&max-in-flight=5000");
    }

    @AfterEach
    void stop() {
        redis.close();
        proxy.close();
        server.close();
    }

    @Test
    void get_byManyThreads_answersEachRightlyInFewerRoundTrips() throws Exception {
        for (int i = 0; i < 1000; i++) {
            set(redis, "k" + i, "v" + i).await();
        }
        long before = redis.stats().roundTrips();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 64; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    int n = ThreadLocalRandom.current().nextInt(1100);
                    String value = text(get(redis, "k" + n).await());
                    if (!String.valueOf(value).equals(n < 1000 ? "v" + n : "null")) {
                        wrong.add(n + " was " + value);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(redis.stats().roundTrips() - before).isLessThan(64 * 300 / 2);
    }

    @Test
    void get_oneAfterAnother_sendsPlainGets() {
        proxy.clearCommandLog();
        for (int i = 0; i < 20; i++) {
            get(redis, "k" + i).await();
        }
        assertThat(proxy.commandLog()).doesNotContain("MGET").contains("GET");
    }

    @Test
    void get_whileAllLanesAreTaken_waitsAndLeavesTogether() {
        proxy.clearCommandLog();
        proxy.holdReplies();
        List<Outcomes<byte[]>> outcomes = new ArrayList<>();
        for (int i = 0; i < 304; i++) {
            outcomes.add(get(redis, "k" + i));
        }
        proxy.releaseReplies();
        outcomes.forEach(outcome -> assertThat(outcome.await()).isNull());
        List<String> reads =
                proxy.commandLog().stream().filter(name -> name.endsWith("GET")).toList();
        List<String> expected = new ArrayList<>(Collections.nCopies(Lanes.LANES, "GET"));
        expected.addAll(List.of("MGET", "MGET", "MGET"));
        // The second one may still be on its way to the I/O thread when that sends what has gathered behind the first.
        assertThat(reads).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void get_beyondTheBound_isRefusedAndNamesTheSetting() {
        proxy.holdReplies();
        List<Outcomes<byte[]>> outcomes = new ArrayList<>();
        for (int i = 0; i < 5001; i++) {
            outcomes.add(get(redis, "k" + i));
        }
        assertThat(outcomes.get(5000).failure())
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("max-in-flight");
        proxy.releaseReplies();
        outcomes.subList(0, 5000).forEach(outcome -> assertThat(outcome.await()).isNull());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.calls).hasValue(1));
        assertThat(get(redis, "again").await()).isNull();
    }

    @Test
    void get_whenTheConnectionBreaks_failsEachOnce() {
        proxy.holdReplies();
        List<Outcomes<byte[]>> outcomes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            outcomes.add(get(redis, "k" + i));
        }
        proxy.reset();
        proxy.heal();
        int unknown = 0;
        for (Outcomes<byte[]> outcome : outcomes) {
            RedisException failure = outcome.failure();
            unknown += failure instanceof RedisTimeoutException ? 1 : 0;
            assertThat(failure).isInstanceOfAny(RedisTimeoutException.class, RedisUnavailableException.class);
            assertThat(outcome.calls).hasValue(1);
        }
        assertThat(unknown).isLessThanOrEqualTo(4);
    }

    @Test
    void get_largeValues_areWhole() {
        byte[] large = new byte[3_000_000];
        ThreadLocalRandom.current().nextBytes(large);
        Outcomes<String> stored = new Outcomes<>();
        redis.send(Command.set(bytes("large"), large, 60_000), stored);
        assertThat(stored.await()).isEqualTo("OK");
        List<Outcomes<byte[]>> outcomes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            outcomes.add(get(redis, "large"));
        }
        outcomes.forEach(outcome -> assertThat(outcome.await()).isEqualTo(large));
    }

    /** Whatever happens to the connection, each read has exactly one outcome, and none waits for ever. */
    @Test
    void get_whileConnectionsBreak_hasOneOutcomeEach() throws Exception {
        List<Outcomes<byte[]>> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            List<Outcomes<byte[]>> mine = new ArrayList<>();
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2000; i++) {
                    mine.add(get(redis, "k" + i));
                    if (i % 50 == 49) {
                        mine.get(i).value.handle((value, failure) -> null).join();
                    }
                }
                synchronized (all) {
                    all.addAll(mine);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < 30; i++) {
            int answered = proxy.accepted();
            proxy.reset();
            await().until(() -> proxy.accepted() > answered || threads.stream().noneMatch(Thread::isAlive));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Outcomes<byte[]> outcome : all) {
            outcome.value.handle((value, failure) -> null).get(20, TimeUnit.SECONDS);
        }
        assertThat(all)
                .hasSize(16_000)
                .allSatisfy(outcome -> assertThat(outcome.calls).hasValue(1));
        await().untilAsserted(() -> assertThat(redis.available(bytes("k"))).isTrue());
        assertThat(get(redis, "k").await()).isNull();
    }
}
