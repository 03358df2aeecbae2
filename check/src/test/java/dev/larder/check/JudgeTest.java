package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hand-made histories: for each rule a good one that comes close, and a bad one. Times are milliseconds; D is 500. */
class JudgeTest {

    private static final long NEVER = Operation.NEVER;
    private static final Landscape LANDSCAPE = new Landscape(16, 2);

    /** Written by JVM 0, in the cache of lasting values. */
    private static final int LASTING = 0;

    /** Written by JVM 0, in the cache of brief values, which live for a second. */
    private static final int BRIEF = 4 * Landscape.GROUP;

    /** Written by JVM 0, in the cache with fallbacks. */
    private static final int FALLBACK = 12 * Landscape.GROUP;

    /** Two processes, and those that take their places. */
    private final Log[] logs = {new Log(0), new Log(1), new Log(2), new Log(3)};

    private final long[] after = new long[LANDSCAPE.keys()];
    private int key = LASTING;
    private final Map<Integer, Long> deaths = new HashMap<>();
    private List<Fault> faults = List.of();
    private long struckMillis;
    private long lagMillis;

    private JudgeTest add(Kind kind, Outcome outcome, int jvm, long version, long begin, long end) {
        logs[jvm].add(kind, outcome, key, version, begin * 1_000_000, end == NEVER ? NEVER : end * 1_000_000);
        if (kind == Kind.WRITE) {
            after[key] = version;
        }
        return this;
    }

    private JudgeTest on(int which) {
        key = which;
        return this;
    }

    private JudgeTest under(Fault fault, long struckAt) {
        faults = List.of(fault);
        struckMillis = struckAt;
        return this;
    }

    private JudgeTest trouble(long begin, long end) {
        logs[0].add(Kind.TROUBLE, Outcome.OK, 0, 0, begin * 1_000_000, end * 1_000_000);
        return this;
    }

    private JudgeTest dies(int actor, long at) {
        deaths.put(actor, at * 1_000_000);
        return this;
    }

    private JudgeTest write(long version, long begin, long end) {
        return add(Kind.WRITE, Outcome.OK, 0, version, begin, end);
    }

    private JudgeTest invalidate(long version, long begin, long end) {
        return add(Kind.INVALIDATE, Outcome.OK, 0, version, begin, end);
    }

    /** Writes for a millisecond, and tells of it, as long, a millisecond later: all is done at begin + 3. */
    private JudgeTest change(long version, long begin, Kind told, Outcome outcome) {
        return write(version, begin, begin + 1).add(told, outcome, 0, version, begin + 2, begin + 3);
    }

    private JudgeTest change(long version, long begin) {
        return change(version, begin, Kind.INVALIDATE, Outcome.OK);
    }

    private JudgeTest load(long version, long begin, long end) {
        return add(Kind.LOAD, Outcome.OK, 1, version, begin, end);
    }

    private JudgeTest load(long version, long begin) {
        return load(version, begin, begin + 1);
    }

    /** Reads in JVM 1, which does not write. */
    private JudgeTest read(long version, long begin, long end) {
        return add(Kind.READ, Outcome.OK, 1, version, begin, end);
    }

    private JudgeTest read(long version, long begin) {
        return read(version, begin, begin + 1);
    }

    private JudgeTest readAs(Outcome outcome, long version, long begin) {
        return add(Kind.READ, outcome, 1, version, begin, begin + 1);
    }

    private JudgeTest writerReads(long version, long begin) {
        return add(Kind.READ, Outcome.OK, 0, version, begin, begin + 1);
    }

    private JudgeTest verify(long version, long begin) {
        return add(Kind.VERIFY, Outcome.OK, 1, version, begin, begin + 1);
    }

