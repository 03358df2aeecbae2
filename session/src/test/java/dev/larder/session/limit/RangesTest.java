package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RangesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limit TEN = Limit.of("ten", Algorithm.Gcra.of(10, SECOND));
    private static final Limit CALLS = Limit.of("calls", new Algorithm.Concurrent(5, SECOND));

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("one a microsecond, which are 1000000", () -> Algorithm.Gcra.of(1_000_001, SECOND)),
                refused("gcra: 0 permits", () -> Algorithm.Gcra.of(0, SECOND)),
                refused("per is PT0.000999S", () -> Algorithm.Gcra.of(1, Duration.ofNanos(999_000))),
                refused("whole microseconds", () -> Algorithm.Gcra.of(1, SECOND.plusNanos(1))),
                refused("366 days", () -> Algorithm.Gcra.of(1, Duration.ofDays(367))),
                refused("a burst of 0", () -> new Algorithm.Gcra(1, SECOND, 0)),
                refused("come back within 366 days", () -> new Algorithm.Gcra(1, Duration.ofDays(1), 367)),
                refused("come back within 366 days", () -> new Algorithm.Gcra(1, SECOND, Long.MAX_VALUE)),
                refused("1 to 60", () -> new Algorithm.SlidingWindow(1, SECOND, 61)),
                refused("from 10 ms", () -> new Algorithm.SlidingWindow(1, Duration.ofMillis(9), 10)),
                refused("4000000000", () -> Algorithm.SlidingWindow.of(4_000_000_001L, SECOND)),
                refused("1000000 are possible", () -> new Algorithm.Concurrent(1_000_001, SECOND)),
                refused("lease is PT0S", () -> new Algorithm.Concurrent(1, Duration.ZERO)),
                refused("the name of a limit", () -> Limit.of("Upper", TEN.algorithm())),
                refused(
                        "at most a tenth",
                        () -> Limit.builder("x", TEN.algorithm()).localShare(2).build()),
                refused(
                        "concurrent permits",
                        () -> Limit.builder("x", CALLS.algorithm())
                                .localShare(1)
                                .build()),
                refused("0 to 10", () -> new Ask(TEN, "k", 11)),
                refused("0 to 10", () -> new Ask(TEN, "k", -1)),
                refused("one by one", () -> new Ask(CALLS, "k", 2)),
                refused("above 0 and at most 1", () -> new OnOutage.Local(Double.NaN)),
                refused("local 0.25 of 3,", () -> local(new Algorithm.Gcra(100, SECOND, 3), 0.25)),
                refused("less than one permit", () -> local(Algorithm.SlidingWindow.of(99, SECOND), 0.01)),
                refused("larger share", () -> local(new Algorithm.Concurrent(1, SECOND), 0.5)),
                refused("local-keys 15", () -> new LimitsSpec().localKeys(15)),
                refused("longest-note", () -> new LimitsSpec().longestNote(Duration.ofHours(2))));
    }

    private static Limit local(Algorithm algorithm, double part) {
        return Limit.builder("x", algorithm).onOutage(new OnOutage.Local(part)).build();
    }

    /** 1 / 49.0 is no exact number, and 49 of them are less than 1. */
    @Test
    void local_oneOfAsManyProcessesAsPermits_isOnePermit() {
        for (int n = 1; n <= 1_000; n++) {
            Algorithm.Gcra gcra = Algorithm.Gcra.of(n, SECOND);

            assertThat(local(gcra, 1.0 / n).algorithm()).isEqualTo(gcra);
            assertThat(LocalShare.whole(n, 1.0 / n)).isEqualTo(1);
            assertThat(LocalShare.whole(n, 1.0 / (n + 1))).isZero();
        }
    }

    private static Arguments refused(String said, ThrowingCallable made) {
        return Arguments.of(said, made);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void setting_outOfRange_isRefusedAndSaysWhatIsPossible(String said, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(said);
    }

    @Test
    void texts_ofAsksAndPermits_showNoKey() {
        assertThat(List.of(Ask.of(TEN, "somebody"), new Permit(CALLS, "somebody", "an-id", false))
                        .toString())
                .isEqualTo("[Ask[ten, 1], Permit[calls]]");
    }
}
