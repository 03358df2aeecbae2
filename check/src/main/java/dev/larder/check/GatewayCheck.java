package dev.larder.check;

import dev.larder.embedded.EmbeddedRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks what is promised of a gateway with little memory: content of any length streams through in constant memory, and clients that are
 * slow do not slow one that is fast.
 *
 * <p>Starts a Redis, an origin, and the gateway in a JVM of its own; {@link #close} ends all of them. Not for several threads, but for {@link
 * #stop}.
 */
public final class GatewayCheck implements Check<String, GatewayReport> {

    /** So much longer may the fast client take at p99 while there are slow ones, beside {@link #SLACK_MICROS}. */
    private static final double SLOWER = 3;

    private static final double SLACK_MICROS = 5_000;
    private static final String SHORT = "/stored/1024";
    private static final String LONG = "/stored/1000000";
    private static final int WARMING = 2_000;
    private static final long FED_WITHIN_SECONDS = 60;

    private final GatewayOptions options;
    private final WorkFolder folder = WorkFolder.create();
    private final EmbeddedRedis redis;
    private final StreamOrigin origin;
    private final GatewayProcess gateway;
    private final List<GatewayReport.OfStream> streams = new ArrayList<>();
    private final List<GatewayReport.OfPhase> phases = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private volatile boolean stopped;
    private int fed;

    /**
     * Starts all.
     *
     * @throws CheckException if something does not start
     */
    public GatewayCheck(GatewayOptions options) {
        this.options = options;
        this.redis = EmbeddedRedis.start();
        this.origin = new StreamOrigin();
        try {
            this.gateway = GatewayProcess.start(
                    options, redis.uri(), origin.port(), folder.path().resolve("gateway.err"));
        } catch (RuntimeException e) {
            origin.close();
            redis.close();
            folder.close();
            throw e;
        }
    }

    /** Makes {@link #run} end with what it has. For any thread. */
    @Override
    public void stop() {
        stopped = true;
        gateway.kill();
    }

    /**
     * Checks.
     *
     * @param progress is told what is being done
     */
    @Override
    public GatewayReport run(Consumer<String> progress) throws InterruptedException {
        try {
            warm();
            progress.accept("download of " + options.megabytes() + " MiB");
            stream("download");
            progress.accept("upload of " + options.megabytes() + " MiB");
            stream("upload");
            progress.accept("the fast client alone");
            phase("alone");
            progress.accept("the fast client beside " + options.slow() + " slow ones");
            crowd();
            progress.accept("the fast client alone again");
            phase("alone again");
            compare();
        } catch (IOException e) {
            if (!stopped) {
                violations.add(
                        "a request failed: " + e.getMessage() + (gateway.isAlive() ? "" : "; the gateway has ended"));
            }
        }
        return new GatewayReport(options.memory(), streams, fed, phases, !stopped, violations);
    }

    private void warm() throws IOException {
        try (FastClient client = new FastClient(gateway.port())) {
            for (int i = 0; i < WARMING; i++) {
                client.download(SHORT);
            }
            client.download(LONG);
            client.download("/bytes/10000000");
        }
    }

    private void stream(String way) throws IOException {
        long length = (long) options.megabytes() << 20;
        String expected = Digests.of(length);
        double before = gateway.resident();
        try (Peak peak = new Peak(gateway);
                FastClient client = new FastClient(gateway.port())) {
            long begun = System.nanoTime();
            String digest = way.equals("upload") ? client.upload(length) : client.download("/bytes/" + length);
            double seconds = (System.nanoTime() - begun) / 1e9;
            boolean same = digest.equals(expected);
            streams.add(new GatewayReport.OfStream(
                    way, length, seconds, same, before, peak.megabytes(), gateway.resident()));
            if (!same) {
                violations.add(way + ": what came is not what was sent");
            }
            if (peak.megabytes() - before > 2 * options.memory()) {
                violations.add(way + ": the gateway grew by more than its memory");
            }
        }
    }

    private void phase(String name) throws IOException {
        try (Peak peak = new Peak(gateway);
                FastClient client = new FastClient(gateway.port())) {
            long[] times = client.ask(SHORT, options.time());
            if (times.length == 0) {
                throw new IOException("no request was answered in time");
            }
            phases.add(new GatewayReport.OfPhase(
                    name,
                    times.length,
                    times.length / (options.time().toNanos() / 1e9),
                    times[times.length / 2] / 1e3,
                    times[(int) (times.length * 0.99)] / 1e3,
                    peak.megabytes()));
        }
    }

    private void crowd() throws IOException, InterruptedException {
        try (SlowClients slow = new SlowClients(gateway.port(), options.slow(), LONG)) {
            Patience.until(FED_WITHIN_SECONDS, () -> slow.fed() == options.slow());
            phase("beside " + options.slow() + " slow");
            Patience.until(2, () -> slow.fed() == options.slow());
            fed = slow.fed();
        }
        if (fed < options.slow()) {
            violations.add((options.slow() - fed) + " slow clients got nothing");
        }
    }

    private void compare() {
        double alone = Math.max(phases.get(0).p99Micros(), phases.get(2).p99Micros());
        if (phases.get(1).p99Micros() > SLOWER * alone + SLACK_MICROS) {
            violations.add("the fast client was slowed: see p99");
        }
        double least = Math.min(phases.get(0).perSecond(), phases.get(2).perSecond());
        if (phases.get(1).perSecond() < least / SLOWER) {
            violations.add("the fast client was slowed: see requests per second");
        }
    }

    @Override
    public void close() {
        gateway.close();
        origin.close();
        redis.close();
        folder.close();
    }
}