    private Verdict verdict() {
        // JVM 1 first, as logs come in any order.
        History history = new History(
                List.of(numbers(logs[1]), numbers(logs[0]), numbers(logs[3]), numbers(logs[2])), LANDSCAPE.keys());
        return new Judge(
                        LANDSCAPE,
                        history,
                        new long[LANDSCAPE.keys()],
                        after,
                        new Judge.Terms(
                                500_000_000,
                                lagMillis * 1_000_000,
                                faults.isEmpty(),
                                faults,
                                struckMillis * 1_000_000,
                                deaths),
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
        change(1, 10).read(1, 20).good();
    }

    @Test
    void read_forged_isNeverWritten() {
        write(1, 10, 11).readAs(Outcome.FORGED, -1, 20).bad(Rule.NEVER_WRITTEN);
    }

    @Test
    void read_versionAfterTheLast_isNeverWritten() {
        write(1, 10, 11).read(2, 20).bad(Rule.NEVER_WRITTEN);
    }

    @Test
    void read_endsWhileTheVersionIsBeingWritten_isGood() {
        write(1, 10, 15).read(1, 9, 11).good();
    }

    @Test
    void read_endsBeforeTheVersionIsWritten_isFromTheFuture() {
        write(1, 10, 15).read(1, 8).bad(Rule.FUTURE);
    }

    @Test
    void read_oldWithinTheBound_isGoodAndMeasured() {
        change(1, 10).read(0, 513, 2_000);

        assertThat(verdict().counts()).isEmpty();
        assertThat(verdict().worstNanos()).isEqualTo(500_000_000);
    }

    @Test
    void read_oldBeyondTheBound_isStale() {
        change(1, 10).read(0, 514).bad(Rule.STALE);
    }

    @Test
    void read_olderThanTwoVersions_isMeasuredFromTheFirst() {
        change(1, 10).change(2, 400).read(0, 514).bad(Rule.STALE);
    }

    @Test
    void read_oldWhereNothingNewWasAcknowledged_isGood() {
        change(1, 10, Kind.INVALIDATE, Outcome.UNKNOWN).read(0, 5_000).good();
    }

    @Test
    void read_laterAcknowledgementOfANewerOne_makesTheOldOneObsolete() {
        change(1, 10, Kind.INVALIDATE, Outcome.UNKNOWN)
                .change(2, 20)
                .read(0, 600)
                .bad(Rule.STALE);
    }

    @Test
    void read_afterAForeignWrite_isStaleLikeAnyOther() {
        change(1, 10, Kind.FOREIGN, Outcome.OK).read(0, 514).bad(Rule.STALE);
    }

    @Test
    void read_expiredFallbackThatSaysSo_isGood() {
        on(FALLBACK)
                .change(1, 10, Kind.EXPIRE, Outcome.OK)
                .readAs(Outcome.STALE, 0, 5_000)
                .good();
    }

    @Test
    void read_expiredFallbackAsFresh_isStale() {
        on(FALLBACK).change(1, 10, Kind.EXPIRE, Outcome.OK).read(0, 5_000).bad(Rule.STALE);
    }

    @Test
    void read_deletedFallbackThatSaysItIsStale_isStaleAllTheSame() {
        on(FALLBACK).change(1, 10).readAs(Outcome.STALE, 0, 5_000).bad(Rule.STALE);
    }

    @Test
    void read_oldFromALaggingReplica_isGoodAsFarAsItLags() {
        lagMillis = 1_000;
        change(1, 10).read(0, 900).good();
    }

    @Test
    void read_olderThanTheReplicaCanBe_isStale() {
        lagMillis = 1_000;
        change(1, 10).change(2, 1_500).read(0, 2_010).bad(Rule.STALE);
    }

    @Test
    void read_withinTheLifeAfterTheLoad_isGood() {
        on(BRIEF).change(1, 10).load(1, 20, 30).read(1, 1_530).good();
    }

    @Test
    void read_afterTheLifeOfTheLastLoad_hasOutlived() {
        on(BRIEF).change(1, 10).load(1, 20, 30).read(1, 1_531).bad(Rule.OUTLIVED);
    }

    @Test
    void read_afterItsLifeAndBeforeTheNextLoad_hasOutlived() {
        on(BRIEF)
                .change(1, 10)
                .load(1, 20, 30)
                .read(1, 1_600)
                .load(1, 1_700, 1_710)
                .bad(Rule.OUTLIVED);
    }

    @Test
    void read_ofWhatWasThereBeforeTheRoundAfterItsLife_hasOutlived() {
        on(BRIEF).read(0, 1_501).bad(Rule.OUTLIVED);
    }

    @Test
    void read_byTheWriterDuringItsWrite_mayBeOld() {
        write(1, 10, 11).invalidate(1, 12, 20).writerReads(0, 20).good();
    }

    @Test
    void read_byTheWriterAfterItsWrite_isItsOwn() {
        write(1, 10, 11).invalidate(1, 12, 20).writerReads(0, 21).bad(Rule.OWN_WRITE);
    }

    @Test
    void read_byTheWriterAfterAJournaledWrite_isItsOwn() {
        write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, 20)
                .writerReads(0, 21)
                .bad(Rule.OWN_WRITE);
    }

