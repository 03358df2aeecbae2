package dev.larder.check;

import dev.larder.Larder;
import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import dev.larder.redis.RedisStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches when a process may not have reached Redis: a command was not answered or refused, a connection was made, the proof
 * of freshness had lapsed, or the process stood still. What promises something only while Redis answers is not judged then.
 */
final class Trouble implements Runnable {

    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** A watcher that was kept from looking for so long was not the only one kept from working. */
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * Before: a command is sent its time-out, 500 ms, before that is noticed. After: what was not answered is delivered anew.
     */
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Client client;

    Trouble(Client client) {
        this.client = client;
    }

    @Override
    public void run() {
        Larder larder = client.larder();
        long looked = System.nanoTime();
        long count = count(larder.redisStats());
        while (client.reading()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            long now = System.nanoTime();
            long counted = count(larder.redisStats());
            if (counted != count || !larder.coherent() || now - looked > STILL_NANOS) {
                client.logs().mine().add(Kind.TROUBLE, Outcome.OK, 0, 0, looked - MARGIN_NANOS, now + MARGIN_NANOS);
            }
            looked = now;
            count = counted;
        }
    }

    private static long count(RedisStats stats) {
        return stats.timeouts() + stats.refused() + stats.errors() + stats.reconnects();
    }
}
