package dev.larder.server;

import dev.larder.check.PayloadCheck;
import dev.larder.check.PayloadOptions;
import dev.larder.check.PayloadPart;
import dev.larder.check.PayloadReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder check payloads}. */
@Command(
        name = "payloads",
        description = {
            "An attacker who can write all of Redis forges entries in every way; each has to be a miss that is counted"
                    + " (docs/features/encryption.md).",
            "Then two JVMs read and write while keys are rotated, dictionaries change and a second release replaces the"
                    + " first; no read may fail or answer a wrong value.",
            "Starts a Redis of its own, whatever else runs on this machine. Needs a JDK: the second release is compiled."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder check payloads",
            "  larder check payloads --only tampering --count 1000000 --json",
            "  larder check payloads --only rotation,upgrade --seconds 120"
        })
final class PayloadsCommand implements Callable<Integer> {

    private static final long NANOS_BETWEEN_LINES = 2_000_000_000L;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", description = "Envelopes to forge. Default: ${DEFAULT-VALUE}")
    private long count = PayloadOptions.DEFAULTS.count();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Time for each of rotation, dictionary and upgrade. Default: ${DEFAULT-VALUE}")
    private long seconds = PayloadOptions.DEFAULTS.time().toSeconds();

    @Option(names = "--seed", paramLabel = "N", description = "Decides what is done. Default: ${DEFAULT-VALUE}")
    private long seed = PayloadOptions.DEFAULTS.seed();

    @Option(
            names = "--only",
            paramLabel = "PARTS",
            split = ",",
            description = "Some parts only: ${COMPLETION-CANDIDATES}",
            completionCandidates = PartNames.class)
    private @Nullable List<String> only;

    @Mixin
    private Output output = new Output();

    private final AtomicLong lastLine = new AtomicLong(Long.MIN_VALUE);

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(spec, output, () -> new PayloadCheck(options()), this::lines, PayloadsCommand::table);
    }

    private PayloadOptions options() {
        Dialogue.atLeast(spec, "--count", count, 1);
        Dialogue.atLeast(spec, "--seconds", seconds, 0);
        return PayloadOptions.DEFAULTS
                .withCount(count)
                .withTime(Duration.ofSeconds(seconds))
                .withSeed(seed)
                .withParts(parts());
    }

    private Set<PayloadPart> parts() {
        if (only == null) {
            return EnumSet.allOf(PayloadPart.class);
        }
        return Set.copyOf(Dialogue.named(spec, "--only", only, List.of(PayloadPart.values()), PayloadPart::label));
    }

    /** Says how far it is: with envelopes now and then, with changes under load each time. */
    private List<String> lines(PayloadCheck.Progress progress) {
        long now = System.nanoTime();
        long before = lastLine.get();
        boolean due = before == Long.MIN_VALUE || now - before > NANOS_BETWEEN_LINES;
        if (progress.part() == PayloadPart.TAMPERING && !(due && lastLine.compareAndSet(before, now))) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "%s: %,d %s, %,d violations, %d s",
                progress.part().label(),
                progress.done(),
                progress.what(),
                progress.violations(),
                progress.elapsed().toSeconds()));
    }

    private static List<String> table(PayloadReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d operations, %.0f s: %s%s",
                report.operations(),
                report.seconds(),
                report.good() ? "no violation" : report.violations() + " VIOLATIONS",
                report.complete() ? "" : " (stopped before the end)"));
        kinds(lines, "encrypted, forged", report.tampered());
        kinds(lines, "not encrypted, damaged", report.accidents());
        if (!report.outsideTheSeal().isEmpty()) {
            kinds(lines, "outside of the seal", report.outsideTheSeal());
            lines.add(String.format(
                    Locale.ROOT,
                    "The last group is outside of seal and checksum by design: what is no miss has to be the right value."
                            + " Untouched entries, all answered: %,d",
                    report.controls()));
        }
        if (!report.loads().isEmpty()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%-12s %8s %12s %12s %10s %8s %8s %11s %11s",
                    "under load",
                    "changes",
                    "disturbances",
                    "reads",
                    "writes",
                    "loads",
                    "misses",
                    "unreadable",
                    "violations"));
            report.loads()
                    .forEach(load -> lines.add(String.format(
                            Locale.ROOT,
                            "%-12s %,8d %,12d %,12d %,10d %,8d %,8d %,11d %,11d%s",
                            load.part(),
                            load.changes(),
                            load.disturbances(),
                            load.reads(),
                            load.writes(),
                            load.loads(),
                            load.misses(),
                            load.unreadable(),
                            load.violations(),
                            load.reasons().isEmpty() ? "" : "   " + load.reasons())));
        }
        report.examples().forEach(flaw -> lines.add("  " + flaw.kind() + ": " + flaw.detail()));
        return lines;
    }

    private static void kinds(List<String> lines, String what, List<PayloadReport.OfKind> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%-36s %12s %12s   as", what, "made", "rejected"));
        for (PayloadReport.OfKind kind : kinds) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-36s %,12d %,12d   %s",
                    kind.kind(),
                    kind.made(),
                    kind.rejected(),
                    kind.reasons().keySet().stream().collect(Collectors.joining(", "))));
        }
        lines.add(String.format(
                Locale.ROOT,
                "%-36s %,12d %,12d",
                "all",
                kinds.stream().mapToLong(PayloadReport.OfKind::made).sum(),
                kinds.stream().mapToLong(PayloadReport.OfKind::rejected).sum()));
    }

    /** The names of all parts. */
    static final class PartNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        PartNames() {
            super(Arrays.stream(PayloadPart.values()).map(PayloadPart::label).toList());
        }
    }
}
