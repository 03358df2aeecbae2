package dev.larder.server;

import dev.larder.ConfigurationException;
import dev.larder.LarderConfig;
import dev.larder.bench.trace.Trace;
import dev.larder.grounds.GroundsConfig;
import dev.larder.grounds.GroundsDataException;
import dev.larder.grounds.GroundsDatabase;
import dev.larder.redis.UnsuitableServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code larder replay}: reads contracts in the order of a recorded access trace and shows who answered. */
@Command(
        name = "replay",
        description = {
            "Reads contracts of the sample database in the order of a recorded access trace and shows which tier answered,"
                    + " how fast, and what that cost.",
            "The database is made on first use, in .larder/grounds below the working directory."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder replay --accesses 200000 --threads 4",
            "  larder replay web12 --near-size 500 --write-ratio 0.01 --json",
            "  larder replay --no-cache            what it costs without Larder",
            "  larder replay --redis redis://localhost:6379 my.trace.xz"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String DEFAULT_TRACE = "orm-busy";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TRACE",
            arity = "0..1",
            defaultValue = DEFAULT_TRACE,
            description =
                    "A trace file (big-endian 32-bit keys, xz-compressed if it ends in .xz), or orm-busy or web12,"
                            + " which come with Larder. Default: ${DEFAULT-VALUE}")
    private String trace = DEFAULT_TRACE;

    @Option(names = "--accesses", paramLabel = "N", description = "Replay the first N accesses only. Default: all")
    private int accesses = Integer.MAX_VALUE;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that read. Default: ${DEFAULT-VALUE}")
    private int threads = 4;

    @Option(
            names = "--near-size",
            paramLabel = "N",
            description = "Most entries of the near tier. Default: ${DEFAULT-VALUE}")
    private int nearSize = 20_000;

    @Option(
            names = "--write-ratio",
            paramLabel = "R",
            description = "Share of the accesses, 0 to 1, that change the contract. Default: ${DEFAULT-VALUE}")
    private double writeRatio;

    @Option(names = "--no-near", description = "Without the near tier: every read asks Redis.")
    private boolean noNear;

    @Option(names = "--no-cache", description = "Without Larder: every read asks the database.")
    private boolean noCache;

    @Option(
            names = "--plain-caffeine",
            description = "Without Larder: plain Caffeine of the same size, to compare hit ratios with.")
    private boolean plainCaffeine;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the layers and of the cache \"contracts\", as in larder.yaml")
    private @Nullable Path config;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "Redis to use, such as redis://localhost:6379. Default: one is started and stopped again")
    private @Nullable String redis;

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides which accesses are writes. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "JDBC URL of a PostgreSQL to use instead of the H2 file. The schema \"grounds\" in it is replaced"
                            + " unless it holds the sample already")
    private @Nullable String database;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the H2 file. Default: .larder/grounds")
    private @Nullable Path data;

    private int contracts = GroundsConfig.defaults().contracts();

    /** Has the sample hold another number of contracts, so that tests are quick. */
    void contracts(int count) {
        contracts = count;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        Trace loaded = loadTrace();
        GroundsConfig config = databaseConfig();
        try (Shutdown shutdown = new Shutdown();
                GroundsDatabase opened = openDatabase(config);
                ReplayTarget target = openTarget(opened)) {
            Workload workload = new Workload(loaded, config.contracts(), writeRatio, seed);
            ReplayRun run = new ReplayRun(workload, target, threads);
            shutdown.onStop(run::stop);
            ReplayReport report = new ReplayReport(
                    title(),
                    loaded.distinctKeys(),
                    threads,
                    Watched.run(run, workload, spec.commandLine().getErr(), "Replaying " + title()),
                    target.counters());
            output.print(report::json, report::table);
            return report.good() ? ExitCode.GOOD : ExitCode.BAD;
        }
    }

    private void checkOptions() {
        Dialogue.require(
                spec,
                accesses >= 1,
                "--accesses is " + accesses + ": give 1 or more, or leave it out for the whole trace");
        Dialogue.between(spec, "--threads", threads, 1, 1000);
        Dialogue.require(spec, nearSize >= 0, "--near-size is " + nearSize + ": give 0 or more entries");
        Dialogue.require(
                spec,
                writeRatio >= 0 && writeRatio <= 1,
                "--write-ratio is " + writeRatio + ": give 0 to 1, 0.01 for 1 %");
        Dialogue.require(
                spec,
                redis == null || redis.startsWith("redis"),
                "--redis needs a URI, such as redis://localhost:6379");
        Dialogue.require(
                spec, database == null || data == null, "--database and --data exclude each other: leave one out");
        Dialogue.require(
                spec,
                database == null || database.startsWith("jdbc:"),
                "--database needs a JDBC URL, such as" + " jdbc:postgresql://localhost:5432/grounds?user=NAME");
    }

    private Trace loadTrace() {
        Path file = traceFile();
        try {
            return Trace.open(file, accesses);
        } catch (NoSuchFileException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no trace file " + file + ": give the path of one, or orm-busy or web12",
                    e);
        } catch (IOException e) {
            throw new CommandFailure("could not read the trace: " + e.getMessage(), e);
        }
    }

    private Path traceFile() {
        Path file = Path.of(trace);
        if (Files.exists(file) || !trace.matches("[a-z0-9-]+")) {
            return file;
        }
        // The launcher says where the installation is; the working directory may be any.
        return Trace.bundled(Path.of(System.getProperty("larder.home", "")), trace);
    }

    private GroundsConfig databaseConfig() {
        GroundsConfig defaults = GroundsConfig.defaults();
        GroundsConfig config = defaults.withConnections(threads + 2).withContents(defaults.seed(), contracts);
        if (database != null) {
            return config.atUrl(database);
        }
        return data == null ? config : config.inFolder(data);
    }

    private GroundsDatabase openDatabase(GroundsConfig config) {
        try (Progress progress = Progress.late(
                spec.commandLine().getErr(), "Filling the sample database", "contracts", config.contracts())) {
            return GroundsDatabase.open(config, (written, all) -> progress.at(written));
        } catch (GroundsDataException e) {
            // H2 closes the file as soon as the process is told to stop.
            String why = Shutdown.underWay()
                    ? "stopped while the sample database was being filled; the next start fills it anew"
                    : String.valueOf(e.getMessage());
            throw new CommandFailure(why, e);
        }
    }

    private ReplayTarget openTarget(GroundsDatabase opened) {
        if (noCache) {
            return new DatabaseTarget(opened.contracts());
        }
        if (plainCaffeine) {
            return new CaffeineTarget(opened.contracts(), nearSize);
        }
        try {
            LarderConfig settings = config == null ? LarderConfig.builder().build() : LarderConfig.load(config);
            return LarderTarget.open(
                    opened.contracts(), new LarderTarget.Setup(redis, settings, noNear ? 0 : nearSize));
        } catch (ConfigurationException e) {
            if (e.getCause() instanceof UnsuitableServerException) {
                throw new CommandFailure(String.valueOf(e.getMessage()), e);
            }
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private String title() {
        Path name = Path.of(trace).getFileName();
        String how = noCache
                ? " without a cache"
                : plainCaffeine ? " with plain Caffeine" : noNear ? " without the near tier" : "";
        return (name == null ? trace : name.toString()) + how;
    }
}
