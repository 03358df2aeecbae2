package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedSentinel;
import dev.larder.embedded.ServerUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user hears who lacks a right. */
class PermissionIT {

    private static final List<String> ON_SERVER =
            List.of("reset", "+client|tracking", "+evalsha", "+get", "+info", "+script|load", "+set", "+time", "~a:*");
    private static final List<String> IN_CLUSTER = List.of(
            "reset",
            "+client|tracking",
            "+cluster|slots",
            "+get",
            "+info",
            "+script|load",
            "+time",
            "(+exists %R~larder:heartbeat:[0-9]*)");

    private static ServerUser user(List<String> rules, String... without) {
        List<String> left = new ArrayList<>(rules);
        left.removeAll(List.of(without));
        return new ServerUser("app", "secret", left);
    }

    private static Throwable refusal(String uri) {
        try (Redis redis = new Recorder().open(uri)) {
            Throwable failure = redis.ready()
                    .handle((ready, thrown) -> thrown)
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThat(String.valueOf(failure)).doesNotContain("secret");
            return failure;
        }
    }

    /** The server has done what the test wanted, and is not to complain of it. */
    private static void forget(EmbeddedRedis server) {
        assertThat(server.command(Duration.ofSeconds(5), "ACL", "LOG", "RESET")).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+client|tracking", "+info", "+script|load", "+time"})
    void connect_withoutARight_namesItAndTheRemedy(String right) {
        String script = "return 1";
        assertThat(new Script("one", script, CommandsIT.sha(script))).isNotNull();
        try (EmbeddedRedis server =
                EmbeddedRedis.builder().user(user(ON_SERVER, right)).start()) {
            assertThat(refusal(server.uri()))
                    .isInstanceOf(UnsuitableServerException.class)
                    .message()
                    .contains("user 'app' lacks the right " + right, "NOPERM", "'larder acl --component engine'")
                    .contains("127.0.0.1:" + server.port());
            forget(server);
        }
    }

    @Test
    void command_withoutARight_saysWhatPrintsAllOfThem() {
        try (EmbeddedRedis server =
                EmbeddedRedis.builder().user(user(ON_SERVER)).start()) {
            try (Redis redis = new Recorder().connect(server.uri())) {
                for (String source : List.of("return redis.call('DEL', KEYS[1])", "return redis.call('GET', 'b:1')")) {
                    Script script = new Script("refused", source, CommandsIT.sha(source));
                    assertThat(send(redis, Command.script(script, List.of(bytes("a:1")), List.of()))
                                    .failure())
                            .isInstanceOf(RedisCommandException.class)
                            .hasMessageContaining("'larder acl --component engine' prints");
                }
                assertThat(get(redis, "b:1").failure())
                        .isInstanceOf(RedisCommandException.class)
                        .hasMessageContaining("'larder acl --component engine' prints");
                get(redis, "a:1").await();
            }
            forget(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+cluster|slots", "(+exists %R~larder:heartbeat:[0-9]*)"})
    void connect_toAClusterWithoutARight_saysWhatPrintsAllOfThem(String right) {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1, 0, user(IN_CLUSTER, right))) {
            assertThat(refusal(cluster.uri()))
                    .isInstanceOf(UnsuitableServerException.class)
                    .message()
                    .contains("NOPERM", "'larder acl --component engine --on cluster'");
            forget(cluster.nodes().get(0));
        }
    }

    @Test
    void heartbeat_thatLosesItsRight_provesNothing() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1, 0, user(IN_CLUSTER));
                LogTap log = new LogTap("dev.larder");
                Redis redis = new Recorder().connect(cluster.uri())) {
            EmbeddedRedis node = cluster.nodes().get(0);
            await().until(() -> redis.coherent(System.nanoTime()));
            assertThat(Raw.say(node.port(), "ACL SETUSER app clearselectors")).isEqualTo("+OK");
            await().until(() -> !redis.coherent(System.nanoTime()));
            await().until(() -> log.lines.stream()
                    .anyMatch(line -> line.startsWith("WARNING")
                            && line.contains("lacks the right (+exists")
                            && line.contains("no near hits")));
            assertThat(Raw.say(node.port(), "ACL SETUSER app \"(+exists %R~larder:heartbeat:[0-9]*)\""))
                    .isEqualTo("+OK");
            await().until(() -> redis.coherent(System.nanoTime()));
            forget(node);
        }
    }

    @Test
    void sentinel_withoutTheRight_saysWhatPrintsIt() {
        try (EmbeddedSentinel sentinel =
                EmbeddedSentinel.start("grounds", 1, user(ON_SERVER), user(List.of("reset")))) {
            assertThat(refusal(sentinel.uri()))
                    .isInstanceOf(UnsuitableServerException.class)
                    .message()
                    .contains("NOPERM", "'larder acl --component engine --on sentinel'");
            forget(sentinel.sentinels().get(0));
        }
    }
}
