package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Ruling.Outcome;
import dev.larder.session.limit.Decision.Basis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made answers: what the model gives, and the same with something wrong. Times are microseconds, of one clock. */
class LimitJudgeTest {

    private static final long NOW = 50_000_000_000L;

    /** A permit of {@link LimitCase#USER} comes back in so long; ten at once. */
    private static final long INTERVAL = 50_000;

    private final List<Ruling> rulings = new ArrayList<>();
    private int calls;

    private LimitJudgeTest add(Outcome outcome, Basis basis, long cost, long at, long[] figures, long mark) {
        rulings.add(ruling(++calls, outcome, basis, LimitCase.USER, cost, at - 100, at + 100, figures, mark));
        return this;
    }

    private static Ruling ruling(
            long call,
            Outcome outcome,
            Basis basis,
            LimitCase which,
            long cost,
            long begun,
            long ended,
            long[] figures,
            long mark) {
        return new Ruling(
                0,
                call,
                begun * 1_000,
                ended * 1_000,
                outcome,
                basis,
                which,
                0,
                cost,
                0,
                0,
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                mark);
    }

    /** All ten at once. */
    private LimitJudgeTest emptied() {
        long full = 10 * INTERVAL;
        return add(Outcome.ALLOWED, Basis.SERVER, 10, NOW, new long[] {0, 0, INTERVAL, full}, NOW + full);
    }

    private LimitJudgeTest denied(long at, long retry, long full) {
        return add(Outcome.DENIED, Basis.SERVER, 1, at, new long[] {0, retry, retry, full}, 0);
    }

    private List<LimitRule> broken() {
        List<LimitRule> broken = new ArrayList<>();
        new LimitJudge(0, 8, (rule, detail) -> broken.add(rule)).judge(rulings);
        return broken.stream().distinct().toList();
    }

    @Test
    void judge_asTheModelSays_isRight() {
        emptied().denied(NOW + 20_000, 30_000, 480_000);
        add(
                Outcome.ALLOWED,
                Basis.SERVER,
                1,
                NOW + INTERVAL,
                new long[] {0, 0, INTERVAL, 10 * INTERVAL},
                NOW + 11 * INTERVAL);

        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_onePermitTooMany_isAllowedWrongly() {
        emptied();
        add(Outcome.ALLOWED, Basis.SERVER, 1, NOW + 10_000, new long[] {0, 0, 90_000, 540_000}, NOW + 550_000);

        assertThat(broken()).containsExactly(LimitRule.ALLOWED_WRONGLY);
    }

    @Test
    void judge_wrongFigureOfWhatIsAllowed_isSeen() {
        long full = 10 * INTERVAL;
        add(Outcome.ALLOWED, Basis.SERVER, 10, NOW, new long[] {1, 0, INTERVAL, full}, NOW + full);

        assertThat(broken()).containsExactly(LimitRule.ALLOWED_WRONGLY);
    }

    @Test
    void judge_deniedALittleTooLong_isSeen() {
        assertThat(emptied().denied(NOW + 20_000, 30_001, 480_000).broken()).containsExactly(LimitRule.DENIED_WRONGLY);
    }

    @Test
    void judge_deniedByAnotherClock_isSeen() {
        // Right figures for a time that is not within the call.
        rulings.clear();
        emptied();
        rulings.add(ruling(
                9,
                Outcome.DENIED,
                Basis.SERVER,
                LimitCase.USER,
                1,
                NOW + 30_000,
                NOW + 30_200,
                new long[] {0, 30_000, 30_000, 480_000},
                0));

        assertThat(broken()).containsExactly(LimitRule.DENIED_WRONGLY);
    }

    @Test
    void judge_allowedByAnotherClock_isSeen() {
        long full = 10 * INTERVAL;
        add(Outcome.ALLOWED, Basis.SERVER, 10, NOW, new long[] {0, 0, INTERVAL, full}, NOW + full + 10_000_000);

        assertThat(broken()).containsExactly(LimitRule.TIME);
    }

    @Test
    void judge_noteWhileTheModelDenies_isRight() {
        emptied().add(Outcome.DENIED, Basis.NOTE, 1, NOW + 40_000, new long[] {0, 9_000, 9_000, 0}, 0);

        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_noteWhenTheModelAllows_isTooLong() {
        emptied().add(Outcome.DENIED, Basis.NOTE, 1, NOW + 60_000, new long[] {0, 9_000, 9_000, 0}, 0);

        assertThat(broken()).containsExactly(LimitRule.NOTE_TOO_LONG);
    }

    @Test
    void judge_callWithoutAnAnswer_leavesItsKeyOut() {
        emptied().add(Outcome.UNAVAILABLE, Basis.OUTAGE, 1, NOW, new long[4], 0);
        List<LimitRule> broken = new ArrayList<>();
        LimitJudge judge = new LimitJudge(0, 8, (rule, detail) -> broken.add(rule));
        judge.judge(rulings);

        assertThat(broken).isEmpty();
        assertThat(judge.exact()).isZero();
        assertThat(judge.unjudged()).isEqualTo(1);
    }

    private void held(long from, long until) {
        rulings.add(
                ruling(++calls, Outcome.ALLOWED, Basis.SERVER, LimitCase.PARALLEL, 1, from - 5, from, new long[4], 0));
        rulings.add(ruling(
                ++calls, Outcome.RELEASED, Basis.SERVER, LimitCase.PARALLEL, 1, until, until + 5, new long[4], 0));
    }

    @Test
    void judge_threeAtTheSameTime_isRightAndFourIsNot() {
        held(NOW, NOW + 100);
        held(NOW, NOW + 100);
        held(NOW + 10, NOW + 50);
        held(NOW + 50, NOW + 90);

        assertThat(broken()).isEmpty();
        held(NOW + 60, NOW + 70);
        assertThat(broken()).containsExactly(LimitRule.TOO_MANY_AT_ONCE);
    }

    @Test
    void judge_sharesWithinTheBound_isRightAndMoreIsNot() {
        long burst = 200;
        long bound = 8 * 20;
        rulings.add(ruling(
                ++calls, Outcome.ALLOWED, Basis.SHARE, LimitCase.SHARED, burst + bound, NOW, NOW + 1, new long[4], 0));

        assertThat(broken()).isEmpty();
        // In ten milliseconds, the grain of time, twenty more come back.
        rulings.add(ruling(++calls, Outcome.ALLOWED, Basis.SHARE, LimitCase.SHARED, 50, NOW, NOW + 1, new long[4], 0));
        assertThat(broken()).containsExactly(LimitRule.SHARE_TOO_LARGE);
    }
}
