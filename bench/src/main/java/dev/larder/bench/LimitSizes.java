package dev.larder.bench;

import dev.larder.bench.limit.Allowance;
import dev.larder.bench.limit.Limiter;
import dev.larder.embedded.EmbeddedRedis;
import java.util.Locale;
import java.util.function.Consumer;

/** What a limited key takes in Redis: everything that {@value #KEYS} of them add to a server, divided by their number. */
final class LimitSizes {

    private static final int KEYS = 100_000;
    private static final int CALLERS = 32;

    private final Consumer<String> progress;

    LimitSizes(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Returns the bytes of a key.
     *
     * @param calls allowed for each
     */
    double measure(String subject, int calls) {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Memory memory = new Memory(redis)) {
            try (Limiter limiter = Limiter.open(subject, redis.uri(), Allowance.USUAL, KEYS)) {
                Callers.run(CALLERS, KEYS * calls, call -> acquire(limiter, call % KEYS));
            }
            double bytes = (double) memory.taken() / KEYS;
            progress.accept(String.format(Locale.ROOT, "%s: %.1f bytes a key after %d calls", subject, bytes, calls));
            return bytes;
        }
    }

    private static void acquire(Limiter limiter, int key) {
        if (!limiter.tryAcquire(key)) {
            throw new IllegalStateException("a call was refused");
        }
    }
}
