package dev.larder.session.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NoteTest {

    private static final long SENT = Long.MAX_VALUE - 1_000;
    private static final Limit LIMIT = Limit.of("limit", Algorithm.Gcra.of(10, Duration.ofMinutes(1)));
    private static final Standing DENIED = new Standing(
            new Ask(LIMIT, "k", 3), 1, Duration.ofSeconds(12), Duration.ofSeconds(3), Duration.ofSeconds(57), 0);

    private static final Form FORM = Form.of(LIMIT.algorithm());

    private static Note note(Duration longest) {
        return Note.of(DENIED, SENT, longest);
    }

    /** Across the end of the numbers, as System.nanoTime allows. */
    private static long after(Duration time) {
        return SENT + time.toNanos();
    }

    @Test
    void answer_beforeTheTime_isADenialWithWhatIsLeft() {
        Standing standing = note(Duration.ofMinutes(1)).answer(FORM, DENIED.ask(), after(Duration.ofSeconds(5)));

        assertThat(standing)
                .isEqualTo(
                        new Standing(DENIED.ask(), 1, Duration.ofSeconds(7), Duration.ZERO, Duration.ofSeconds(52), 0));
    }

    @Test
    void answer_forMore_isADenialUntilSoMuchMoreIsBack() {
        Standing standing =
                note(Duration.ofMinutes(1)).answer(FORM, new Ask(LIMIT, "k", 5), after(Duration.ofSeconds(5)));

        assertThat(standing)
                .isEqualTo(new Standing(
                        new Ask(LIMIT, "k", 5), 1, Duration.ofSeconds(19), Duration.ZERO, Duration.ofSeconds(52), 0));
    }

    /** A seventh of a second has no whole microseconds. */
    @Test
    void answer_forMoreInFractions_isNeverTooEarly() {
        Limit sevenASecond = Limit.of("seven", Algorithm.Gcra.of(7, Duration.ofSeconds(1)));
        Standing denied =
                new Standing(Ask.of(sevenASecond, "k"), 0, Duration.ofMillis(100), Duration.ZERO, Duration.ZERO, 0);

        Standing standing = Note.of(denied, SENT, Duration.ofMinutes(1))
                .answer(Form.of(sevenASecond.algorithm()), new Ask(sevenASecond, "k", 3), SENT);

        assertThat(standing)
                .satisfies(its -> assertThat(its.retryAfter().minusMillis(100))
                        .isBetween(Duration.ofNanos(285_714_286), Duration.ofNanos(285_717_000)));
    }

    @Test
    void answer_forMoreOfAWindow_isADenialUntilAllIsBack() {
        Limit window = Limit.of("window", Algorithm.SlidingWindow.of(10, Duration.ofMinutes(1)));
        Standing denied = new Standing(
                new Ask(window, "k", 3), 1, Duration.ofSeconds(12), Duration.ofSeconds(3), Duration.ofSeconds(57), 0);

        Standing standing = Note.of(denied, SENT, Duration.ofMinutes(1))
                .answer(Form.of(window.algorithm()), new Ask(window, "k", 4), after(Duration.ofSeconds(5)));

        assertThat(standing)
                .isEqualTo(new Standing(
                        new Ask(window, "k", 4), 1, Duration.ofSeconds(52), Duration.ZERO, Duration.ofSeconds(52), 0));
    }

    @Test
    void answer_atTheTime_isTheServers() {
        assertThat(note(Duration.ofMinutes(1)).answer(FORM, DENIED.ask(), after(Duration.ofSeconds(12))))
                .isNull();
        assertThat(note(Duration.ofMinutes(1)).answer(FORM, DENIED.ask(), after(Duration.ofSeconds(12)) - 1))
                .isNotNull();
    }

    @Test
    void answer_forLess_isTheServers() {
        assertThat(note(Duration.ofMinutes(1)).answer(FORM, new Ask(LIMIT, "k", 2), SENT))
                .isNull();
    }

    @Test
    void answer_afterTheLongestNote_isTheServers() {
        assertThat(note(Duration.ofSeconds(2)).answer(FORM, DENIED.ask(), after(Duration.ofSeconds(2))))
                .isNull();
        assertThat(note(Duration.ofSeconds(2)).answer(FORM, DENIED.ask(), after(Duration.ofSeconds(1))))
                .satisfies(standing -> assertThat(standing.retryAfter()).isEqualTo(Duration.ofSeconds(11)));
        assertThat(note(Duration.ZERO).answer(FORM, DENIED.ask(), SENT)).isNull();
    }
}
