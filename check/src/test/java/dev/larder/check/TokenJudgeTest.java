package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Deed.Kind;
import dev.larder.check.Deed.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made races for tokens: for each rule a good one that comes close, and a bad one. */
class TokenJudgeTest {

    private static final int RACE = 2;
    private static final long LAST = 1_000;
    private static final int CONTROL = 7;
    private static final long FIRST = 101;
    private static final long SECOND = 102;
    private static final long ACCESS = 201;
    private static final long PAIR = 301;
    private static final long OTHER_PAIR = 302;

    private final List<Deed> deeds = new ArrayList<>();
    private int race = RACE;
    private int actor;

    private TokenJudgeTest add(Kind kind, Outcome outcome, long id, long other, long begun, long ended) {
        deeds.add(new Deed(race, actor, kind, outcome, 0, id, other, 0, begun, ended));
        return this;
    }

    private TokenJudgeTest refresh(Outcome outcome, long id, long pair, long begun, long ended) {
        return add(Kind.REFRESH, outcome, id, pair, begun, ended);
    }

    private List<SessionRule> broken(SessionPart part) {
        List<SessionRule> broken = new ArrayList<>();
        new TokenJudge(LAST, deeds, (rule, detail) -> broken.add(rule)).judge(part);
        return broken.stream().distinct().toList();
    }

    @Test
    void retry_samePair_isRight() {
        refresh(Outcome.UNKNOWN, FIRST, 0, 1, 2).refresh(Outcome.DONE, FIRST, PAIR, 3, 4);

        assertThat(refresh(Outcome.DONE, FIRST, PAIR, 3, 5).broken(SessionPart.LOST_REPLIES))
                .isEmpty();
    }

    @Test
    void retry_otherPair_isWrong() {
        refresh(Outcome.DONE, FIRST, PAIR, 1, 2);

        assertThat(refresh(Outcome.DONE, FIRST, OTHER_PAIR, 3, 4).broken(SessionPart.LOST_REPLIES))
                .containsExactly(SessionRule.TWO_PAIRS);
    }

    @Test
    void retry_refused_isLoggedOut() {
        refresh(Outcome.DONE, FIRST, PAIR, 1, 2);

        assertThat(refresh(Outcome.NONE, FIRST, 0, 3, 4).broken(SessionPart.LOST_REPLIES))
                .containsExactly(SessionRule.LOGGED_OUT);
    }

    private TokenJudgeTest stolen() {
        return refresh(Outcome.DONE, FIRST, PAIR, 1, 2).add(Kind.INTROSPECT, Outcome.DONE, ACCESS, 0, 3, 4);
    }

    @Test
    void theft_replayRefusedAndAllOver_isRight() {
        stolen().refresh(Outcome.NONE, FIRST, 0, 5, 6).refresh(Outcome.DONE, SECOND, OTHER_PAIR, 5, 7);

        assertThat(add(Kind.INTROSPECT, Outcome.NONE, ACCESS, 0, 8, 9)
                        .refresh(Outcome.NONE, SECOND, 0, 8, 9)
                        .broken(SessionPart.THEFT))
                .isEmpty();
    }

    @Test
    void theft_replayTraded_isUnnoticed() {
        assertThat(stolen().refresh(Outcome.DONE, FIRST, PAIR, 5, 6).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.FAMILY_LIVES);
    }

    @Test
    void theft_somethingGoodAfterTheReplay_isWrong() {
        stolen().refresh(Outcome.NONE, FIRST, 0, 5, 6);

        assertThat(add(Kind.INTROSPECT, Outcome.DONE, ACCESS, 0, 7, 8).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.FAMILY_LIVES);
    }

    @Test
    void theft_refusedBeforeAnybodyReplays_isLoggedOut() {
        stolen().refresh(Outcome.NONE, SECOND, 0, 5, 6);

        assertThat(refresh(Outcome.NONE, FIRST, 0, 7, 8).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.LOGGED_OUT);
    }

    /** Its reply was lost: it may have been done, and then the replay is seen as one. */
    @Test
    void theft_replayAfterAUseThatNobodyKnowsOf_mayEndTheLogin() {
        refresh(Outcome.DONE, FIRST, PAIR, 1, 2).add(Kind.INTROSPECT, Outcome.UNKNOWN, ACCESS, 0, 3, 4);

        assertThat(refresh(Outcome.NONE, FIRST, 0, 5, 6)
                        .refresh(Outcome.NONE, SECOND, 0, 7, 8)
                        .broken(SessionPart.THEFT))
                .isEmpty();
        assertThat(refresh(Outcome.DONE, SECOND, OTHER_PAIR, 9, 10).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.FAMILY_LIVES);
    }

    @Test
    void theft_replayAfterAUseThatNobodyKnowsOf_mayBeARetry() {
        refresh(Outcome.DONE, FIRST, PAIR, 1, 2).add(Kind.INTROSPECT, Outcome.UNKNOWN, ACCESS, 0, 3, 4);

        assertThat(refresh(Outcome.DONE, FIRST, PAIR, 5, 6).broken(SessionPart.THEFT))
                .isEmpty();
    }

