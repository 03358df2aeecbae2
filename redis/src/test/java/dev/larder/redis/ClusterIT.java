package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.send;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterIT {

    private static EmbeddedCluster cluster;
    private Redis redis;
    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        redis = recorder.connect(cluster.uri() + "?timeout=2s&dead-after=4s");
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void commands_ofManySlots_reachTheirPrimaries() {
        assertThat(redis.links()).hasSize(3).allMatch(link -> link.state() == LinkStatus.State.UP);
        List<Call<?>> calls = new ArrayList<>();
        List<Outcomes<String>> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Outcomes<String> outcome = new Outcomes<>();
            written.add(outcome);
            calls.add(new Call<>(Command.set(bytes("k" + i), bytes("v" + i), 600_000), outcome));
        }
        long before = redis.stats().roundTrips();
        redis.sendAll(calls);
        written.forEach(outcome -> assertThat(outcome.await()).isEqualTo("OK"));
        assertThat(redis.stats().roundTrips() - before).isEqualTo(3);
        List<Outcomes<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            reads.add(get(redis, "k" + i));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(text(reads.get(i).await())).isEqualTo("v" + i);
            assertThat(reads.get(i).tracked).isTrue();
        }
    }

    @Test
    void slot_ofHashTag_isThatOfTheTag() {
        assertThat(redis.slot(bytes("{user1}.a"))).isEqualTo(redis.slot(bytes("{user1}.b")));
        assertThat(redis.slot(bytes("123456789"))).isEqualTo(12739);
        List<byte[]> both =
                send(redis, Command.mget(List.of(bytes("{t}a"), bytes("{t}b")))).await();
        assertThat(both).containsExactly(null, null);
    }

    @Test
    void coherent_needsEveryPrimary() {
        await().until(() -> redis.coherent(System.nanoTime()));
        cluster.nodes().get(1).pause();
        await().until(() -> !redis.coherent(System.nanoTime()));
        assertThat(redis.links()).anyMatch(link -> link.state() == LinkStatus.State.UP);
        cluster.nodes().get(1).resume();
        await().until(() -> redis.coherent(System.nanoTime()));
    }

    @Test
    void migratedSlot_isFollowedAndFlushed() {
        String key = "moved";
        int slot = redis.slot(bytes(key));
        int from = cluster.indexOf(slot);
        int to = (from + 1) % 3;
        set(redis, key, "1").await();
        get(redis, key).await();
        Queue<List<Integer>> flushes = new ConcurrentLinkedQueue<>();
        recorder.onFlush = slots ->
                flushes.add(IntStream.range(0, 16384).filter(slots).boxed().toList());
        cluster.migrateSlot(slot, from, to);
        try {
            Outcomes<byte[]> read = get(redis, key);
            assertThat(text(read.await())).isEqualTo("1");
            assertThat(read.tracked).isTrue();
            await().until(() -> flushes.contains(List.of(slot)));
            assertThat(set(redis, key, "2").await()).isEqualTo("OK");
            await().until(() -> recorder.events.contains("invalidate " + key));
            assertThat(recorder.events).doesNotContain("connect changed");
        } finally {
            cluster.migrateSlot(slot, to, from);
        }
        assertThat(text(get(redis, key).await())).isEqualTo("2");
    }

    @Test
    void migration_underLoad_losesNoCommand() throws Exception {
        int slot = redis.slot(bytes("{load}"));
        int from = cluster.indexOf(slot);
        int to = (from + 1) % 3;
        for (int i = 0; i < 200; i++) {
            set(redis, "{load}" + i, "v" + i).await();
        }
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                while (!stop.get()) {
                    for (int i = 0; i < 200; i++) {
                        try {
                            String value = text(get(redis, "{load}" + i).await());
                            if (!("v" + i).equals(value)) {
                                wrong.add(i + " was " + value);
                            }
                        } catch (RedisException e) {
                            wrong.add(e.toString());
                        }
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        cluster.migrateSlot(slot, from, to);
        cluster.migrateSlot(slot, to, from);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void ask_duringMigration_isAnsweredUntracked() {
        int slot = redis.slot(bytes("asked"));
        int from = cluster.indexOf(slot);
        int to = (from + 1) % 3;
        int fromPort = cluster.nodes().get(from).port();
        int toPort = cluster.nodes().get(to).port();
        String source = Raw.say(fromPort, "CLUSTER MYID");
        String target = Raw.say(toPort, "CLUSTER MYID");
        assertThat(Raw.say(toPort, "CLUSTER SETSLOT " + slot + " IMPORTING " + source))
                .isEqualTo("+OK");
        assertThat(Raw.say(fromPort, "CLUSTER SETSLOT " + slot + " MIGRATING " + target))
                .isEqualTo("+OK");
        try {
            assertThat(set(redis, "asked", "there").await()).isEqualTo("OK");
            Outcomes<byte[]> read = get(redis, "asked");
            assertThat(text(read.await())).isEqualTo("there");
            assertThat(read.tracked).isFalse();
            assertThat(send(redis, Command.delete(bytes("asked"))).await()).isEqualTo(1L);
        } finally {
            Raw.say(fromPort, "CLUSTER SETSLOT " + slot + " STABLE");
            Raw.say(toPort, "CLUSTER SETSLOT " + slot + " STABLE");
        }
    }

    @Test
    void clusterDown_thoughTheServerAnswers_provesNothing() {
        await().until(() -> redis.coherent(System.nanoTime()));
        int slot = redis.slot(bytes("uncovered"));
        int port = cluster.nodes().get(cluster.indexOf(slot)).port();
        // with a slot that nobody covers, and cluster-require-full-coverage, the node says CLUSTERDOWN to every key
        assertThat(Raw.say(port, "CLUSTER DELSLOTS " + slot)).isEqualTo("+OK");
        try {
            await().until(() -> !redis.coherent(System.nanoTime()));
            assertThat(redis.links()).allMatch(link -> link.state() == LinkStatus.State.UP);
            assertThat(get(redis, "uncovered").failure()).isInstanceOf(RedisUnavailableException.class);
        } finally {
            assertThat(Raw.say(port, "CLUSTER ADDSLOTS " + slot)).isEqualTo("+OK");
        }
        await().until(() -> redis.coherent(System.nanoTime()));
    }
}
