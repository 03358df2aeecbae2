package dev.larder.server;

import dev.larder.Larder;
import dev.larder.LarderException;
import dev.larder.bench.trace.Trace;
import dev.larder.embedded.EmbeddedRedis;
import dev.larder.gateway.Gateway;
import dev.larder.gateway.Listen;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code larder up}: everything at once, on this machine: Redis, the sample service, the gateway before it, a page that shows it. */
@Command(
        name = "up",
        description = {
            "Starts Redis, the sample service (grounds maintenance, a Spring Boot application), the gateway before it and a"
                    + " status page, all on the loopback interface, and prints their addresses as they open.",
            "Runs until it is told to stop (Ctrl-C, SIGTERM), and leaves nothing behind."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  larder up                        then open the status page, or: curl -i http://127.0.0.1:8080/contracts/42",
            "                                   changes need a login: docs/features/sample.md",
            "  larder up --load --seconds 60    a minute of a web site's recorded accesses"
        })
final class UpCommand implements Callable<Integer> {

    private static final int FAVOURITE_PORT = 8080;
    private static final String TRACE = "web12";
    private static final int SECRET_BYTES = 32;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the gateway; 0 for one that is free. Default: 8080, or a free one if that is taken")
    private @Nullable Integer port;

    @Option(names = "--load", description = "Ask the gateway for contracts in the order of the access trace web12.")
    private boolean load;

    @Option(names = "--threads", paramLabel = "N", description = "Clients of --load. Default: ${DEFAULT-VALUE}")
    private int threads = 8;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop by itself after so long. Default: do not")
    private long seconds;

    @Option(
            names = "--contracts",
            paramLabel = "N",
            description = "Contracts of the sample, which live in memory. Default: ${DEFAULT-VALUE}")
    private int contracts = 20_000;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "Redis to use, such as redis://localhost:6379. Default: one is started and stopped again")
    private @Nullable String redis;

    @Override
    public Integer call() throws InterruptedException {
        Dialogue.require(
                spec, port == null || (port >= 0 && port <= 65_535), "--port is " + port + ": give 0 to 65535");
        Dialogue.between(spec, "--threads", threads, 1, 1000);
        Dialogue.require(spec, seconds >= 0, "--seconds is " + seconds + ": give 1 or more");
        Dialogue.require(
                spec,
                redis == null || redis.startsWith("redis"),
                "--redis needs a URI, such as redis://localhost:6379");
        Dialogue.atLeast(spec, "--contracts", contracts, 1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Shutdown shutdown = new Shutdown()) {
            shutdown.onStop(stopped::countDown);
            return up(shutdown, stopped);
        } catch (LarderException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure("could not start: " + e.getMessage(), e);
        }
    }

    private int up(Shutdown shutdown, CountDownLatch stopped) throws IOException, InterruptedException {
        Map<String, URI> places = new LinkedHashMap<>();
        try (EmbeddedRedis own = redis == null ? EmbeddedRedis.start() : null) {
            String uri = own == null ? String.valueOf(redis) : own.uri();
            opened(places, "redis", URI.create(uri));
            String secret = secret();
            try (SampleService service =
                            SampleService.start(home(), arguments(uri), Map.of("LARDER_HASH_SECRET", secret));
                    Larder larder = Larder.builder()
                            .redis(uri)
                            .hashSecret(secret.getBytes(StandardCharsets.UTF_8))
                            .build();
                    RedisMemory memory = RedisMemory.open(uri)) {
                opened(places, "service", service.uri());
                service.onEnd(stopped::countDown);
                try (Gateway gateway = gateway(larder, service.uri());
                        StatusPage page = StatusPage.start(() -> new StatusPage.State(
                                places, examples(gateway.uri()), gateway.stats(), larder.coherent(), memory.used()))) {
                    opened(places, "gateway", gateway.uri());
                    opened(places, "status", page.uri());
                    int status = run(gateway.uri(), shutdown, stopped);
                    if (!service.isAlive() && !Shutdown.underWay()) {
                        throw new CommandFailure("the sample service has ended; start this command again", null);
                    }
                    return status;
                }
            }
        }
    }

    /** The launcher says where the installation is; the working directory may be any. */
    private static Path home() {
        return Path.of(System.getProperty("larder.home", ""));
    }

    private List<String> arguments(String redisUri) {
        return List.of(
                "--server.port=0",
                "--larder.redis=" + redisUri,
                "--grounds.database=memory",
                "--grounds.contracts=" + contracts);
    }

    /** What gateway and service hash the IDs of sessions with, for as long as they run. */
    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private Gateway gateway(Larder larder, URI service) {
        int at = port == null ? free(FAVOURITE_PORT) : port;
        return Gateway.start(larder, SampleRoutes.config(new Listen("127.0.0.1", at), service));
    }

    /** Returns a port if nobody has it, otherwise 0, for any that is free. */
    static int free(int favourite) {
        try (ServerSocket free = new ServerSocket(favourite, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<URI> examples(URI gateway) {
        return List.of(
                gateway.resolve("/contracts/42"),
                gateway.resolve("/contracts?area=7"),
                gateway.resolve("/areas/7"),
                gateway.resolve("/schedules?contract=42"));
    }

    private void opened(Map<String, URI> places, String name, URI uri) {
        places.put(name, uri);
        spec.commandLine().getOut().println(String.format(Locale.ROOT, "%-8s %s", name, uri));
        spec.commandLine().getOut().flush();
    }

    private int run(URI gateway, Shutdown shutdown, CountDownLatch stopped) throws IOException, InterruptedException {
        boolean good = !load || load(gateway, shutdown, stopped);
        if (seconds == 0) {
            stopped.await();
        } else {
            stopped.await(seconds, TimeUnit.SECONDS);
        }
        return good ? ExitCode.GOOD : ExitCode.BAD;
    }

    /** Replays the trace until its end, or until it is time to stop. */
    private boolean load(URI gateway, Shutdown shutdown, CountDownLatch stopped)
            throws IOException, InterruptedException {
        Workload workload = new Workload(Trace.open(Trace.bundled(home(), TRACE)), contracts, 0, 1);
        ReplayRun run = new ReplayRun(workload, new HttpTarget(gateway), threads);
        shutdown.onStop(() -> {
            run.stop();
            stopped.countDown();
        });
        if (seconds > 0) {
            CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(() -> {
                run.stop();
                stopped.countDown();
            });
        }
        ReplayRun.Outcome outcome =
                Watched.run(run, workload, spec.commandLine().getErr(), "Loading " + TRACE);
        Histogram hits = outcome.latencies().getOrDefault(ReplayTarget.Tier.NEAR, new Histogram(1));
        Histogram others = outcome.latencies().getOrDefault(ReplayTarget.Tier.DATABASE, new Histogram(1));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-22s %,10d in %.1f s%n", "requests", outcome.reads(), outcome.nanos() / 1e9);
        line(out, "from the cache", outcome.reads(), hits);
        line(out, "from the service", outcome.reads(), others);
        out.printf(Locale.ROOT, "%-22s %,10d%n", "errors", outcome.errors());
        out.flush();
        if (outcome.firstError() != null) {
            spec.commandLine()
                    .getErr()
                    .println("larder: the first error: " + outcome.firstError().getMessage());
        }
        return outcome.errors() == 0;
    }

    private static void line(PrintWriter out, String name, long all, Histogram latencies) {
        out.printf(
                Locale.ROOT,
                "%-22s %,10d  %5.1f %%   p50 %.2f ms, p99 %.2f ms%n",
                name,
                latencies.getTotalCount(),
                100.0 * latencies.getTotalCount() / Math.max(1, all),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6);
    }
}
