package dev.larder.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.outage.Journal.Order;
import dev.larder.redis.Command;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which orders stay pending, and which are repeated, when those of one name overtake each other. */
class OrdersTest {

    private static final Duration RETENTION = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger overflows = new AtomicInteger();
    private final Journal journal = new Journal(2, RETENTION, now::get, overflows::incrementAndGet);
    private final Orders orders = new Orders(2, RETENTION.toNanos());

    private final Journal.Hold hold = new Journal.Hold() {
        @Override
        public void begin() {
            held.incrementAndGet();
        }

        @Override
        public void end() {
            held.decrementAndGet();
        }
    };

    private Order order(String name) {
        return new Order(name, journal.begin(), Command.delete(new byte[] {1}), hold);
    }

    @AfterEach
    void checkHolds() {
        assertThat(held).as("as many are held as are pending").hasValue(journal.pending() + orders.pending());
    }

    @Test
    void failed_overtakenByANewerAcknowledged_isNotPending() {
        Order first = order("a");
        Order second = order("a");
        journal.delivered(second);

        assertThat(journal.failed(first)).isTrue();

        assertThat(journal.pending()).isZero();
    }

    @Test
    void delivered_earlierThanTheOneThatFailed_leavesItPending() {
        Order first = order("a");
        Order second = order("a");
        journal.failed(second);

        journal.delivered(first);

        assertThat(journal.pending()).isOne();
        journal.delivered(second);
        assertThat(journal.anyPending()).isFalse();
    }

    @Test
    void failed_outOfOrder_keepsTheNewest() {
        Order first = order("a");
        Order second = order("a");
        orders.failed(second);
        orders.failed(first);

        assertThat(orders.toReplay(false, 0)).containsExactly(second);
    }

    @Test
    void failed_inOrder_keepsTheNewest() {
        Order first = order("a");
        Order second = order("a");
        orders.failed(first);
        orders.failed(second);

        assertThat(orders.toReplay(false, 0)).containsExactly(second);
    }

    @Test
    void failed_noRoom_isRefusedUnlessOneOfItsNameWaits() {
        assertThat(orders.failed(order("a"))).isTrue();
        assertThat(orders.failed(order("b"))).isTrue();

        assertThat(orders.failed(order("c"))).isFalse();
        assertThat(orders.failed(order("a"))).isTrue();

        assertThat(orders.pending()).isEqualTo(2);
    }

    @Test
    void failed_noRoomForKeys_isNotConcerned() {
        for (int i = 0; i < 2; i++) {
            journal.failed(new Journal.Item.Tag("tag" + i), journal.begin());
        }

        assertThat(journal.failed(order("a"))).isTrue();

        assertThat(journal.pending()).isEqualTo(3);
        journal.delivered(new Order("a", journal.begin(), Command.delete(new byte[] {1}), hold));
        assertThat(overflows).hasValue(0);
        journal.delivered(new Journal.Item.Tag("tag0"), journal.begin());
        journal.delivered(new Journal.Item.Tag("tag1"), journal.begin());
    }

    @Test
    void toReplay_primaryReplaced_repeatsTheNewestAcknowledgedWithinTheRetention() {
        Order old = order("old");
        orders.delivered(old, 0);
        Order first = order("a");
        Order second = order("a");
        orders.delivered(second, 1);
        orders.delivered(first, 2);
        Order pending = order("b");
        orders.failed(pending);

        assertThat(orders.toReplay(true, RETENTION.toNanos())).containsExactly(second, pending);
        assertThat(orders.toReplay(false, 0)).containsExactly(pending);
    }

    @Test
    void notRepeated_noRoom_isPendingAllTheSame() {
        Order promised = order("a");
        orders.delivered(promised, 0);
        orders.failed(order("b"));
        orders.failed(order("c"));

        orders.notRepeated(promised);

        assertThat(orders.pending()).isEqualTo(3);
        assertThat(orders.toReplay(true, 0)).hasSize(3).contains(promised);
    }

    @Test
    void delivered_moreThanAreKept_forgetsTheFirstAndTellsOnce() {
        for (int i = 0; i <= 20; i++) {
            journal.delivered(order("a" + i));
            assertThat(overflows).hasValue(i < 20 ? 0 : 1);
        }
        journal.delivered(order("b"));
        assertThat(overflows).hasValue(1);

        now.set(RETENTION.toNanos());
        for (int i = 0; i <= 20; i++) {
            journal.delivered(order("c" + i));
        }
        assertThat(overflows).hasValue(2);
    }
}
