package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EmbeddedClusterIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    /** The slot of the key {@code foo}. */
    private static final int FOO = 12_182;

    @Test
    void start_threePrimaries_shareAllSlots() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(3);
                RespClient second = cluster.nodes().get(1).connect(SOON);
                RespClient third = cluster.nodes().get(2).connect(SOON)) {
            assertThat(cluster.nodes()).hasSize(3);
            assertThat(cluster.indexOf(0)).isZero();
            assertThat(cluster.indexOf(FOO)).isEqualTo(2);
            assertThat(cluster.indexOf(16_383)).isEqualTo(2);
            assertThat(cluster.uri()).matches("redis-cluster://(127\\.0\\.0\\.1:\\d+,?){3}");
            assertThat(third.text("SET", "foo", "1")).isEqualTo("OK");
            assertThatThrownBy(() -> second.call("GET", "foo"))
                    .hasMessage("MOVED " + FOO + " 127.0.0.1:"
                            + cluster.nodes().get(2).port());
        }
    }

    @Test
    void migrateSlot_withKeys_movesThemAndTheOldOwnerSaysMoved() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(2);
                RespClient first = cluster.nodes().get(0).connect(SOON);
                RespClient second = cluster.nodes().get(1).connect(SOON)) {
            for (int i = 0; i < 250; i++) {
                second.call("SET", "{foo}" + i + "\u00ff\u0000", "v" + i);
            }
            cluster.migrateSlot(FOO, 1, 0);
            assertThat(first.text("GET", "{foo}249\u00ff\u0000")).isEqualTo("v249");
            assertThat(first.text("DBSIZE")).isEqualTo("250");
            assertThatThrownBy(() -> second.call("GET", "foo")).hasMessageStartingWith("MOVED " + FOO);
        }
    }

    @Test
    void start_withReplicas_replicates() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(2, 1);
                RespClient primary = cluster.nodes().get(1).connect(SOON);
                RespClient replica = cluster.nodes().get(3).connect(SOON)) {
            assertThat(replica.text("INFO", "replication"))
                    .contains("master_port:" + cluster.nodes().get(1).port());
            primary.call("SET", "foo", "1");
            assertThat(primary.text("WAIT", "1", "5000")).isEqualTo("1");
        }
    }

    @Test
    void node_restarted_isInTheClusterAgain() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(2)) {
            EmbeddedRedis node = cluster.nodes().get(1);
            node.restart();
            Poll.until("the node is back", Duration.ofSeconds(30), () -> {
                try (RespClient client = node.connect(SOON)) {
                    return client.text("SET", "foo", "1").equals("OK");
                }
            });
        }
    }
}
