package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Hand-made races: for each rule a good one that comes close, and a bad one. Times are milliseconds; the last looks begin at 10,000. Near
 * copies may be 500 old, and an old ID finds its session for 1,000.
 */
class SessionJudgeTest {

    private static final long MILLI = 1_000_000;
    private static final long LAST = 10_000;
    private static final int OTHER = 1;

    /** IDs, and a user. */
    private static final long OLD = 101;

    private static final long NEW = 102;
    private static final long NEWER = 103;
    private static final long USER = 900;

    private final List<Deed> deeds = new ArrayList<>();
    private Way way = Way.PLAIN;
    private int actor;

    private SessionJudgeTest by(int process) {
        actor = process;
        return this;
    }

    private SessionJudgeTest in(Way other) {
        way = other;
        return this;
    }

    private SessionJudgeTest add(
            Kind kind, Outcome outcome, int attribute, long id, long other, long value, long begun, long ended) {
        deeds.add(new Deed(7, actor, kind, outcome, attribute, id, other, value, begun * MILLI, ended * MILLI));
        return this;
    }

    private SessionJudgeTest create(long id, long user, long begun, long ended) {
        return add(Kind.CREATE, Outcome.DONE, 0, id, user, 0, begun, ended);
    }

    private SessionJudgeTest found(long id, long begun, long ended) {
        return add(Kind.READ, Outcome.DONE, 0, id, id, 0, begun, ended);
    }

    private SessionJudgeTest none(long id, long begun, long ended) {
        return add(Kind.READ, Outcome.NONE, 0, id, 0, 0, begun, ended);
    }

    private SessionJudgeTest seen(int attribute, long value) {
        Deed read = deeds.get(deeds.size() - 1);
        deeds.add(new Deed(
                7,
                actor,
                Kind.SEEN,
                Outcome.DONE,
                attribute,
                read.id(),
                read.other(),
                value,
                read.begun(),
                read.ended()));
        return this;
    }

    private SessionJudgeTest save(Outcome outcome, long id, int attribute, long value, long begun, long ended) {
        return add(Kind.SAVE, outcome, attribute, id, 0, value, begun, ended);
    }

    private SessionJudgeTest end(Outcome outcome, long id, long begun, long ended) {
        return add(Kind.END, outcome, 0, id, 0, 0, begun, ended);
    }

    private SessionJudgeTest rotate(long id, long other, long begun, long ended) {
        return add(Kind.ROTATE, Outcome.DONE, 0, id, other, 0, begun, ended);
    }

    private SessionJudgeTest login(long id, long other, long begun, long ended) {
        return add(Kind.LOGIN, Outcome.DONE, 0, id, other, USER, begun, ended);
    }

    private SessionJudgeTest endAll(Outcome outcome, long begun, long ended) {
        return add(Kind.END_ALL, outcome, 0, USER, 0, 0, begun, ended);
    }

    private List<SessionRule> broken() {
        List<SessionRule> broken = new ArrayList<>();
        new SessionJudge(way, LAST * MILLI, deeds, (rule, detail) -> broken.add(rule)).judge();
        return broken.stream().distinct().toList();
    }

    @Test
    void end_readAndSavedWhileItLasted_isRight() {
        create(OLD, 0, 0, 1).end(Outcome.DONE, OLD, 10, 20).by(OTHER);

        assertThat(found(OLD, 19, 22).save(Outcome.DONE, OLD, 1, 5, 19, 25).broken())
                .isEmpty();
    }

