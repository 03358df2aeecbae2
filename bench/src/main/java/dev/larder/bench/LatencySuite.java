package dev.larder.bench;

import dev.larder.bench.child.Child;
import dev.larder.bench.child.LoadClient;
import dev.larder.bench.twotier.TwoTier;
import dev.larder.embedded.EmbeddedRedis;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Latency under load: a trace at fixed rates through caches in two tiers, in a process of its own. A miss takes 5 ms at its source. With
 * faults, all connections are closed every two seconds, and the server stands still for 300 ms every five.
 */
final class LatencySuite {

    private static final int[] RATES = {1_000, 5_000, 20_000};
    private static final int FAULTY_RATE = 5_000;
    private static final int WARMUP_SECONDS = 10;
    private static final long STANDSTILL_MILLIS = 300;

    private final Path trace;
    private final Consumer<String> progress;
    private final int seconds;

    LatencySuite(Path trace, boolean quick, Consumer<String> progress) {
        this.trace = trace;
        this.progress = progress;
        this.seconds = quick ? 10 : 60;
    }

    void run(Findings findings) {
        for (String subject : TwoTier.ALL) {
            try (EmbeddedRedis redis = EmbeddedRedis.start();
                    Child client = Child.start(LoadClient.class, subject, redis.uri(), trace.toString())) {
                replay(client, FAULTY_RATE, WARMUP_SECONDS);
                for (int rate : RATES) {
                    note(findings, "at " + rate, subject, replay(client, rate, seconds));
                }
                try (Faults faults = new Faults(redis.uri())) {
                    faults.begin();
                    note(findings, "with faults, at " + FAULTY_RATE, subject, replay(client, FAULTY_RATE, seconds));
                }
            }
        }
    }

    /** What came of the calls. */
    private record Outcome(long failures, Histogram latencies) {}

    private static Outcome replay(Child client, int rate, int seconds) {
        if (!client.hear().equals(LoadClient.READY)) {
            throw new IllegalStateException("the client is not ready");
        }
        client.tell(rate + " " + seconds);
        String[] words = client.hear().split(" ", -1);
        return new Outcome(Long.parseLong(words[0]), LoadClient.decoded(words[1]));
    }

    private void note(Findings findings, String how, String subject, Outcome outcome) {
        String workload = "trace " + how + "/s";
        findings.addPercentiles(workload, TwoTier.versioned(subject), outcome.latencies);
        findings.addCount(workload, TwoTier.versioned(subject), (double) outcome.failures, "failed calls");
        progress.accept(String.format(
                Locale.ROOT,
                "%s, %s: p50 %.2f ms, p99.9 %.2f ms, %d of %d failed",
                workload,
                subject,
                outcome.latencies.getValueAtPercentile(50) / 1e6,
                outcome.latencies.getValueAtPercentile(99.9) / 1e6,
                outcome.failures,
                outcome.latencies.getTotalCount()));
    }

    /** What goes wrong at the server. */
    private static final class Faults implements AutoCloseable {

        private final RedisClient client;
        private final RedisCommands<String, String> commands;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        Faults(String uri) {
            client = RedisClient.create(uri);
            commands = client.connect().sync();
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what fails here shows as no fault at all, in the figures
        void begin() {
            timer.scheduleAtFixedRate(() -> commands.clientKill(KillArgs.Builder.skipme()), 1, 2, TimeUnit.SECONDS);
            timer.scheduleAtFixedRate(this::standStill, 3, 5, TimeUnit.SECONDS);
        }

        private void standStill() {
            commands.dispatch(
                    CommandType.CLIENT,
                    new StatusOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8)
                            .add("PAUSE")
                            .add(STANDSTILL_MILLIS)
                            .add("ALL"));
        }

        @Override
        public void close() {
            timer.shutdownNow();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
