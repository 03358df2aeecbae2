package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hand-made histories: for each rule a good one that comes close, and a bad one. Times are milliseconds; D is 500. */
class JudgeTest {

    private static final Landscape LANDSCAPE = new Landscape(16, 2);

    /** Written by JVM 0, in the cache of lasting values. */
    private static final int LASTING = 0;

    /** Written by JVM 0, in the cache of brief values, which live for a second. */
    private static final int BRIEF = 4 * Landscape.GROUP;

    /** Written by JVM 0, in the cache with fallbacks. */
    private static final int FALLBACK = 12 * Landscape.GROUP;

    private final Log[] logs = {new Log(0), new Log(1)};
    private final long[] after = new long[LANDSCAPE.keys()];
    private int key = LASTING;
    private boolean calm;
    private long lagMillis;

    private JudgeTest add(Kind kind, Outcome outcome, int jvm, long version, long begin, long end) {
        logs[jvm].add(kind, outcome, key, version, begin * 1_000_000, end * 1_000_000);
        if (kind == Kind.WRITE) {
            after[key] = version;
        }
        return this;
    }

    private JudgeTest write(long version, long begin, long end) {
        return add(Kind.WRITE, Outcome.OK, 0, version, begin, end);
    }

    private JudgeTest invalidate(long version, long begin, long end) {
        return add(Kind.INVALIDATE, Outcome.OK, 0, version, begin, end);
    }

    private JudgeTest load(long version, long begin, long end) {
        return add(Kind.LOAD, Outcome.OK, 1, version, begin, end);
    }

    private JudgeTest read(int jvm, long version, long begin, long end) {
        return add(Kind.READ, Outcome.OK, jvm, version, begin, end);
    }

    private Verdict verdict() {
        // JVM 1 first, as logs come in any order.
        History history = new History(List.of(numbers(logs[1]), numbers(logs[0])), LANDSCAPE.keys());
        return new Judge(
                        LANDSCAPE,
                        history,
                        new long[LANDSCAPE.keys()],
                        after,
                        new Judge.Terms(500_000_000, lagMillis * 1_000_000, calm),
                        0)
                .judge();
    }

    private static long[] numbers(Log log) {
        return log.numbers();
    }

    private void good() {
        assertThat(verdict().counts()).isEmpty();
    }

    private void bad(Rule rule) {
        Verdict verdict = verdict();
        assertThat(verdict.counts().keySet()).isEqualTo(Set.of(rule));
        assertThat(verdict.examples()).hasSize(1);
    }

    @Test
    void read_versionThatAWriterGave_isGood() {
        write(1, 10, 11).invalidate(1, 12, 13).read(1, 1, 20, 21).good();
    }

    @Test
    void read_forged_isNeverWritten() {
        write(1, 10, 11).add(Kind.READ, Outcome.FORGED, 1, -1, 20, 21).bad(Rule.NEVER_WRITTEN);
    }

    @Test
    void read_versionAfterTheLast_isNeverWritten() {
        write(1, 10, 11).read(1, 2, 20, 21).bad(Rule.NEVER_WRITTEN);
    }

    @Test
    void read_endsWhileTheVersionIsBeingWritten_isGood() {
        write(1, 10, 15).read(1, 1, 9, 11).good();
    }

    @Test
    void read_endsBeforeTheVersionIsWritten_isFromTheFuture() {
        write(1, 10, 15).read(1, 1, 8, 9).bad(Rule.FUTURE);
    }

    @Test
    void read_oldWithinTheBound_isGoodAndMeasured() {
        write(1, 10, 11).invalidate(1, 12, 13).read(1, 0, 513, 2_000);

        assertThat(verdict().counts()).isEmpty();
        assertThat(verdict().worstNanos()).isEqualTo(500_000_000);
    }

    @Test
    void read_oldBeyondTheBound_isStale() {
        write(1, 10, 11).invalidate(1, 12, 13).read(1, 0, 514, 515).bad(Rule.STALE);
    }

    @Test
    void read_olderThanTwoVersions_isMeasuredFromTheFirst() {
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .write(2, 400, 401)
                .invalidate(2, 402, 403)
                .read(1, 0, 514, 515)
                .bad(Rule.STALE);
    }

