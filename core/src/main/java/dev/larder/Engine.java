package dev.larder;

import dev.larder.crypto.HashSecret;
import dev.larder.crypto.Keyring;
import dev.larder.far.Far;
import dev.larder.far.KeyNames;
import dev.larder.far.Watches;
import dev.larder.near.PushIndex;
import dev.larder.outage.Journal;
import dev.larder.tag.TagVersions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all caches of one {@link Larder} share.
 *
 * @param boundNanos the staleness bound
 * @param keyring encrypts, or null if there are no keys
 * @param secret hashes keys, tags and fields, or null if there is none
 * @param hashTags whether tags stand in Redis as a hash
 * @param watches set by loads, gone with them
 * @param standing set as long as there is a larder
 * @param executor runs what nobody waits for, and what must not run on an I/O thread
 */
record Engine(
        Far far,
        KeyNames names,
        TagVersions tags,
        PushIndex index,
        Watches watches,
        Watches standing,
        Journal journal,
        long boundNanos,
        Executor executor,
        ScheduledExecutorService timer,
        LarderListener listener,
        @Nullable Keyring keyring,
        @Nullable HashSecret secret,
        boolean hashTags) {

    private static final System.Logger LOG = System.getLogger("dev.larder");

    /** Tells the listener, whose failures are its own. */
    void tell(LarderEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "the listener failed at " + event, e);
        }
    }

    /** Returns the hash of a text; only where it was made sure that there is a secret. */
    String hashed(String domain, String text) {
        return Objects.requireNonNull(secret, "hash-secret").hash(domain, text);
    }

    /** Returns a number in [0, 1). */
    double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    /** Runs a task later, on the executor; after the end, at once, so that nobody waits for what will not come. */
    Future<?> later(Duration delay, Runnable task) {
        try {
            return timer.schedule(() -> executor.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            executor.execute(task);
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Lets only those pass who come before the end.
     *
     * @param what the cache or the call, for the message
     */
    void requireOpen(String what) {
        if (closed()) {
            throw Outage.closed(what);
        }
    }

    /** Returns whether the end has come. */
    boolean closed() {
        return timer.isShutdown();
    }
}
