package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A short run of the check of payloads, with a fixed seed. */
class PayloadCheckIT {

    private static PayloadReport run(PayloadPart part) throws InterruptedException {
        PayloadOptions options = PayloadOptions.DEFAULTS
                .withCount(6_000)
                .withTime(Duration.ofSeconds(3))
                .withSeed(7)
                .withParts(Set.of(part));
        try (PayloadCheck check = new PayloadCheck(options)) {
            return check.run(progress -> {});
        }
    }

    @Test
    void run_tampering_everyEnvelopeIsACountedMiss() throws InterruptedException {
        PayloadReport report = run(PayloadPart.TAMPERING);

        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.tamperedTotal()).isEqualTo(6_000);
        assertThat(report.tampered())
                .hasSameSizeAs(Tampering.ATTACKS)
                .allSatisfy(kind ->
                        assertThat(kind.rejected()).as(kind.kind()).isPositive().isEqualTo(kind.made()));
        assertThat(report.accidents())
                .hasSameSizeAs(Tampering.ACCIDENTS)
                .allSatisfy(kind ->
                        assertThat(kind.rejected()).as(kind.kind()).isPositive().isEqualTo(kind.made()));
        assertThat(report.outsideTheSeal()).hasSameSizeAs(Tampering.OUTSIDE);
        assertThat(report.controls()).isPositive();
    }

    /** All at the same time, since most of it is waiting for processes and for keysets to be noticed. */
    @Test
    void run_changesUnderLoad_failNoReadAndAnswerNothingWrong() throws Exception {
        List<PayloadPart> parts = List.of(PayloadPart.ROTATION, PayloadPart.DICTIONARY, PayloadPart.UPGRADE);
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        List<PayloadReport.OfLoad> loads = new ArrayList<>();
        try {
            List<Callable<PayloadReport>> runs = new ArrayList<>();
            parts.forEach(part -> runs.add(() -> run(part)));
            for (Future<PayloadReport> run : threads.invokeAll(runs)) {
                assertThat(run.get().examples()).isEmpty();
                assertThat(run.get().good()).isTrue();
                loads.addAll(run.get().loads());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(loads).extracting(PayloadReport.OfLoad::part).containsExactly("rotation", "dictionary", "upgrade");
        assertThat(loads).allSatisfy(load -> {
            assertThat(load.changes()).as(load.part()).isPositive();
            assertThat(load.reads()).as(load.part()).isPositive();
            assertThat(load.writes()).as(load.part()).isPositive();
        });
        assertThat(loads.get(0).unreadable()).isZero();
        assertThat(loads.get(1).unreadable()).isZero();
        assertThat(loads.get(1).disturbances()).isPositive();
        assertThat(loads.get(2).unreadable()).isPositive();
        assertThat(loads.get(2).reasons()).containsOnlyKeys("incompatible/SCHEMA");
    }
}
