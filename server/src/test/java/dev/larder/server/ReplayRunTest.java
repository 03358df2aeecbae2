package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.bench.trace.Trace;
import dev.larder.server.ReplayTarget.Tier;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayRunTest {
    private static final int ACCESSES = 10_000;

    @TempDir
    Path folder;

    /** Answers as it is told and remembers what it was asked. */
    private static final class FakeTarget implements ReplayTarget {
        private final LongFunction<Tier> answer;
        private final List<Long> reads = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> writes = Collections.synchronizedList(new ArrayList<>());

        FakeTarget(LongFunction<Tier> answer) {
            this.answer = answer;
        }

        @Override
        public Tier read(long id) {
            reads.add(id);
            return answer.apply(id);
        }

        @Override
        public void write(long id) {
            writes.add(id);
        }

        @Override
        public Counters counters() {
            return new Counters(6_000, 2_500, 1_000, 400, 100, 3_000, 1_234_567, 2_345_678, 77);
        }

        @Override
        public void close() {}
    }

    @Test
    void run_oneThread_keepsTheOrderOfTheTrace() throws Exception {
        FakeTarget target = new FakeTarget(id -> Tier.NEAR);

        ReplayRun.Outcome outcome = new ReplayRun(workload(0), target, 1).run();

        assertThat(outcome.complete()).isTrue();
        assertThat(target.reads)
                .isEqualTo(LongStream.rangeClosed(1, ACCESSES).boxed().toList());
    }

    @Test
    void run_manyThreads_doEachAccessOnce() throws Exception {
        FakeTarget target = new FakeTarget(id -> id % 4 == 0 ? Tier.DATABASE : Tier.NEAR);

        ReplayRun run = new ReplayRun(workload(0.3), target, 7);
        ReplayRun.Outcome outcome = run.run();

        List<Long> all = new ArrayList<>(target.reads);
        all.addAll(target.writes);
        assertThat(all).hasSize(ACCESSES).doesNotHaveDuplicates();
        assertThat(run.done()).isEqualTo(ACCESSES);
        assertThat(outcome.reads()).isEqualTo(target.reads.size());
        assertThat(outcome.writes()).isEqualTo(target.writes.size()).isBetween(2_700L, 3_300L);
        assertThat(outcome.latencies().get(Tier.DATABASE).getTotalCount())
                .isEqualTo(target.reads.stream().filter(id -> id % 4 == 0).count());
        assertThat(outcome.latencies().get(Tier.REDIS).getTotalCount()).isZero();
    }

    @Test
    void run_failingReads_areCountedAndTheFirstCauseKept() throws Exception {
        FakeTarget target = new FakeTarget(id -> {
            if (id % 10 == 0) {
                throw new IllegalStateException("no answer for " + id);
            }
            return Tier.REDIS;
        });

        ReplayRun.Outcome outcome = new ReplayRun(workload(0), target, 1).run();

        assertThat(outcome.errors()).isEqualTo(ACCESSES / 10);
        assertThat(outcome.firstError()).hasMessage("no answer for 10");
        assertThat(outcome.complete()).isTrue();
        assertThat(report(outcome, target).good()).isFalse();
        assertThat(report(outcome, target).table()).contains("first error: " + outcome.firstError());
    }

    @Test
    void run_readEndsInAnError_isCountedToo() throws Exception {
        FakeTarget target = new FakeTarget(id -> {
            if (id == 300) {
                throw new StackOverflowError("seeded");
            }
            return Tier.NEAR;
        });

        ReplayRun.Outcome outcome = new ReplayRun(workload(0), target, 2).run();

        assertThat(outcome.firstError()).isInstanceOf(StackOverflowError.class);
        assertThat(outcome.errors()).isEqualTo(1);
        assertThat(outcome.complete()).isTrue();
        assertThat(report(outcome, target).good()).isFalse();
    }

    @Test
    void stop_duringTheRun_endsItWithWhatWasDone() throws Exception {
        ReplayRun[] run = new ReplayRun[1];
        FakeTarget target = new FakeTarget(id -> {
            if (id == 2_000) {
                run[0].stop();
            }
            return Tier.NEAR;
        });
        run[0] = new ReplayRun(workload(0), target, 1);

        ReplayRun.Outcome outcome = run[0].run();

        assertThat(outcome.reads()).isEqualTo(2_000);
        assertThat(outcome.complete()).isFalse();
        assertThat(report(outcome, target).table().get(0)).startsWith("Interrupted. ");
    }

    @Test
    void report_counters_areShownAndRelatedToTheReads() throws Exception {
        FakeTarget target = new FakeTarget(id -> Tier.NEAR);
        ReplayReport report = report(new ReplayRun(workload(0), target, 1).run(), target);

        JsonNode json = JsonMapper.shared().readTree(report.json());

        assertThat(report.good()).isTrue();
        assertThat(json.get("nearHitRatio").asDouble()).isEqualTo(0.6);
        assertThat(json.get("roundTripsPer1000Reads").asDouble()).isEqualTo(300.0);
        assertThat(json.get("loadsSaved").asInt()).isEqualTo(9_000);
        assertThat(json.get("nearEntries").asInt()).isEqualTo(77);
        assertThat(String.join("\n", report.table()))
                .containsPattern("near tier +6,000 +60.00 %")
                .containsPattern("another one's load +400 +4.00 %")
                .contains("300.0 per 1,000 reads")
                .contains("1.2 MB");
    }

    private static ReplayReport report(ReplayRun.Outcome outcome, ReplayTarget target) {
        return new ReplayReport("test", ACCESSES, 1, outcome, target.counters());
    }

    private Workload workload(double writeRatio) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * ACCESSES);
        for (int i = 0; i < ACCESSES; i++) {
            bytes.putInt(i * 3);
        }
        Path file = Files.write(folder.resolve("all.trace"), bytes.array());
        return new Workload(Trace.open(file), ACCESSES, writeRatio, 1);
    }
}
