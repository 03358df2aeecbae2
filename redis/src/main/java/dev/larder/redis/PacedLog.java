package dev.larder.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A log for failures that may repeat quickly: one line an interval, with the number left out since the last. */
final class PacedLog {

    private static final long INTERVAL = Duration.ofSeconds(10).toNanos();

    private final Logger logger;
    private boolean written;
    private long last;
    private long dropped;

    PacedLog(Class<?> owner) {
        this.logger = System.getLogger(owner.getName());
    }

    synchronized void warn(String message, @Nullable Throwable cause) {
        long now = System.nanoTime();
        if (written && now - last < INTERVAL) {
            dropped++;
            logger.log(Level.DEBUG, message, cause);
            return;
        }
        String suffix = dropped == 0 ? "" : " (and " + dropped + " such lines left out since the last one)";
        written = true;
        last = now;
        dropped = 0;
        logger.log(Level.WARNING, message + suffix, cause);
    }

    void debug(String message, @Nullable Throwable cause) {
        logger.log(Level.DEBUG, message, cause);
    }
}
