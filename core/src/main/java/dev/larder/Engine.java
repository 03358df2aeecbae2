package dev.larder;

import dev.larder.far.Far;
import dev.larder.far.KeyNames;
import dev.larder.far.Watches;
import dev.larder.near.PushIndex;
import dev.larder.outage.Journal;
import dev.larder.tag.TagVersions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What all caches of one {@link Larder} share.
 *
 * @param boundNanos the staleness bound
 * @param executor runs what nobody waits for, and what must not run on an I/O thread
 */
record Engine(
        Far far,
        KeyNames names,
        TagVersions tags,
        PushIndex index,
        Watches watches,
        Journal journal,
        long boundNanos,
        Executor executor,
        ScheduledExecutorService timer,
        LarderListener listener) {

    private static final System.Logger LOG = System.getLogger("dev.larder");

    /** Tells the listener, whose failures are its own. */
    void tell(LarderEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the listener failed at " + event, e);
        }
    }

    /** Returns a number in [0, 1). */
    double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Runs a task later, on the executor. */
    java.util.concurrent.Future<?> later(Duration delay, Runnable task) {
        return timer.schedule(() -> executor.execute(task), delay.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
    }
}