    @Test
    void end_foundByOneWhoBeganLater_isResurrected() {
        create(OLD, 0, 0, 1).end(Outcome.DONE, OLD, 10, 20).by(OTHER);

        assertThat(found(OLD, 21, 22).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void end_savedByOneWhoBeganLater_isResurrected() {
        create(OLD, 0, 0, 1).end(Outcome.DONE, OLD, 10, 20).by(OTHER);

        assertThat(save(Outcome.DONE, OLD, 1, 5, 21, 22).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void end_foundInANearCopyWithinTheBound_isRightElsewhereOnly() {
        create(OLD, 0, 0, 1).end(Outcome.DONE, OLD, 10, 20).in(Way.NEAR);

        assertThat(by(OTHER).found(OLD, 400, 401).broken()).isEmpty();
        assertThat(by(0).found(OLD, 400, 401).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void end_journaled_isObeyedAtOnceHereAndByAllAtLast() {
        create(OLD, 0, 0, 1).end(Outcome.JOURNALED, OLD, 10, 20);

        assertThat(by(OTHER).found(OLD, 500, 501).broken()).isEmpty();
        assertThat(found(OLD, LAST + 1, LAST + 2).broken()).containsExactly(SessionRule.UNDELIVERED);
        assertThat(by(0).found(OLD, 600, 601).broken())
                .containsExactly(SessionRule.UNDELIVERED, SessionRule.RESURRECTED);
    }

    @Test
    void end_byTheOldIdAfterARotation_endsTheNewOne() {
        create(OLD, 0, 0, 1).rotate(OLD, NEW, 10, 20).by(OTHER).end(Outcome.DONE, OLD, 30, 40);

        assertThat(none(NEW, 50, 51).broken()).isEmpty();
        assertThat(found(NEW, 50, 51).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void none_nobodyHasEndedIt_isLost() {
        assertThat(create(OLD, 0, 0, 1).none(OLD, 5, 6).broken()).containsExactly(SessionRule.LOST_SESSION);
    }

    @Test
    void none_endBegunBefore_isRight() {
        assertThat(create(OLD, 0, 0, 1)
                        .end(Outcome.UNKNOWN, OLD, 5, 9)
                        .none(OLD, 5, 6)
                        .broken())
                .isEmpty();
    }

    @Test
    void none_unknownSoFar_isJudgedForNobody() {
        assertThat(none(OLD, 5, 6).broken()).isEmpty();
    }

    @Test
    void endAll_sessionLoggedInLater_isLostIfGone() {
        endAll(Outcome.DONE, 1, 2).create(OLD, USER, 3, 4);

        assertThat(none(OLD, 5, 6).broken()).containsExactly(SessionRule.LOST_SESSION);
    }

    @Test
    void endAll_sessionLoggedInBefore_isResurrectedIfFound() {
        create(OLD, USER, 0, 1).endAll(Outcome.DONE, 2, 3).by(OTHER);

        assertThat(found(OLD, 4, 5).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void endAll_sessionLoggedInMeanwhile_mayBeEither() {
        create(OLD, USER, 2, 4).endAll(Outcome.DONE, 3, 5).by(OTHER);

        assertThat(found(OLD, 6, 7).broken()).isEmpty();
        assertThat(none(OLD, 8, 9).broken()).isEmpty();
    }

    @Test
    void endOthers_theOneThatIsKept_isLostIfGone() {
        create(OLD, USER, 0, 1).create(NEW, USER, 1, 2).add(Kind.END_OTHERS, Outcome.DONE, 0, OLD, USER, 0, 3, 4);

        assertThat(none(NEW, 5, 6).found(OLD, 5, 6).broken()).isEmpty();
        assertThat(by(OTHER).found(NEW, 7, 8).none(OLD, 7, 8).broken())
                .containsExactly(SessionRule.RESURRECTED, SessionRule.LOST_SESSION);
    }

    @Test
    void values_oldOneAfterASaveWasAcknowledged_isLost() {
        create(OLD, 0, 0, 1).save(Outcome.DONE, OLD, 1, 5, 2, 3).by(OTHER);

        assertThat(found(OLD, 4, 5).seen(1, 5).broken()).isEmpty();
        assertThat(found(OLD, 6, 7).seen(2, 0).broken()).containsExactly(SessionRule.LOST_WRITE);
    }

    @Test
    void values_twoSavesOverlap_mayBeEither() {
        create(OLD, 0, 0, 1).save(Outcome.DONE, OLD, 1, 5, 2, 6).by(OTHER).save(Outcome.DONE, OLD, 1, 6, 3, 5);

        assertThat(found(OLD, 7, 8).seen(1, 5).found(OLD, 7, 8).seen(1, 6).broken())
                .isEmpty();
    }

    @Test
    void values_saveOfUnknownOutcome_mayComeLate() {
        create(OLD, 0, 0, 1).save(Outcome.UNKNOWN, OLD, 1, 5, 2, 3).by(OTHER).save(Outcome.DONE, OLD, 1, 6, 4, 5);

        assertThat(found(OLD, 6, 7).seen(1, 5).broken()).isEmpty();
    }

    @Test
    void values_refused_areNotThere() {
        create(OLD, 0, 0, 1).save(Outcome.CONFLICT, OLD, 1, 5, 2, 3);

        assertThat(found(OLD, 4, 5).seen(1, 5).broken()).containsExactly(SessionRule.REFUSED_WRITE);
    }

    @Test
    void values_savedToTheSessionBeforeALogin_areTakenAlong() {
        create(OLD, 0, 0, 1).save(Outcome.DONE, OLD, 1, 5, 2, 3).login(OLD, NEW, 2, 6);

        assertThat(found(NEW, 7, 8).seen(1, 5).broken()).isEmpty();
        assertThat(found(NEW, 7, 8).broken()).containsExactly(SessionRule.LOST_WRITE);
    }

    @Test
    void values_twoCountToTheSame_oneIsLost() {
        create(OLD, 0, 0, 1).add(Kind.ADD, Outcome.DONE, Way.COUNTER, OLD, 0, 1, 2, 3);

        assertThat(add(Kind.ADD, Outcome.CONFLICT, Way.COUNTER, OLD, 0, 1, 2, 3).broken())
                .isEmpty();
        assertThat(add(Kind.ADD, Outcome.DONE, Way.COUNTER, OLD, 0, 1, 2, 3).broken())
                .containsExactly(SessionRule.LOST_WRITE);
    }

    @Test
    void login_oldIdFoundLater_isResurrected() {
        create(OLD, 0, 0, 1).login(OLD, NEW, 2, 6).by(OTHER);

        assertThat(found(OLD, 5, 8).none(OLD, 7, 8).broken()).isEmpty();
        assertThat(found(OLD, 7, 8).broken()).containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void rotation_oldIdWithinTheGrace_findsTheNewOne() {
        create(OLD, 0, 0, 1).rotate(OLD, NEW, 2, 3).by(OTHER);

        assertThat(add(Kind.READ, Outcome.DONE, 0, OLD, NEW, 0, 900, 901).broken())
                .isEmpty();
        assertThat(found(OLD, 900, 901).broken()).containsExactly(SessionRule.OLD_ID);
    }

    @Test
    void rotation_oldIdAfterTheGrace_findsNothing() {
        create(OLD, 0, 0, 1).rotate(OLD, NEW, 2, 3).by(OTHER);

        assertThat(none(OLD, 1_100, 1_101).broken()).isEmpty();
        assertThat(add(Kind.READ, Outcome.DONE, 0, OLD, NEW, 0, 1_100, 1_101).broken())
                .containsExactly(SessionRule.OLD_ID);
    }

    @Test
    void rotation_oldIdRefusedWithinTheGrace_isLost() {
        create(OLD, 0, 0, 1).rotate(OLD, NEW, 2, 3).by(OTHER);

        assertThat(none(OLD, 500, 501).broken()).containsExactly(SessionRule.LOST_SESSION);
    }

    @Test
    void rotation_twoGetDifferentIds_isWrong() {
        create(OLD, 0, 0, 1).rotate(OLD, NEW, 2, 3);

        assertThat(rotate(OLD, NEW, 2, 4).broken()).isEmpty();
        assertThat(rotate(OLD, NEWER, 2, 4).broken()).containsExactly(SessionRule.TWO_IDS);
    }

    @Test
    void list_whatIsFound_isShown() {
        create(OLD, USER, 0, 1).found(OLD, LAST + 1, LAST + 2);

        assertThat(add(Kind.LIST, Outcome.DONE, 0, USER, 0, 1, LAST + 3, LAST + 4)
                        .broken())
                .isEmpty();
        assertThat(add(Kind.LIST, Outcome.DONE, 0, USER, 0, 2, LAST + 3, LAST + 4)
                        .broken())
                .containsExactly(SessionRule.LISTING);
    }

    @Test
    void crowd_moreSessionsThanAreAllowed_isWrong() {
        in(Way.STRICT);
        for (int id = 0; id < 4; id++) {
            create(OLD + id, USER, id, id + 1).found(OLD + id, LAST + 1, LAST + 2);
        }

        assertThat(add(Kind.LIST, Outcome.DONE, 0, USER, 0, 4, LAST + 3, LAST + 4)
                        .broken())
                .containsExactly(SessionRule.CROWD);
    }

    @Test
    void crowd_oldestEndedByALogin_isRight() {
        in(Way.STRICT).create(OLD, USER, 0, 1).create(NEW, USER, 2, 3);

        assertThat(none(OLD, 4, 5).broken()).isEmpty();
    }

    private SessionJudgeTest list(long shown, long begun, long ended) {
        return add(Kind.LIST, Outcome.DONE, 0, USER, 0, shown, begun, ended);
    }

    @Test
    void list_duringARotation_showsTheSession() {
        create(OLD, USER, 0, 1).rotate(OLD, NEW, 10, 20).by(OTHER);

        assertThat(list(1, 12, 15).broken()).isEmpty();
        assertThat(list(0, 12, 15).broken()).containsExactly(SessionRule.LISTING);
    }

    @Test
    void list_duringAnEndOrALogin_mayShowTheSessionOrNot() {
        create(OLD, USER, 0, 1)
                .end(Outcome.DONE, OLD, 10, 20)
                .create(NEW, USER, 11, 14)
                .by(OTHER);

        assertThat(list(0, 12, 15).list(2, 12, 15).broken()).isEmpty();
        assertThat(list(0, 16, 18).broken()).containsExactly(SessionRule.LISTING);
    }

    /** The rotation of the old ID was done and not answered; repeated after another one, it names the newest ID. */
    @Test
    void saved_underAnIdThatOnlyAReadHasNamed_isOfTheSameSession() {
        create(OLD, 0, 0, 1).add(Kind.ROTATE, Outcome.UNKNOWN, 0, OLD, 0, 0, 2, 9);
        by(OTHER).add(Kind.READ, Outcome.DONE, 0, OLD, NEW, 0, 3, 4).save(Outcome.DONE, NEW, 1, 5, 5, 6);
        rotate(NEW, NEWER, 7, 8);
        by(0).rotate(OLD, NEWER, 10, 11);

        assertThat(found(NEWER, 12, 13).seen(1, 5).broken()).isEmpty();
        assertThat(add(Kind.READ, Outcome.DONE, 0, OLD, NEWER, 0, 14, 15)
                        .seen(1, 5)
                        .broken())
                .isEmpty();
        assertThat(found(NEWER, 16, 17).seen(1, 4).broken()).containsExactly(SessionRule.REFUSED_WRITE);
    }

    /** What a read has found under an ID does not make two sessions one that were made apart. */
    @Test
    void saved_inAnotherSession_isNobodysWriteWhateverAReadHasNamed() {
        create(OLD, 0, 0, 1).create(NEW, 0, 0, 1).save(Outcome.DONE, NEW, 1, 5, 5, 6);

        assertThat(add(Kind.READ, Outcome.DONE, 0, OLD, NEW, 0, 7, 8).seen(1, 5).broken())
                .containsExactly(SessionRule.REFUSED_WRITE);
    }
}