    @Test
    void read_oldWhereNothingNewWasAcknowledged_isGood() {
        write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, 13)
                .read(1, 0, 5_000, 5_001)
                .good();
    }

    @Test
    void read_laterAcknowledgementOfANewerOne_makesTheOldOneObsolete() {
        write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, 13)
                .write(2, 20, 21)
                .invalidate(2, 22, 23)
                .read(1, 0, 600, 601)
                .bad(Rule.STALE);
    }

    @Test
    void read_afterAForeignWrite_isStaleLikeAnyOther() {
        write(1, 10, 11)
                .add(Kind.FOREIGN, Outcome.OK, 0, 1, 12, 13)
                .read(1, 0, 514, 515)
                .bad(Rule.STALE);
    }

    @Test
    void read_expiredFallbackThatSaysSo_isGood() {
        key = FALLBACK;
        write(1, 10, 11)
                .add(Kind.EXPIRE, Outcome.OK, 0, 1, 12, 13)
                .add(Kind.READ, Outcome.STALE, 1, 0, 5_000, 5_001)
                .good();
    }

    @Test
    void read_expiredFallbackAsFresh_isStale() {
        key = FALLBACK;
        write(1, 10, 11)
                .add(Kind.EXPIRE, Outcome.OK, 0, 1, 12, 13)
                .read(1, 0, 5_000, 5_001)
                .bad(Rule.STALE);
    }

    @Test
    void read_deletedFallbackThatSaysItIsStale_isStaleAllTheSame() {
        key = FALLBACK;
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .add(Kind.READ, Outcome.STALE, 1, 0, 5_000, 5_001)
                .bad(Rule.STALE);
    }

    @Test
    void read_oldFromALaggingReplica_isGoodAsFarAsItLags() {
        lagMillis = 1_000;
        write(1, 10, 11).invalidate(1, 12, 13).read(1, 0, 900, 901).good();
    }

    @Test
    void read_olderThanTheReplicaCanBe_isStale() {
        lagMillis = 1_000;
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .write(2, 1_500, 1_501)
                .invalidate(2, 1_502, 1_503)
                .read(1, 0, 2_010, 2_011)
                .bad(Rule.STALE);
    }

    @Test
    void read_withinTheLifeAfterTheLoad_isGood() {
        key = BRIEF;
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .load(1, 20, 30)
                .read(1, 1, 1_530, 1_531)
                .good();
    }

    @Test
    void read_afterTheLifeOfTheLastLoad_hasOutlived() {
        key = BRIEF;
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .load(1, 20, 30)
                .read(1, 1, 1_531, 1_532)
                .bad(Rule.OUTLIVED);
    }

    @Test
    void read_byTheWriterDuringItsWrite_mayBeOld() {
        write(1, 10, 11).invalidate(1, 12, 20).read(0, 0, 20, 21).good();
    }

    @Test
    void read_byTheWriterAfterItsWrite_isItsOwn() {
        write(1, 10, 11).invalidate(1, 12, 20).read(0, 0, 21, 22).bad(Rule.OWN_WRITE);
    }

    @Test
    void read_byTheWriterAfterAJournaledWrite_isItsOwn() {
        write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, 20)
                .read(0, 0, 21, 22)
                .bad(Rule.OWN_WRITE);
    }

    @Test
    void read_byTheWriterAfterAForeignWrite_mayBeOldForD() {
        write(1, 10, 11)
                .add(Kind.FOREIGN, Outcome.OK, 0, 1, 12, 20)
                .read(0, 0, 21, 22)
                .good();
    }

    @Test
    void read_olderThanOneWithinD_isGood() {
        calm = true;
        write(1, 10, 11).read(1, 1, 20, 21).read(1, 0, 521, 522).good();
    }

    @Test
    void read_olderThanOneMoreThanDBefore_isNotMonotonic() {
        calm = true;
        write(1, 10, 11).read(1, 1, 20, 21).read(1, 0, 522, 523).bad(Rule.MONOTONIC);
    }

    @Test
    void read_olderThanAnotherProcessRead_isGood() {
        calm = true;
        write(1, 10, 11).read(0, 1, 20, 21).read(1, 0, 900, 901).good();
    }

    @Test
    void verify_whatTheSourceHas_isGood() {
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .add(Kind.VERIFY, Outcome.OK, 1, 1, 2_000, 2_001)
                .good();
    }

    @Test
    void verify_somethingOlder_hasNotSettled() {
        write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, 13)
                .add(Kind.VERIFY, Outcome.OK, 1, 0, 2_000, 2_001)
                .bad(Rule.SETTLED);
    }

    @Test
    void loads_withAWriteBetween_areGood() {
        calm = true;
        load(0, 1, 2).write(1, 10, 11).invalidate(1, 12, 13).load(1, 20, 21).good();
    }

    @Test
    void loads_duringOneWrite_areGood() {
        calm = true;
        write(1, 1, 2).load(1, 12, 14).invalidate(1, 3, 13).load(1, 20, 21).good();
    }

    @Test
    void loads_twiceForOneWrite_areOneTooMany() {
        calm = true;
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .load(1, 2_014, 2_015)
                .load(1, 2_030, 2_031)
                .bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_twiceWhereTheRightOfTheFirstMayHaveEnded_areGood() {
        calm = true;
        write(1, 10, 11).invalidate(1, 12, 13).load(1, 20, 21).load(1, 30, 31).good();
    }

    @Test
    void loads_twiceWhileSomethingFails_areGood() {
        write(1, 10, 11)
                .invalidate(1, 12, 13)
                .load(1, 2_014, 2_015)
                .load(1, 2_030, 2_031)
                .good();
    }

    @Test
    void load_underWayDuringAPut_isGood() {
        calm = true;
        load(0, 5, 30).write(1, 10, 11).add(Kind.PUT, Outcome.OK, 0, 1, 12, 13).good();
    }

    @Test
    void load_afterAPut_hasLostIt() {
        calm = true;
        write(1, 10, 11)
                .add(Kind.PUT, Outcome.OK, 0, 1, 12, 13)
                .load(1, 2_014, 2_015)
                .bad(Rule.VANISHED);
    }

    @Test
    void load_afterAPutThatIsUnknown_isGood() {
        calm = true;
        write(1, 10, 11)
                .add(Kind.PUT, Outcome.UNKNOWN, 0, 1, 12, 13)
                .load(1, 20, 21)
                .good();
    }
}
