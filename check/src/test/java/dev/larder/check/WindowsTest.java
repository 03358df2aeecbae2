package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {

    private final Windows windows = new Windows();

    @Test
    void touch_nothingAdded_isNever() {
        assertThat(windows.touch(Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void touch_bothEndsIncluded() {
        windows.add(10, 20);

        assertThat(windows.touch(5, 9)).isFalse();
        assertThat(windows.touch(5, 10)).isTrue();
        assertThat(windows.touch(12, 13)).isTrue();
        assertThat(windows.touch(5, 25)).isTrue();
        assertThat(windows.touch(20, 25)).isTrue();
        assertThat(windows.touch(21, 25)).isFalse();
    }

    @Test
    void add_oneWithinAnother_keepsTheLonger() {
        windows.add(10, 100);
        windows.add(20, 30);
        windows.add(5, 12);

        assertThat(windows.touch(90, 95)).isTrue();
        assertThat(windows.touch(6, 6)).isTrue();
    }

    @Test
    void add_oneThatBridgesTwo_leavesNoGap() {
        windows.add(10, 20);
        windows.add(40, 50);
        windows.add(15, 45);
        windows.add(60, 70);

        assertThat(windows.touch(30, 31)).isTrue();
        assertThat(windows.touch(51, 59)).isFalse();
        assertThat(windows.touch(65, 65)).isTrue();
    }
}
