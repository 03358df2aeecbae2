package dev.larder.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.far.RedisKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stays pending when invalidations of one key overtake each other. */
class JournalTest {

    private final AtomicInteger overflows = new AtomicInteger();
    private final Journal journal = new Journal(2, Duration.ofSeconds(30), () -> 0, overflows::incrementAndGet);

    private static Journal.Item.Key item(String key) {
        return new Journal.Item.Key(new RedisKey(key.getBytes(StandardCharsets.UTF_8)), List.of("cache:c"));
    }

    @Test
    void delivered_earlierThanTheOneThatFailed_leavesItPending() {
        long first = journal.begin();
        long second = journal.begin();
        journal.failed(item("k"), second);

        journal.delivered(item("k"), first);

        assertThat(journal.pendingKey(item("k").key())).isTrue();
    }

    @Test
    void delivered_laterThanTheOneThatFailed_standsForBoth() {
        journal.failed(item("k"), journal.begin());

        journal.delivered(item("k"), journal.begin());

        assertThat(journal.anyPending()).isFalse();
    }

    @Test
    void failed_outOfOrder_keepsTheNewest() {
        long first = journal.begin();
        long second = journal.begin();
        journal.failed(item("k"), second);
        journal.failed(item("k"), first);

        journal.delivered(item("k"), first);

        assertThat(journal.pending()).isEqualTo(1);
    }

    @Test
    void failed_noRoom_tagStandsInForAllAndIsNewerThanEachOfThem() {
        long oldest = journal.begin();
        long tagSent = journal.begin();
        journal.failed(item("a"), journal.begin());
        journal.failed(item("b"), journal.begin());
        journal.failed(item("c"), oldest);

        journal.delivered(new Journal.Item.Tag("cache:c"), tagSent);

        assertThat(overflows).hasValue(1);
        assertThat(journal.pendingTag("cache:c")).isTrue();
        assertThat(journal.pending()).isEqualTo(1);
    }
}
