package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How a process makes room for new keys in an outage. */
final class OutageTest {

    private static final int KEYS = 16;
    private static final long MILLI = 1_000_000;
    private static final Limit BRIEF = Limit.of("brief", Algorithm.Gcra.of(1, Duration.ofMillis(50)));

    /** Across the end of the numbers, as System.nanoTime allows. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 60 * MILLI);

    private final Outage outage = new Outage(KEYS, now::get);

    private static Decision take(Outage outage, String key) {
        Place place = new Place(BRIEF, key, Form.of(BRIEF.algorithm()), new byte[0], new byte[0], 0, 0);
        return outage.decide(List.of(new Want(place, Ask.of(BRIEF, key), 0, "")));
    }

    private static void fill(Outage outage) {
        for (int i = 0; i < KEYS; i++) {
            assertThat(take(outage, "key" + i).allowed()).isTrue();
        }
    }

    @Test
    void decide_noRoom_isUnavailableForNewKeysAlone() {
        fill(outage);

        assertThat(take(outage, "new")).isEqualTo(new Decision.Unavailable(BRIEF));
        assertThat(take(outage, "key3")).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void decide_noRoomAndSomeAtRest_makesRoom() {
        fill(outage);
        now.addAndGet(50 * MILLI);

        assertThat(take(outage, "new").allowed()).isTrue();
    }

    /** Strangers choose keys: a look at all shares for each new one would be theirs to ask for. */
    @Test
    void decide_noRoomAMomentAgo_looksAgainAfterAPause() {
        fill(outage);
        assertThat(take(outage, "new").allowed()).isFalse();
        now.addAndGet(99 * MILLI);
        assertThat(take(outage, "new").allowed()).isFalse();
        now.addAndGet(MILLI);

        assertThat(take(outage, "new").allowed()).isTrue();
    }

    @Test
    void decide_aLookHasTakenLong_pausesForLonger() {
        AtomicInteger readings = new AtomicInteger();
        int endOfTheLook = KEYS + 3;
        Outage slow = new Outage(
                KEYS, () -> readings.incrementAndGet() == endOfTheLook ? now.addAndGet(10 * MILLI) : now.get());
        fill(slow);
        assertThat(take(slow, "new").allowed()).isFalse();
        now.addAndGet(199 * MILLI);
        assertThat(take(slow, "new").allowed()).isFalse();
        now.addAndGet(MILLI);

        assertThat(take(slow, "new").allowed()).isTrue();
    }
}
