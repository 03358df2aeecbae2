package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.chaos.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUserIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final ServerUser READER =
            new ServerUser("reader", "of-mine", List.of("reset", "-@all", "+get", "+ping", "(+exists ~b:*)", "~a:*"));

    private static RespClient asReader(EmbeddedRedis server) throws IOException {
        RespClient client = RespClient.connect(server.port(), SOON);
        client.call("AUTH", READER.name(), READER.password());
        return client;
    }

    @Test
    void uri_ofAServerWithAUser_logsInAsThatUser() throws IOException {
        try (EmbeddedRedis server = EmbeddedRedis.builder().user(READER).start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port())) {
            assertThat(server.uri()).isEqualTo("redis://reader:of-mine@127.0.0.1:" + server.port());
            assertThat(server.uri(proxy)).isEqualTo("redis://reader:of-mine@127.0.0.1:" + proxy.port());
            assertThat(server.toString() + READER).doesNotContain("of-mine");
            try (RespClient client = asReader(server)) {
                assertThat(client.text("GET", "a:1")).isEmpty();
                assertThat(client.text("EXISTS", "b:1")).isEqualTo("0");
            }
            server.restart();
            try (RespClient client = asReader(server)) {
                assertThat(client.text("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void close_afterARefusal_failsAndSaysOfWhat() throws IOException {
        EmbeddedRedis server = EmbeddedRedis.builder().user(READER).start();
        long pid = server.pid();
        try (RespClient client = asReader(server)) {
            assertThatThrownBy(() -> client.call("SET", "a:1", "secret")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> client.call("GET", "b:1")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> client.call("AUTH", "reader", "wrong")).hasMessageStartingWith("WRONGPASS");
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContainingAll("ServerUser[reader", "command set (toplevel)", "key b:1 (toplevel)")
                .hasMessageNotContaining("auth")
                .hasMessageNotContaining("secret");
        assertThat(ProcessHandle.of(pid)).isEmpty();
        server.close();
    }

    @Test
    void uri_ofClusterAndSentinels_logsIn() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(2, 0, READER)) {
            assertThat(cluster.uri())
                    .matches("redis-cluster://reader:of-mine@127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.1:\\d+");
            asReader(cluster.nodes().get(1)).close();
        }
        ServerUser onSentinels = new ServerUser("reader", "of-mine", List.of("reset", "+ping"));
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds", 2, READER, onSentinels)) {
            assertThat(sentinel.uri()).startsWith("redis-sentinel://reader:of-mine@127.0.0.1:");
            asReader(sentinel.primary()).close();
            asReader(sentinel.sentinels().get(1)).close();
            try (RespClient stranger =
                    RespClient.connect(sentinel.sentinels().get(0).port(), SOON)) {
                assertThatThrownBy(() -> stranger.call("SENTINEL", "MASTERS")).hasMessageStartingWith("NOAUTH");
            }
        }
        ServerUser other = new ServerUser("other", "of-mine", List.of());
        assertThatThrownBy(() -> EmbeddedSentinel.start("grounds", 1, READER, other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void property_givesAServerItsUser() {
        System.setProperty("larder.embedded.user.cluster", READER.toProperty());
        try {
            assertThat(ServerUser.byProperty(ServerSpec.Role.CLUSTER_NODE)).isEqualTo(READER);
            assertThat(ServerUser.byProperty(ServerSpec.Role.SERVER)).isNull();
            System.setProperty("larder.embedded.user.cluster", "nobody");
            assertThatThrownBy(() -> ServerUser.byProperty(ServerSpec.Role.CLUSTER_NODE))
                    .hasMessageContaining("larder.embedded.user.cluster");
        } finally {
            System.clearProperty("larder.embedded.user.cluster");
        }
    }

    @ParameterizedTest
    @CsvSource({"two words,p,+get", "u,p@ss,+get", "u,p,'+get\n+set'", "u,p,\"", "'',p,+get", "u,'',+get", "u,p,' '"})
    void user_thatBreaksTheFile_isRefused(String name, String password, String rule) {
        List<String> rules = List.of(rule);
        assertThatThrownBy(() -> new ServerUser(name, password, rules)).isInstanceOf(IllegalArgumentException.class);
    }
}
