package dev.larder.server;

import dev.larder.check.GatewayCheck;
import dev.larder.check.GatewayOptions;
import dev.larder.check.GatewayReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder check gateway}. */
@Command(
        name = "gateway",
        description = {
            "A gateway with little memory, in a JVM of its own: content streams through it both ways, and has to come as it was"
                    + " sent, in constant memory.",
            "Then a fast client asks alone, beside many that read four bytes a second of a stored response of 1 MB, and alone"
                    + " again; it must not be slowed.",
            "Starts a Redis and an origin of its own, whatever else runs on this machine."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder check gateway",
            "  larder check gateway --megabytes 64 --slow 100 --seconds 2 --json"
        })
final class GatewayCommand implements Callable<Integer> {

    private static final GatewayOptions DEFAULTS = GatewayOptions.of(Main.class.getName());

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--megabytes", paramLabel = "N", description = "MiB each way. Default: ${DEFAULT-VALUE}")
    private int megabytes = DEFAULTS.megabytes();

    @Option(names = "--slow", paramLabel = "N", description = "Slow clients. Default: ${DEFAULT-VALUE}")
    private int slow = DEFAULTS.slow();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long the fast client asks, three times. Default: ${DEFAULT-VALUE}")
    private int seconds = (int) DEFAULTS.time().toSeconds();

    @Option(
            names = "--memory",
            paramLabel = "MB",
            description = "The gateway's heap, and as much beside it. Default: ${DEFAULT-VALUE}")
    private int memory = DEFAULTS.memory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        return CheckFrame.run(spec, output, () -> new GatewayCheck(options()), List::of, GatewayCommand::table);
    }

    private GatewayOptions options() {
        Dialogue.atLeast(spec, "--megabytes", megabytes, 1);
        Dialogue.between(spec, "--slow", slow, 1, 10_000);
        Dialogue.atLeast(spec, "--seconds", seconds, 1);
        Dialogue.atLeast(spec, "--memory", memory, 32);
        return DEFAULTS.withMegabytes(megabytes)
                .withSlow(slow)
                .withTime(Duration.ofSeconds(seconds))
                .withMemory(memory);
    }

    private static List<String> table(GatewayReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "A gateway with %d MB of heap and as much beside it: %s",
                report.memory(),
                report.good() ? "no violation" : report.violations().size() + " VIOLATIONS"));
        lines.add("");
        lines.add("stream              bytes   seconds     MB/s  SHA-256  RSS before     peak    after");
        for (GatewayReport.OfStream stream : report.streams()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %,14d %9.1f %8.0f  %-7s %,7.0f MB %,5.0f MB %,5.0f MB",
                    stream.way(),
                    stream.bytes(),
                    stream.seconds(),
                    stream.bytes() / 1e6 / stream.seconds(),
                    stream.same() ? "same" : "OTHER",
                    stream.before(),
                    stream.peak(),
                    stream.after()));
        }
        lines.add("");
        lines.add("fast client            requests    each s       p50       p99  RSS peak");
        for (GatewayReport.OfPhase phase : report.phases()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %,10d %,9.0f %,6.0f us %,6.0f us %,5.0f MB",
                    phase.name(),
                    phase.requests(),
                    phase.perSecond(),
                    phase.p50Micros(),
                    phase.p99Micros(),
                    phase.peak()));
        }
        lines.add(String.format(Locale.ROOT, "%,d slow clients were fed to the end", report.slow()));
        report.violations().forEach(violation -> lines.add("  " + violation));
        return lines;
    }
}
