package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import dev.larder.redis.RedisConfig.Node;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportIT {

    /** In about every tenth attempt the server is faster than the thread that connects. */
    @Test
    void connect_refusedSoonerThanTheClientLooks_tellsTheReason() {
        try (EmbeddedRedis server =
                EmbeddedRedis.builder().setting("requirepass", "right").start()) {
            RedisConfig config = RedisConfig.parse("redis://:secret@127.0.0.1:" + server.port());
            Transport transport = new Transport(config);
            try {
                for (int attempt = 0; attempt < 500; attempt++) {
                    Throwable failure = transport
                            .connect(new Node("127.0.0.1", server.port()), true, false)
                            .handle((opened, thrown) -> thrown)
                            .toCompletableFuture()
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join();
                    assertThat(Diagnosis.explain("it", config, failure)).isInstanceOf(UnsuitableServerException.class);
                }
            } finally {
                transport.close();
            }
        }
    }
}
