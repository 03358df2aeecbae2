package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits whose keys lie in several slots. */
final class ClusterIT {

    private static final Limit FIVE = Limit.of("five", Algorithm.Gcra.of(5, Duration.ofDays(1)));
    private static final Limit ONE = Limit.of("one", Algorithm.SlidingWindow.of(1, Duration.ofDays(1)));
    private static final Limit AT_ONCE = Limit.of("at-once", new Algorithm.Concurrent(5, Duration.ofDays(1)));

    @Test
    void tryAcquire_oneSlotDenies_givesBackWhatOthersTook() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(3);
                Larder larder = OneRedis.larder(cluster.uri())) {
            Limits limits = Limits.on(larder, spec -> spec.longestNote(Duration.ZERO));
            for (int user = 0; user < 20; user++) {
                String key = "user" + user;
                List<Ask> all = List.of(Ask.of(FIVE, key), Ask.of(ONE, key), Ask.of(AT_ONCE, key));
                assertThat(limits.tryAcquire(all).allowed()).isTrue();

                Decision denied = limits.tryAcquire(all);

                assertThat(denied)
                        .isInstanceOfSatisfying(
                                Decision.Denied.class,
                                its -> assertThat(its.by()).containsExactly(ONE));
                assertThat(denied.standings()).hasSize(3);
                await().until(() -> limits.tryAcquire(FIVE, key, 0)
                                        .standings()
                                        .get(0)
                                        .remaining()
                                == 4
                        && limits.tryAcquire(AT_ONCE, key, 0).standings().get(0).remaining() == 4);
            }
        }
    }
}
