package dev.larder.grounds.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Warns of requests that could not be answered, every ten seconds at most, and says how many there were. Safe for use by several threads. */
final class Outages {
    private static final Logger LOG = System.getLogger(Outages.class.getName());
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanos;
    private final AtomicLong unsaid = new AtomicLong();
    private final AtomicLong next;

    Outages(LongSupplier nanos) {
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** Counts one, and warns if it is time. Names the class of the failure: its message may hold a key. */
    void warn(Throwable failure) {
        unsaid.incrementAndGet();
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
            LOG.log(
                    Level.WARNING,
                    "the database does not answer, or is too busy: {0} requests were answered by 503, the last one for a {1}",
                    unsaid.getAndSet(0),
                    failure.getClass().getSimpleName());
        }
    }
}
