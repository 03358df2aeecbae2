package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Larder;
import dev.larder.embedded.EmbeddedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided while one of three primaries is away, and so the limits of its slots alone. */
final class ClusterFaultIT {

    private static final Limit FIVE = Limit.of("five", Algorithm.Gcra.of(5, Duration.ofDays(1)));
    private static final Limit AT_ONCE = Limit.of("at-once", new Algorithm.Concurrent(5, Duration.ofDays(1)));
    private static final Limit CLOSED = Limit.builder("closed", Algorithm.Gcra.of(5, Duration.ofDays(1)))
            .onOutage(new OnOutage.Closed())
            .build();

    private EmbeddedCluster cluster;
    private Larder larder;
    private Limits limits;

    /** The key of a limit whose server is away. */
    private String away;

    @BeforeEach
    void takeOneAway() {
        cluster = EmbeddedCluster.start(3);
        larder = OneRedis.larder(cluster.uri());
        limits = Limits.on(larder);
        cluster.nodes()
                .forEach(node ->
                        node.command(OneRedis.PATIENCE, "CONFIG", "SET", "cluster-require-full-coverage", "no"));
        cluster.nodes().get(2).kill();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> key(FIVE, Decision.Basis.OUTAGE).isPresent());
        away = key(FIVE, Decision.Basis.OUTAGE).orElseThrow();
    }

    @AfterEach
    void close() {
        larder.close();
        cluster.close();
    }

    private Optional<String> key(Limit limit, Decision.Basis basis) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "key" + i)
                .filter(key -> limits.tryAcquire(limit, key, 0).basis() == basis)
                .findFirst();
    }

    private long remaining(Limit limit, String key) {
        return limits.tryAcquire(limit, key, 0).standings().get(0).remaining();
    }

    @Test
    void tryAcquire_oneSlotIsAway_holdsPermitsOfTheOthersUntilTheyAreReleased() {
        String there = key(AT_ONCE, Decision.Basis.SERVER).orElseThrow();

        Decision.Allowed taken =
                (Decision.Allowed) limits.tryAcquire(List.of(Ask.of(FIVE, away), Ask.of(AT_ONCE, there)));

        assertThat(taken.basis()).isEqualTo(Decision.Basis.OUTAGE);
        assertThat(taken.standings()).extracting(Standing::limit).containsExactly(FIVE, AT_ONCE);
        assertThat(taken.standings()).extracting(Standing::remaining).containsExactly(4L, 4L);
        assertThat(remaining(AT_ONCE, there)).isEqualTo(4);
        assertThat(limits.release(taken.permits().get(0))).isEqualTo(Settlement.DONE);
        assertThat(remaining(AT_ONCE, there)).isEqualTo(5);
    }

    @Test
    void tryAcquire_theShareOfTheSlotAwayIsUsedUp_givesBackWhatOthersTook() {
        String there = key(AT_ONCE, Decision.Basis.SERVER).orElseThrow();
        assertThat(limits.tryAcquire(FIVE, away, 5).allowed()).isTrue();

        Decision denied = limits.tryAcquire(List.of(Ask.of(AT_ONCE, there), Ask.of(FIVE, away)));

        assertThat(denied)
                .isInstanceOfSatisfying(
                        Decision.Denied.class, its -> assertThat(its.by()).containsExactly(FIVE));
        await().until(() -> remaining(AT_ONCE, there) == 5);
    }

    /** A limit that is closed in an outage has none, as long as its own server answers. */
    @Test
    void tryAcquire_oneSlotIsAway_countsAtTheOthersAsEver() {
        String there = key(CLOSED, Decision.Basis.SERVER).orElseThrow();

        Decision.Allowed taken =
                (Decision.Allowed) limits.tryAcquire(List.of(Ask.of(CLOSED, there), Ask.of(FIVE, away)));

        assertThat(remaining(CLOSED, there)).isEqualTo(4);
        assertThat(limits.refund(taken)).isEqualTo(Settlement.DONE);
        assertThat(remaining(CLOSED, there)).isEqualTo(5);
    }
}
