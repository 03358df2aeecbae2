package dev.larder;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the push that ends somebody else's lease, or for the lease's own end.
 *
 * <p>The watch is set on the I/O thread by the reply that showed the lease, so the push that follows is not missed, even
 * if it comes before anybody waits.
 */
@SuppressWarnings({"ReferenceEquality", "UnnecessaryLambda"}) // WOKEN is a mark
final class LeaseWait implements Runnable {

    /** Stands for a push that came first. */
    private static final Runnable WOKEN = () -> {};

    /** Servers delete what has expired a little late. */
    private static final long MARGIN_MILLIS = 20;

    private final AtomicReference<@Nullable Runnable> then = new AtomicReference<>();

    private LeaseWait() {}

    /**
     * Returns {@link System#nanoTime()} at which a wait that begins now is given up. Long enough for two leases, one whose
     * owner dies and the one that follows it: so those who waited for the dead one load once, not each of them.
     *
     * @param lease the life of a lease
     */
    static long patienceUntil(Duration lease) {
        return System.nanoTime() + 2 * (lease.toNanos() + TimeUnit.MILLISECONDS.toNanos(2 * MARGIN_MILLIS));
    }

    /** Sets the watch. On the I/O thread. */
    static <K, V> void prepare(CacheContext<K, V> cache, Want<K, V> want) {
        want.watch = new LeaseWait();
        cache.engine.watches().add(want.valueKey.redis(), want.watch);
    }

    /** Takes the watch back: there is nothing to wait for. */
    static <K, V> void cancel(CacheContext<K, V> cache, Want<K, V> want) {
        Runnable watch = want.watch;
        if (watch != null) {
            cache.engine.watches().remove(want.valueKey.redis(), watch);
            want.watch = null;
        }
    }

    /**
     * Runs {@code wake} once, on the shared executor: at the push, at the end of the lease, or when the want's patience
     * ends.
     *
     * @param deadlineMillis server time at which the lease ends, {@link Long#MAX_VALUE} if unknown: then it is waited for
     *     as long as one may live
     */
    static <K, V> void await(CacheContext<K, V> cache, Want<K, V> want, long deadlineMillis, Runnable wake) {
        if (!(want.watch instanceof LeaseWait wait)) {
            throw new IllegalStateException("nothing watches the key of a lease that is waited for");
        }
        long now = System.nanoTime();
        long patienceMillis = Math.max(0, (want.patienceUntil - now) / 1_000_000);
        long leaseMillis = deadlineMillis == Long.MAX_VALUE
                ? cache.policy.lease().toMillis()
                : deadlineMillis - cache.engine.far().clock().earliestMillis(now);
        long millis = Math.max(1, Math.min(patienceMillis, leaseMillis + MARGIN_MILLIS));
        AtomicReference<@Nullable Future<?>> timer = new AtomicReference<>();
        Runnable once = () -> {
            cancel(cache, want);
            Future<?> pending = timer.get();
            if (pending != null) {
                pending.cancel(false);
            }
            cache.engine.executor().execute(wake);
        };
        timer.set(cache.engine.later(Duration.ofMillis(millis), wait));
        if (!wait.then.compareAndSet(null, once)) {
            once.run();
        }
    }

    @Override
    public void run() {
        Runnable waiting = then.getAndSet(WOKEN);
        if (waiting != null && waiting != WOKEN) {
            waiting.run();
        }
    }
}