    @Test
    void read_byTheWriterAfterAForeignWrite_mayBeOldForD() {
        write(1, 10, 11)
                .add(Kind.FOREIGN, Outcome.OK, 0, 1, 12, 20)
                .writerReads(0, 21)
                .good();
    }

    @Test
    void read_olderThanOneWithinD_isGood() {
        change(1, 18).read(1, 20).read(0, 521).good();
    }

    @Test
    void read_olderThanOneMoreThanDBefore_isNotMonotonic() {
        change(1, 20).read(1, 21).read(0, 523).bad(Rule.MONOTONIC);
    }

    @Test
    void read_olderThanOneBeforeThatNobodyHasBeenToldOf_isGood() {
        write(1, 10, 11).read(1, 20).read(0, 522).good();
    }

    @Test
    void read_olderThanAnotherProcessRead_isGood() {
        add(Kind.WRITE, Outcome.OK, 0, 1, 10, 11)
                .writerReads(1, 20)
                .read(0, 900)
                .good();
    }

    @Test
    void verify_whatTheSourceHas_isGood() {
        change(1, 10).verify(1, 2_000).good();
    }

    @Test
    void verify_somethingOlder_hasNotSettled() {
        change(1, 10, Kind.INVALIDATE, Outcome.UNKNOWN).verify(0, 2_000).bad(Rule.SETTLED);
    }

    private JudgeTest stored(Outcome outcome, long version) {
        return add(Kind.STORED, outcome, 1, version, 2_000, 2_001);
    }

    @Test
    void stored_whatTheSourceHas_isGood() {
        change(1, 10).stored(Outcome.OK, 1).good();
    }

    @Test
    void stored_somethingOlderThatNobodyReads_hasNotSettled() {
        change(1, 10, Kind.INVALIDATE, Outcome.UNKNOWN)
                .verify(1, 1_900)
                .stored(Outcome.OK, 0)
                .bad(Rule.SETTLED);
    }

    @Test
    void stored_forged_isNeverWritten() {
        stored(Outcome.FORGED, -1).bad(Rule.NEVER_WRITTEN);
    }

    @Test
    void loads_withAWriteBetween_areGood() {
        load(0, 1).change(1, 10).load(1, 20).good();
    }

    @Test
    void loads_duringOneWrite_areGood() {
        write(1, 1, 2).load(1, 12, 14).invalidate(1, 3, 13).load(1, 20).good();
    }