    @Test
    void control_damagedTokenRefused_endsNothing() {
        race = CONTROL;
        stolen().add(Kind.FORGE, Outcome.NONE, FIRST, 0, 5, 6);

        assertThat(add(Kind.INTROSPECT, Outcome.DONE, ACCESS, 0, 7, 8).broken(SessionPart.THEFT))
                .isEmpty();
        assertThat(add(Kind.INTROSPECT, Outcome.NONE, ACCESS, 0, 9, 10).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.LOGGED_OUT);
        assertThat(add(Kind.FORGE, Outcome.DONE, FIRST, 0, 11, 12).broken(SessionPart.THEFT))
                .containsExactly(SessionRule.LOGGED_OUT, SessionRule.FORGED);
    }

    @Test
    void oneTime_redeemedOnceOfMany_isRight() {
        add(Kind.REDEEM, Outcome.NONE, FIRST, 0, 1, 2).add(Kind.MISUSE, Outcome.NONE, FIRST, 0, 1, 2);

        assertThat(add(Kind.REDEEM, Outcome.DONE, FIRST, 0, 1, 2).broken(SessionPart.ONE_TIME))
                .isEmpty();
        assertThat(add(Kind.REDEEM, Outcome.DONE, FIRST, 0, 1, 2).broken(SessionPart.ONE_TIME))
                .containsExactly(SessionRule.REDEEMED_TWICE);
    }

    @Test
    void oneTime_redeemedByNobody_isWrongUnlessSomebodyHasNoAnswer() {
        add(Kind.REDEEM, Outcome.NONE, FIRST, 0, 1, 2);

        assertThat(broken(SessionPart.ONE_TIME)).containsExactly(SessionRule.NOT_REDEEMED);
        assertThat(add(Kind.REDEEM, Outcome.UNKNOWN, FIRST, 0, 1, 2).broken(SessionPart.ONE_TIME))
                .isEmpty();
    }

    @Test
    void oneTime_redeemedForAnotherPurpose_isWrong() {
        assertThat(add(Kind.MISUSE, Outcome.DONE, FIRST, 0, 1, 2)
                        .add(Kind.REDEEM, Outcome.UNKNOWN, FIRST, 0, 1, 2)
                        .broken(SessionPart.ONE_TIME))
                .containsExactly(SessionRule.NOT_REDEEMED);
    }

    private TokenJudgeTest login(Kind kind, Outcome outcome, int number, long begun, long ended) {
        deeds.add(new Deed(race, actor, kind, outcome, 0, ACCESS + number, 0, number, begun, ended));
        return this;
    }

    private TokenJudgeTest revokeAll(Outcome outcome, long begun, long ended) {
        return add(Kind.END_ALL, outcome, 900, 0, begun, ended);
    }

    @Test
    void revokeAll_loginFromBefore_isResurrectedIfGoodLater() {
        login(Kind.ISSUE, Outcome.DONE, 1, 1, 2).revokeAll(Outcome.DONE, 3, 5);

        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 1, 4, 6)
                        .login(Kind.REFRESH, Outcome.NONE, 1, 4, 6)
                        .broken(SessionPart.REVOKE_ALL))
                .isEmpty();
        assertThat(login(Kind.REFRESH, Outcome.DONE, 1, 6, 7).broken(SessionPart.REVOKE_ALL))
                .containsExactly(SessionRule.RESURRECTED);
    }

    @Test
    void revokeAll_loginFromMeanwhile_mayBeEither() {
        login(Kind.ISSUE, Outcome.DONE, 1, 3, 5).revokeAll(Outcome.DONE, 4, 6);

        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 1, 7, 8)
                        .login(Kind.INTROSPECT, Outcome.NONE, 1, 7, 8)
                        .broken(SessionPart.REVOKE_ALL))
                .isEmpty();
    }

    @Test
    void revokeAll_loginFromLater_isLoggedOutIfRefused() {
        login(Kind.ISSUE, Outcome.DONE, 2, 5, 6).revokeAll(Outcome.DONE, 1, 4);

        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 2, 7, 8).broken(SessionPart.REVOKE_ALL))
                .isEmpty();
        assertThat(login(Kind.INTROSPECT, Outcome.NONE, 2, 7, 8).broken(SessionPart.REVOKE_ALL))
                .containsExactly(SessionRule.LOGGED_OUT);
    }

    @Test
    void revokeAll_notBegunYet_explainsNoRefusal() {
        login(Kind.ISSUE, Outcome.DONE, 1, 1, 2).login(Kind.INTROSPECT, Outcome.NONE, 1, 3, 4);

        assertThat(revokeAll(Outcome.DONE, 5, 6).broken(SessionPart.REVOKE_ALL))
                .containsExactly(SessionRule.LOGGED_OUT);
    }

    @Test
    void revokeAll_journaled_isObeyedAtOnceHereAndByAllAtLast() {
        login(Kind.ISSUE, Outcome.DONE, 1, 1, 2).revokeAll(Outcome.JOURNALED, 3, 4);
        actor = 1;
        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 1, 5, 6).broken(SessionPart.REVOKE_ALL))
                .isEmpty();

        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 1, LAST + 1, LAST + 2).broken(SessionPart.REVOKE_ALL))
                .containsExactly(SessionRule.UNDELIVERED);
        actor = 0;
        assertThat(login(Kind.INTROSPECT, Outcome.DONE, 1, 7, 8).broken(SessionPart.REVOKE_ALL))
                .containsExactly(SessionRule.UNDELIVERED, SessionRule.RESURRECTED);
    }
}
