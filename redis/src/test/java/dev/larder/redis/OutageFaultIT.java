package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.send;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.chaos.FaultProxy;
import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageFaultIT {

    private static final Duration BOUND = Duration.ofMillis(500);

    private EmbeddedRedis server;
    private FaultProxy proxy;
    private Redis redis;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start();
        proxy = FaultProxy.to(server.host(), server.port());
        redis = recorder.connect(proxy.uri());
        await().until(this::coherent);
    }

    @AfterEach
    void stop() {
        redis.close();
        proxy.close();
        server.close();
    }

    private boolean coherent() {
        return redis.coherent(System.nanoTime());
    }

    /**
     * Polls until the proof lapses and checks that it had not outlived the bound.
     *
     * @param faultAt when the fault was in force: a heartbeat that was sent while it was brought about may have been answered
     */
    private void lapsesInTime(long faultAt) {
        long lastSeen = faultAt;
        while (true) {
            long now = System.nanoTime();
            if (!redis.coherent(now)) {
                break;
            }
            lastSeen = now;
            Thread.onSpinWait();
        }
        assertThat(Duration.ofNanos(lastSeen - faultAt)).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void pause_ofTheServer_lapsesTheProofThenTimesOutAndAnswersLate() {
        set(redis, "k", "v").await();
        server.pause();
        long faultAt = System.nanoTime();
        Outcomes<byte[]> read = get(redis, "k");
        lapsesInTime(faultAt);
        assertThat(read.failure())
                .isInstanceOf(RedisTimeoutException.class)
                .hasMessageContaining("command-timeout")
                .hasMessageContaining("127.0.0.1:" + proxy.port());
        server.resume();
        await().untilAsserted(() -> assertThat(read.late).isDone());
        assertThat(text(read.late.join())).isEqualTo("v");
        assertThat(read.calls).hasValue(1);
        await().until(this::coherent);
        await().untilAsserted(() -> assertThat(text(get(redis, "k").await())).isEqualTo("v"));
    }

    @Test
    void stalledServer_refusesAtOnce() {
        proxy.blackHoleReplies();
        await().until(() -> recorder.events.contains("down STALLED"));
        long before = System.nanoTime();
        assertThat(get(redis, "k").failure())
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("heartbeat");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(200));
        assertThat(redis.available(bytes("k"))).isFalse();
        proxy.heal();
        await().until(() -> redis.available(bytes("k")));
    }

    @Test
    void blackHole_lapsesTheProofThenReplacesTheConnection() {
        proxy.blackHole();
        long faultAt = System.nanoTime();
        lapsesInTime(faultAt);
        await().atMost(10, TimeUnit.SECONDS).until(() -> recorder.events.contains("down DOWN"));
        proxy.heal();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
        assertThat(redis.stats().reconnects()).isEqualTo(1);
        assertThat(List.copyOf(recorder.events)).containsSubsequence("down DOWN", "flush", "connect", "up UP");
        assertThat(recorder.events).doesNotContain("connect changed");
    }

    @Test
    void kill_ofTheServer_thenRestart_saysThatThePrimaryChanged() {
        server.kill();
        long faultAt = System.nanoTime();
        lapsesInTime(faultAt);
        await().until(() -> recorder.events.contains("down DOWN"));
        assertThat(get(redis, "k").failure())
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + proxy.port());
        assertThat(coherent()).isFalse();
        server.restart();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
        assertThat(List.copyOf(recorder.events)).containsSubsequence("down DOWN", "flush", "connect changed", "up UP");
        assertThat(get(redis, "k").await()).isNull();
    }

    @Test
    void reset_withCommandsUnderWay_reportsThemAsUnknown() {
        proxy.holdReplies();
        Outcomes<String> write = set(redis, "k", "v");
        await().until(() -> proxy.heldReplyBytes() > 0);
        proxy.reset();
        assertThat(write.failure())
                .isInstanceOf(RedisTimeoutException.class)
                .hasMessageContaining("may have been executed");
        proxy.heal();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
    }

    @Test
    void reconnect_withFirstCalls_sendsThemBeforeAnythingElse() {
        Outcomes<String> first = new Outcomes<>();
        recorder.onConnect = () -> List.of(new Call<>(Command.set(bytes("first"), bytes("1"), 60_000), first));
        proxy.clearCommandLog();
        proxy.reset();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
        assertThat(first.await()).isEqualTo("OK");
        List<String> log = proxy.commandLog();
        List<String> afterTracking = log.subList(log.lastIndexOf("CLIENT"), log.size());
        // TRACKING, then the TIME of the handshake, then the first call, then heartbeats
        assertThat(afterTracking).startsWith("CLIENT", "TIME", "SET", "TIME");
    }

    @Test
    void reconnect_whileFirstCallsAreNotAnswered_provesNothingAndStartsAgain() {
        recorder.onConnect = () -> {
            proxy.blackHoleReplies();
            return List.of(new Call<>(Command.set(bytes("first"), bytes("1"), 60_000), new Outcomes<>()));
        };
        proxy.reset();
        await().until(() -> recorder.events.stream().filter("connect"::equals).count() == 2);
        assertThat(coherent()).isFalse();
        assertThat(redis.available(bytes("k"))).isFalse();
        recorder.onConnect = List::of;
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> redis.links().iterator().next().detail().contains("connect-timeout"));
        assertThat(coherent()).isFalse();
        proxy.heal();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
    }

    @Test
    void scriptFlush_thenScript_isLoadedAgain() {
        String source = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
        Script script = new Script("add", source, CommandsIT.sha(source));
        Command<Long> add = Command.script(script, List.of(bytes("n")), List.of(bytes("5")));
        assertThat(send(redis, add).await()).isEqualTo(5);
        proxy.clearCommandLog();
        assertThat(Raw.say(server.port(), "SCRIPT FLUSH")).isEqualTo("+OK");
        assertThat(send(redis, add).await()).isEqualTo(10);
        assertThat(send(redis, add).await()).isEqualTo(15);
        assertThat(proxy.commandLog().stream().filter(name -> !name.equals("TIME")))
                .containsExactly("EVALSHA", "SCRIPT", "EVALSHA", "EVALSHA");
        proxy.clearCommandLog();
        server.kill();
        await().until(() -> recorder.events.contains("down DOWN"));
        server.restartEmpty();
        await().atMost(20, TimeUnit.SECONDS).until(this::coherent);
        assertThat(send(redis, add).await()).isEqualTo(5);
        assertThat(proxy.commandLog()).contains("SCRIPT", "EVALSHA");
    }

    @Test
    void close_withCommandsUnderWay_failsThemAndEndsEveryThread() {
        proxy.blackHoleReplies();
        Outcomes<String> write = set(redis, "k", "v");
        await().until(() -> proxy.heldReplyBytes() > 0);
        redis.close();
        assertThat(write.failure()).isInstanceOf(RedisException.class);
        assertThat(get(redis, "k").failure()).isInstanceOf(RedisUnavailableException.class);
        assertThat(coherent()).isFalse();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("larder-redis-")));
    }
}
