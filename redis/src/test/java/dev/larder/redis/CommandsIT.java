package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.send;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsIT {

    private EmbeddedRedis server;
    private Redis redis;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start();
        redis = recorder.connect(server.uri());
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void get_afterSet_answersTheValue() {
        assertThat(set(redis, "k", "v").await()).isEqualTo("OK");
        Outcomes<byte[]> outcome = get(redis, "k");
        assertThat(text(outcome.await())).isEqualTo("v");
        assertThat(outcome.tracked).isTrue();
        assertThat(outcome.thread).startsWith("larder-redis-io");
        assertThat(get(redis, "nothing").await()).isNull();
    }

    @Test
    void commands_eachKind_answersItsShape() {
        assertThat(send(redis, Command.setIfAbsent(bytes("n"), bytes("0123456789"), 60_000))
                        .await())
                .isEqualTo("OK");
        assertThat(send(redis, Command.setIfAbsent(bytes("n"), bytes("x"), 60_000))
                        .await())
                .isNull();
        assertThat(text(send(redis, Command.prefix(bytes("n"), 4)).await())).isEqualTo("0123");
        assertThat(send(redis, Command.prefix(bytes("gone"), 4)).await()).isEmpty();
        List<byte[]> both =
                send(redis, Command.mget(List.of(bytes("n"), bytes("gone")))).await();
        assertThat(text(both.get(0))).isEqualTo("0123456789");
        assertThat(both.get(1)).isNull();
        assertThat(send(redis, Command.touch(List.of(bytes("n"), bytes("gone"))))
                        .await())
                .isEqualTo(1L);
        assertThat(send(redis, Command.delete(bytes("n"))).await()).isEqualTo(1L);
        assertThat(send(redis, Command.delete(bytes("n"))).await()).isEqualTo(0L);
    }

    @Test
    void commands_ofAHash_answerFieldsAndValuesInOneList() {
        byte[] key = bytes("h");
        assertThat(send(redis, Command.hgetall(key)).await()).isEmpty();
        assertThat(send(redis, Command.hset(key, List.of(bytes("a"), bytes("1"), bytes("b"), bytes("2"))))
                        .await())
                .isEqualTo(2L);
        assertThat(texts(send(redis, Command.hgetall(key)).await())).containsExactly("a", "1", "b", "2");
        assertThat(texts(send(redis, Command.hmget(key, List.of(bytes("b"), bytes("gone"), bytes("a"))))
                        .await()))
                .containsExactly("2", null, "1");
        assertThat(texts(send(redis, Command.hmget(bytes("gone"), List.of(bytes("a"))))
                        .await()))
                .containsExactly((String) null);
        assertThat(send(redis, Command.expire(key, 60_000)).await()).isEqualTo(1L);
        assertThat(send(redis, Command.expire(bytes("gone"), 60_000)).await()).isEqualTo(0L);
        assertThat(send(redis, Command.unlink(List.of(key, bytes("gone")))).await())
                .isEqualTo(1L);
        assertThat(send(redis, Command.hgetall(key)).await()).isEmpty();
    }

    @Test
    void expire_ofAKey_endsIt() {
        assertThat(set(redis, "k", "v").await()).isEqualTo("OK");

        assertThat(send(redis, Command.expire(bytes("k"), 1)).await()).isEqualTo(1L);

        await().until(() -> get(redis, "k").await() == null);
    }

    @Test
    void getAndDelete_calledTwice_answersOnce() {
        assertThat(set(redis, "k", "v").await()).isEqualTo("OK");

        assertThat(text(send(redis, Command.getAndDelete(bytes("k"))).await())).isEqualTo("v");
        assertThat(send(redis, Command.getAndDelete(bytes("k"))).await()).isNull();
    }

    @Test
    void scriptForValue_ofAStringOrNothing_answersIt() {
        String source = "return redis.call('GET', KEYS[2]) or ARGV[1] ~= '' and ARGV[1]";
        Script script = new Script("value", source, sha(source));
        List<byte[]> keys = List.of(bytes("k"), bytes("l"));

        assertThat(text(send(redis, Command.scriptForValue(script, keys, List.of(bytes("none"))))
                        .await()))
                .isEqualTo("none");
        assertThat(send(redis, Command.scriptForValue(script, keys, List.of(bytes(""))))
                        .await())
                .isNull();
        assertThat(set(redis, "l", "v").await()).isEqualTo("OK");
        assertThat(text(send(redis, Command.scriptForValue(script, keys, List.of(bytes("none"))))
                        .await()))
                .isEqualTo("v");
    }

    @Test
    void keys_ofEachKindOfCommand_areThoseItNames() {
        byte[] k = bytes("k");
        byte[] l = bytes("l");
        Script script = new Script("none", "return 1", sha("return 1"));

        assertThat(Command.get(k).keys()).containsExactly(k);
        assertThat(Command.mget(List.of(k, l)).keys()).containsExactly(k, l);
        assertThat(Command.set(k, l, 1).keys()).containsExactly(k);
        assertThat(Command.hset(k, List.of(l, l)).keys()).containsExactly(k);
        assertThat(Command.script(script, List.of(k, l), List.of(k)).keys()).containsExactly(k, l);
        assertThat(Command.info("server").keys()).isEmpty();
    }

    private static List<String> texts(List<byte[]> values) {
        return values.stream()
                .map(value -> value == null ? null : text(value))
                .collect(java.util.stream.Collectors.toList());
    }

    @Test
    void get_ofAnotherType_isRefused() {
        Script list = new Script(
                "list", "return redis.call('RPUSH', KEYS[1], 'a')", sha("return redis.call('RPUSH', KEYS[1], 'a')"));
        assertThat(send(redis, Command.script(list, List.of(bytes("l")), List.of()))
                        .await())
                .isEqualTo(1L);
        assertThat(get(redis, "l").failure())
                .isInstanceOf(RedisCommandException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    /** What the server reads: one system call of ours, one of its own. */
    @Test
    void send_manyAtOnce_reachTheServerTogether() {
        Outcomes<String> all = new Outcomes<>();
        AtomicInteger left = new AtomicInteger(200);
        long before = readsOfTheServer();
        redis.send(Command.delete(bytes("first")), reply(deleted -> {
            for (int i = 0; i < 200; i++) {
                redis.send(Command.delete(bytes("k" + i)), reply(one -> {
                    if (left.decrementAndGet() == 0) {
                        all.onValue("all", true);
                    }
                }));
            }
        }));
        assertThat(all.await()).isEqualTo("all");
        assertThat(readsOfTheServer() - before).isLessThan(10);
    }

    private static Reply<Long> reply(LongConsumer onValue) {
        return new Reply<>() {
            @Override
            public void onValue(Long value, boolean tracked) {
                onValue.accept(value);
            }

            @Override
            public void onFailure(RedisException failure) {
                throw failure;
            }
        };
    }

    private long readsOfTheServer() {
        return text(send(redis, Command.info("stats")).await())
                .lines()
                .filter(line -> line.startsWith("total_reads_processed:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sendAll_manyCalls_keepsTheirOrderInOneRoundTrip() {
        long before = redis.stats().roundTrips();
        List<Call<?>> calls = new ArrayList<>();
        List<Outcomes<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(new Call<>(Command.set(bytes("k"), bytes("v" + i), 60_000), new Outcomes<>()));
            Outcomes<byte[]> read = new Outcomes<>();
            reads.add(read);
            calls.add(new Call<>(Command.get(bytes("k")), read));
        }
        redis.sendAll(calls);
        for (int i = 0; i < 50; i++) {
            assertThat(text(reads.get(i).await())).isEqualTo("v" + i);
        }
        assertThat(redis.stats().roundTrips() - before).isEqualTo(1);
    }

    @Test
    void coherent_whileConnected_isTrue() {
        await().until(() -> redis.coherent(System.nanoTime()));
        assertThat(redis.clock().latestMillis(System.nanoTime()))
                .isBetween(System.currentTimeMillis() - 1000, System.currentTimeMillis() + 1000);
        assertThat(redis.links()).singleElement().extracting(LinkStatus::state).isEqualTo(LinkStatus.State.UP);
    }

    static String sha(String source) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-1").digest(bytes(source)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