    @Test
    void loads_twiceForOneWrite_areOneTooMany() {
        change(1, 10).load(1, 2_014).load(1, 2_030).bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_twiceWhereTheRightOfTheFirstMayHaveEnded_areGood() {
        change(1, 10).load(1, 20).load(1, 30).good();
    }

    @Test
    void loads_twiceWhileSomethingFails_areGood() {
        trouble(2_020, 2_025).change(1, 10).load(1, 2_014).load(1, 2_030).good();
    }

    @Test
    void load_underWayDuringAPut_isGood() {
        load(0, 5, 30).change(1, 10, Kind.PUT, Outcome.OK).good();
    }

    @Test
    void load_afterAPut_hasLostIt() {
        change(1, 10, Kind.PUT, Outcome.OK).load(1, 2_014).bad(Rule.VANISHED);
    }

    @Test
    void load_afterAPutThatIsUnknown_isGood() {
        change(1, 10, Kind.PUT, Outcome.UNKNOWN).load(1, 20).good();
    }

    @Test
    void loads_twiceWithTroubleLongBefore_areOneTooMany() {
        trouble(0, 13).change(1, 10).load(1, 2_014).load(1, 2_030).bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_twiceWithTroubleALeaseBefore_areGood() {
        trouble(0, 14).change(1, 10).load(1, 2_014).load(1, 2_030).good();
    }

    @Test
    void loads_twiceBeforeTheFault_areOneTooMany() {
        under(Fault.FLUSHALL, 2_032).change(1, 10).load(1, 2_014).load(1, 2_030).bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_twiceWhileAFaultLosesEntries_areGood() {
        under(Fault.FLUSHALL, 2_031).change(1, 10).load(1, 2_014).load(1, 2_030).good();
    }

    @Test
    void loads_twiceWhileAFaultSparesThem_areOneTooMany() {
        under(Fault.LOADER_LAGS, 0).change(1, 10).load(1, 2_014).load(1, 2_030).bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_twiceAfterSomethingUnknown_areGood() {
        change(1, 10, Kind.INVALIDATE, Outcome.UNKNOWN)
                .change(2, 20)
                .load(2, 2_030)
                .load(2, 2_040)
                .good();
    }

    @Test
    void loads_aSecondOneAfterAThrow_isGood() {
        change(1, 10)
                .add(Kind.LOAD, Outcome.UNKNOWN, 1, 1, 2_014, 2_015)
                .load(1, 2_030)
                .good();
    }

    @Test
    void loads_aSecondOneAfterTheFirstDied_isGood() {
        under(Fault.CLIENT_KILLED, 0)
                .dies(0, 2_100)
                .change(1, 10)
                .add(Kind.LOAD, Outcome.UNKNOWN, 0, 1, 2_014, NEVER)
                .load(1, 4_030)
                .good();
    }

    @Test
    void loads_aThirdOneAfterTheFirstDied_isOneTooMany() {
        under(Fault.CLIENT_KILLED, 0)
                .dies(0, 2_100)
                .change(1, 10)
                .add(Kind.LOAD, Outcome.UNKNOWN, 0, 1, 2_014, NEVER)
                .load(1, 4_030)
                .load(1, 4_040)
                .bad(Rule.ONE_LOAD);
    }

    @Test
    void loads_aSecondOneLongAfterWhatTheDeadHadLoaded_isOneTooMany() {
        under(Fault.CLIENT_KILLED, 0)
                .dies(0, 2_516)
                .change(1, 10)
                .add(Kind.LOAD, Outcome.OK, 0, 1, 2_014, 2_015)
                .load(1, 2_600)
                .bad(Rule.ONE_LOAD);
    }

    @Test
    void load_afterAPutThatIsLostToAFlush_isGood() {
        under(Fault.FLUSHALL, 20)
                .change(1, 10, Kind.PUT, Outcome.OK)
                .load(1, 2_014)
                .good();
    }

    @Test
    void read_olderThanOneMoreThanDBeforeUnderALaggingLoader_isGood() {
        under(Fault.LOADER_LAGS, 0).change(1, 20).read(1, 21).read(0, 523).good();
    }

    @Test
    void read_olderThanOneMoreThanDBeforeWithTroubleBetween_isGood() {
        trouble(100, 200).change(1, 20).read(1, 21).read(0, 523).good();
    }

    @Test
    void read_byTheSuccessorOfAKilledWriter_isNotItsOwn() {
        dies(0, 30)
                .write(1, 10, 11)
                .add(Kind.INVALIDATE, Outcome.UNKNOWN, 0, 1, 12, NEVER)
                .add(Kind.READ, Outcome.OK, 2, 0, 40, 41)
                .good();
    }

    @Test
    void read_byTheSuccessorOfAKilledWriterAfterWhatWasAcknowledged_isStaleLikeAnyOther() {
        dies(0, 30).change(1, 10).add(Kind.READ, Outcome.OK, 2, 0, 514, 515).bad(Rule.STALE);
    }
}
