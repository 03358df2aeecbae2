package dev.larder.server;

import dev.larder.bench.Bench;
import dev.larder.bench.BenchPage;
import dev.larder.bench.BenchReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder bench}: what Larder costs and takes, beside its limits and its peers. */
@Command(
        name = "bench",
        description = {
            "Measures Larder beside what it is built on and beside its peers, in JVMs of their own, round after round.",
            "Starts the Redis that it needs. Run it on a machine on which nothing else runs."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Exit status: 0 if every goal was met, 1 if one was missed.",
            "Examples:",
            "  larder bench payload             bytes in Redis, and the cost of packing and sealing",
            "  larder bench near redis --quick  hits of both tiers, roughly",
            "  larder bench                     all of it, for half a day",
            "  larder bench http                hits of the gateway, beside nginx and Varnish (dev/install-http-peers)",
            "  larder bench session limits      sessions beside Spring Session, limits beside Bucket4j and Redisson"
        })
final class BenchCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = {
                "near (hits in the process), redis (hits, batches and misses), payload (bytes), invalidation, stampede, start, latency (under load,"
                        + " with faults), http, session, limits. Default: all"
            })
    private List<String> names = List.of();

    @Option(names = "--quick", description = "Fewer and shorter rounds: a rough result.")
    private boolean quick;

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description =
                    "Where the page benchmarks.md is written, and each report as JSON. Default: docs of the installation")
    private @Nullable Path folder;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<String> chosen = names.isEmpty() || names.contains(ALL) ? Bench.names() : names;
        for (String name : chosen) {
            if (!Bench.names().contains(name)) {
                List<String> known = new ArrayList<>(Bench.names());
                known.add(ALL);
                throw Dialogue.unknown(spec, "benchmark", name, known);
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        BenchPage page = new BenchPage(
                folder == null ? Path.of(System.getProperty("larder.home", "")).resolve("docs") : folder);
        List<BenchReport> reports = new ArrayList<>();
        for (String name : chosen) {
            BenchReport report = Bench.run(name, quick, line -> {
                err.println(line);
                err.flush();
            });
            page.add(name, report);
            reports.add(report);
        }
        BenchReport whole = reports.stream().reduce(BenchReport::and).orElseThrow();
        output.print(whole::toJson, () -> whole.toText().lines().toList());
        return whole.good() ? ExitCode.GOOD : ExitCode.BAD;
    }
}
