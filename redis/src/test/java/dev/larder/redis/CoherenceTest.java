package dev.larder.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoherenceTest {

    private static final long BOUND = Duration.ofSeconds(100).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static final class FakeLink implements Coherence.Witness {
        boolean lost;

        @Override
        public boolean isLost() {
            return lost;
        }
    }

    private final Coherence coherence = new Coherence(BOUND);
    private final FakeLink one = new FakeLink();
    private final FakeLink two = new FakeLink();
    private final long now = System.nanoTime();

    private static ServerClock sentAt(long nanos, long millis) {
        return new ServerClock(millis, nanos, nanos + 1);
    }

    private boolean holds() {
        return coherence.holds(System.nanoTime());
    }

    @Test
    void holds_beforeAnyProof_isFalse() {
        assertThat(holds()).isFalse();
        coherence.members(List.of());
        assertThat(holds()).isFalse();
        coherence.members(List.of("A"));
        coherence.join("A", one);
        assertThat(holds()).isFalse();
    }

    @Test
    void holds_upToTheBoundAfterSending() {
        coherence.members(List.of("A"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(coherence.holds(now + BOUND - 1)).isTrue();
        assertThat(coherence.holds(now + BOUND)).isFalse();
    }

    @Test
    void prove_beforeJoining_isIgnored() {
        coherence.members(List.of("A"));
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(holds()).isFalse();
    }

    @Test
    void prove_byTheLinkBefore_isIgnored() {
        coherence.members(List.of("A"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        coherence.join("A", two);
        assertThat(holds()).isFalse();
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(holds()).isFalse();
        coherence.prove("A", two, sentAt(now, 5));
        assertThat(holds()).isTrue();
    }

    @Test
    void loss_inWhicheverOrder_endsTheProof() {
        coherence.members(List.of("A"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        one.lost = true;
        coherence.leave("A", one);
        assertThat(holds()).isFalse();
        coherence.prove("A", one, sentAt(now, 5));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(holds()).isFalse();
    }

    @Test
    void stall_endsTheProofUntilTheNextAnswer() {
        coherence.members(List.of("A"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        coherence.leave("A", one);
        assertThat(holds()).isFalse();
        coherence.prove("A", one, sentAt(now + SECOND, 5));
        assertThat(holds()).isTrue();
    }

    @Test
    void severalPrimaries_holdAsLongAsTheOldestProof() {
        coherence.members(List.of("A", "B"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(holds()).isFalse();
        coherence.join("B", two);
        coherence.prove("B", two, sentAt(now + SECOND, 5));
        assertThat(coherence.holds(now + BOUND - 1)).isTrue();
        assertThat(coherence.holds(now + BOUND)).isFalse();
        coherence.prove("A", one, sentAt(now + 2 * SECOND, 5));
        assertThat(coherence.holds(now + BOUND)).isTrue();
        assertThat(coherence.holds(now + SECOND + BOUND)).isFalse();
    }

    @Test
    void memberThatOwnsNothingMore_isNotNeeded() {
        coherence.members(List.of("A", "B"));
        coherence.join("A", one);
        coherence.prove("A", one, sentAt(now, 5));
        assertThat(holds()).isFalse();
        coherence.members(List.of("A"));
        assertThat(holds()).isTrue();
        coherence.members(List.of("A", "C"));
        assertThat(holds()).isFalse();
    }

    @Test
    void clock_ofSeveral_isTheOneAhead() {
        assertThat(coherence.clock().latestMillis(System.nanoTime()))
                .isBetween(System.currentTimeMillis() - 1000, System.currentTimeMillis() + 1000);
        coherence.members(List.of("A", "B"));
        coherence.join("A", one);
        coherence.join("B", two);
        coherence.prove("A", one, sentAt(now, 9_000_000));
        coherence.prove("B", two, sentAt(now, 1_000));
        assertThat(coherence.clock().serverMillis()).isEqualTo(9_000_000);
    }

    @Test
    void clock_ofOne_isItsOwn() {
        coherence.members(List.of("A", "B"));
        coherence.join("A", one);
        coherence.join("B", two);
        coherence.prove("A", one, sentAt(now, 9_000_000));
        assertThat(coherence.clock("B")).isNull();
        coherence.prove("B", two, sentAt(now, 1_000));
        assertThat(coherence.clock("A")).isEqualTo(sentAt(now, 9_000_000));
        assertThat(coherence.clock("B")).isEqualTo(sentAt(now, 1_000));
        coherence.members(List.of("A"));
        assertThat(coherence.clock("B")).isNull();
    }

    @Test
    void until_oneOfTwoLost_staysWhereItLapsed() {
        coherence.members(List.of("A", "B"));
        coherence.join("A", one);
        coherence.join("B", two);
        coherence.prove("A", one, sentAt(now, 1));
        coherence.prove("B", two, sentAt(now, 1));
        two.lost = true;
        coherence.leave("B", two);
        long lapsed = coherence.until();

        coherence.prove("A", one, sentAt(now + SECOND, 2));
        coherence.members(List.of("A", "B"));

        assertThat(coherence.until()).isEqualTo(lapsed);
    }
}
