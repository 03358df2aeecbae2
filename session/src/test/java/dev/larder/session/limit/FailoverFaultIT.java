package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.embedded.EmbeddedSentinel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a failover costs: replication is asynchronous, so the new primary may not know the last calls. */
final class FailoverFaultIT {

    private static final int BURST = 100;

    private static int allowedOf(int calls, Limits limits, Limit limit) {
        int allowed = 0;
        for (int i = 0; i < calls; i++) {
            allowed += limits.tryAcquire(limit, "k").allowed() ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void tryAcquire_acrossAFailover_allowsAtMostOneBurstMore() {
        Limit limit = Limit.builder("failover", Algorithm.Gcra.of(BURST, Duration.ofDays(300)))
                .onOutage(new OnOutage.Closed())
                .build();
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.start("grounds");
                Larder larder = Larder.builder()
                        .redis(sentinel.uri())
                        .hashSecret(OneRedis.SECRET)
                        .build()) {
            Limits limits = Limits.on(larder, spec -> spec.longestNote(Duration.ZERO));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> limits.tryAcquire(limit, "warm").allowed());
            int allowed = allowedOf(BURST / 2, limits, limit);
            EmbeddedRedis primary = sentinel.primary();
            EmbeddedRedis replica = sentinel.replica();
            replica.pause();
            allowed += allowedOf(BURST, limits, limit);
            assertThat(allowed).isEqualTo(BURST);

            primary.kill();
            replica.resume();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> limits.tryAcquire(limit, "warm", 0).basis() == Decision.Basis.SERVER);

            allowed += allowedOf(2 * BURST, limits, limit);
            assertThat(allowed).isBetween(BURST, 2 * BURST);
            assertThat(limits.tryAcquire(limit, "k")).isInstanceOf(Decision.Denied.class);
        }
    }
}
