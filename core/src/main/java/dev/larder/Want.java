package dev.larder;

import dev.larder.far.ValueKey;
import dev.larder.load.Flight;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key that a {@link LoadRun} is to load: what was seen in its place, and where the run stands with it.
 *
 * <p>Handed from thread to thread by the run; never used by two at once, except that {@link #watch} fires on I/O threads.
 */
final class Want<K, V> {

    final K key;
    final ValueKey valueKey;
    final Flight<K, Landing<V>> flight;
    final Consumer<Landing<V>> landed;

    /** What is in place and decides how the lease is taken. */
    Seen<V> seen;

    /** The marker of our lease, if we own one. */
    byte @Nullable [] marker;

    /** What was in place when we asked for the lease and did not get it. */
    byte @Nullable [] found;

    /** Why there is no answer to our wish for a lease. */
    dev.larder.redis.@Nullable RedisException failure;

    /** {@link System#nanoTime()} before Redis was asked for what is in place. */
    long askedAt;

    boolean owned;

    /** Whether the end of our lease will be announced. */
    boolean tracked;

    int attempts;

    /** {@link System#nanoTime()} until which to wait for others' leases. */
    long patienceUntil;

    @Nullable
    Runnable watch;

    @Nullable
    Future<?> overdue;

    Want(K key, ValueKey valueKey, Flight<K, Landing<V>> flight, Seen<V> seen, Consumer<Landing<V>> landed) {
        this.key = key;
        this.valueKey = valueKey;
        this.flight = flight;
        this.seen = seen;
        this.landed = landed;
    }

    /** Whether an entry stays in place while it is loaded anew. */
    boolean beside() {
        return seen instanceof Seen.Entry;
    }

    /** The first bytes of what is in place and is known not to be a lease, or null. */
    byte @Nullable [] prefixInPlace() {
        if (seen instanceof Seen.Entry<V> entry) {
            return entry.prefix();
        }
        return seen instanceof Seen.Unusable<V> unusable ? unusable.prefix() : null;
    }

    @Nullable
    V previous() {
        return seen instanceof Seen.Entry<V> entry ? entry.value() : null;
    }

    long previousTtlMillis() {
        return seen instanceof Seen.Entry<V> entry ? entry.ttlMillis() : 0;
    }
}
