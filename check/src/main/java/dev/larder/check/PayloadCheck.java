package dev.larder.check;

import dev.larder.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks what is promised of payloads: entries that were tampered with are misses and counted, and keys, dictionaries and schemas
 * change under load without a failed read or a wrong value.
 *
 * <p>Starts a Redis, and JVMs for the load, in a temporary folder; {@link #close} ends and removes all of them. Not for several
 * threads, but for {@link #stop}.
 */
public final class PayloadCheck implements Check<PayloadCheck.Progress, PayloadReport> {

    /**
     * How far a check is.
     *
     * @param what what is being done
     * @param done envelopes judged, or changes made
     * @param violations what was wrong so far, in all parts
     */
    public record Progress(PayloadPart part, String what, long done, long violations, Duration elapsed) {}

    private final PayloadOptions options;
    private final WorkFolder folder;
    private final EmbeddedRedis redis;
    private final Flaws flaws = new Flaws();
    private volatile boolean stopped;
    private volatile @Nullable LoadPart load;

    /**
     * Starts the server.
     *
     * @throws CheckException if it does not start
     */
    public PayloadCheck(PayloadOptions options) {
        this.options = options;
        this.folder = WorkFolder.create();
        try {
            this.redis = EmbeddedRedis.start();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Makes {@link #run} end with what was judged so far. For any thread. */
    @Override
    public void stop() {
        stopped = true;
        LoadPart run = load;
        if (run != null) {
            run.kill();
        }
    }

    /**
     * Checks all parts, one after the other.
     *
     * @param progress is told now and then, by any thread
     */
    @Override
    public PayloadReport run(Consumer<Progress> progress) throws InterruptedException {
        long begun = System.nanoTime();
        TamperingRun tampering = new TamperingRun(redis, folder.path(), options.seed(), flaws, () -> stopped);
        List<PayloadReport.OfLoad> loads = new ArrayList<>();
        for (PayloadPart part : PayloadPart.values()) {
            if (options.parts().contains(part) && !stopped) {
                Teller teller = (what, done) -> progress.accept(
                        new Progress(part, what, done, flaws.count(), Duration.ofNanos(System.nanoTime() - begun)));
                if (part == PayloadPart.TAMPERING) {
                    attack(tampering, teller);
                } else {
                    under(new LoadPart(part, redis, folder.path(), flaws), teller)
                            .ifPresent(loads::add);
                }
            }
        }
        return report(tampering, loads, (System.nanoTime() - begun) / 1e9);
    }

    private void attack(TamperingRun run, Teller teller) throws InterruptedException {
        try {
            run.run(options.count(), done -> teller.tell("envelopes judged", done));
        } catch (CheckException e) {
            if (!stopped) {
                throw e;
            }
        }
    }

    private Optional<PayloadReport.OfLoad> under(LoadPart run, Teller teller) throws InterruptedException {
        load = run;
        try {
            return Optional.of(run.run(options.time(), () -> stopped, teller));
        } catch (CheckException e) {
            if (stopped) {
                return Optional.empty();
            }
            throw e;
        } finally {
            load = null;
        }
    }

    /** Is told how far a part is. */
    interface Teller {
        void tell(String what, long done);
    }

    private PayloadReport report(TamperingRun tampering, List<PayloadReport.OfLoad> loads, double seconds) {
        long tampered = sum(tampering.attacks());
        long operations = tampered
                + sum(tampering.accidents())
                + sum(tampering.outside())
                + tampering.controls()
                + loads.stream().mapToLong(load -> load.reads() + load.writes()).sum();
        return new PayloadReport(
                operations,
                flaws.count(),
                !stopped,
                seconds,
                options.seed(),
                tampered,
                tampering.attacks(),
                tampering.accidents(),
                tampering.outside(),
                tampering.controls(),
                loads,
                flaws.examples());
    }

    private static long sum(List<PayloadReport.OfKind> kinds) {
        return kinds.stream().mapToLong(PayloadReport.OfKind::made).sum();
    }

    @Override
    public void close() {
        redis.close();
        folder.close();
    }
}
