package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HotKeyTest {

    private static final long SECOND = 1_000_000_000;
    private static final long SHARE = 10;
    private static final long START = Long.MAX_VALUE - SECOND;

    private final HotKey key = new HotKey(SHARE, START);

    private void ask(int times, long now) {
        for (int i = 0; i < times; i++) {
            key.take(1, now);
        }
    }

    @Test
    void mustFill_lessThanAShareASecond_never() {
        ask(9, START);
        assertThat(key.mustFill()).isFalse();
        ask(9, START + SECOND);
        assertThat(key.mustFill()).isFalse();
    }

    @Test
    void mustFill_aShareWithinASecond_once() {
        ask(10, START);

        assertThat(key.mustFill()).isTrue();
        assertThat(key.mustFill()).isFalse();
    }

    @Test
    void take_filled_givesTheShareAndNoMore() {
        ask(10, START);
        key.mustFill();
        key.filled(START);

        assertThat(key.take(7, START)).isTrue();
        assertThat(key.take(4, START)).isFalse();
        assertThat(key.take(3, START)).isTrue();
        assertThat(key.take(1, START)).isFalse();
    }

    @Test
    void take_aSecondAfterItWasAskedFor_givesNothing() {
        key.filled(START);

        assertThat(key.take(1, START + SECOND - 1)).isTrue();
        assertThat(key.take(1, START + SECOND)).isFalse();
        assertThat(key.left()).isZero();
    }

    @Test
    void mustFill_afterTheServerRefused_whenItIsHotAnew() {
        ask(10, START);
        key.mustFill();
        key.notFilled(START);

        assertThat(key.mustFill()).isFalse();
        ask(10, START);
        assertThat(key.mustFill()).isTrue();
    }

    @Test
    void giveBack_unused_canBeTakenAgainWhileTheShareIsGood() {
        key.filled(START);
        key.take(4, START);

        assertThat(key.giveBack(100, START)).isTrue();
        assertThat(key.left()).isEqualTo(SHARE);
        assertThat(key.giveBack(1, START + SECOND)).isFalse();
    }
}
