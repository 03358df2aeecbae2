package dev.larder.bench.child;

import dev.larder.bench.twotier.TwoTier;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads one key of a cache in two tiers again and again, and says of each new value how many nanoseconds after its making it was
 * seen. A value is the time when it was made, on the clock that all processes of a machine share.
 */
public final class Watcher {

    /** The key. */
    public static final Long KEY = 1L;

    /** Said when it has begun. */
    public static final String READY = "ready";

    private static final long PAUSE_NANOS = 10_000;

    private Watcher() {}

    /** Takes the subject, the URI of the cache and that of the database. */
    public static void main(String[] arguments) {
        Stdio stdio = new Stdio();
        try (TwoTier cache = TwoTier.open(arguments[0], arguments[1]);
                Database database = new Database(arguments[2])) {
            long seen = Long.parseLong(cache.get(KEY, key -> database.read()));
            stdio.say(READY);
            while (!Thread.currentThread().isInterrupted()) {
                long value = Long.parseLong(cache.get(KEY, key -> database.read()));
                if (value != seen) {
                    stdio.say(Long.toString(System.nanoTime() - value));
                    seen = value;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
