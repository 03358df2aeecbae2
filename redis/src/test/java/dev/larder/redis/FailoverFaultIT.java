package dev.larder.redis;

import static dev.larder.redis.Outcomes.bytes;
import static dev.larder.redis.Outcomes.get;
import static dev.larder.redis.Outcomes.set;
import static dev.larder.redis.Outcomes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.embedded.EmbeddedCluster;
import dev.larder.embedded.EmbeddedSentinel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailoverFaultIT {

    private final Recorder recorder = new Recorder();

    @Test
    void sentinel_afterFailover_followsToTheNewPrimary() {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds");
                Redis redis = recorder.connect(sentinel.uri())) {
            set(redis, "k", "v").await();
            assertThat(redis.links())
                    .singleElement()
                    .satisfies(link -> assertThat(link.address())
                            .endsWith(":" + sentinel.primary().port()));
            await().until(() -> redis.coherent(System.nanoTime()));
            int promoted = sentinel.failover().port();
            await().atMost(60, TimeUnit.SECONDS)
                    .until(() -> redis.coherent(System.nanoTime())
                            && redis.links().iterator().next().address().endsWith(":" + promoted));
            assertThat(List.copyOf(recorder.events))
                    .containsSubsequence("flush", "connect", "flush", "connect changed");
            assertThat(set(redis, "k", "w").await()).isEqualTo("OK");
        }
    }

    @Test
    void sentinel_withAnUnknownName_saysSo() {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds");
                Redis redis = recorder.open(sentinel.uri().replace("#grounds", "#wrong"))) {
            assertThat(redis.ready())
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("watches no primary called 'wrong'")
                    .withMessageContaining("SENTINEL MASTERS");
            assertThat(get(redis, "k").failure()).isInstanceOf(RedisUnavailableException.class);
        }
    }

    @Test
    void cluster_afterFailover_flushesTheSlotsAndFollows() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(3, 1);
                Redis redis = recorder.connect(cluster.uri())) {
            int index = cluster.indexOf(redis.slot(bytes("k")));
            set(redis, "k", "v").await();
            await().until(() -> redis.coherent(System.nanoTime()));
            cluster.nodes().get(index).kill();
            await().until(() -> !redis.coherent(System.nanoTime()));
            await().atMost(60, TimeUnit.SECONDS).until(() -> redis.coherent(System.nanoTime()));
            assertThat(recorder.events).contains("connect changed");
            assertThat(text(get(redis, "k").await())).isEqualTo("v");
        }
    }
}
