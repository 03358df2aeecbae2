package dev.larder.redis;

import java.time.Duration;

/** How long to wait before the next attempt to connect. */
final class Backoff {

    private Backoff() {}

    /**
     * Doubles from the shortest pause to the longest, and takes between half and all of that.
     *
     * @param failures attempts failed in a row
     * @param jitter 0 to 1
     */
    static Duration pause(Duration min, Duration max, int failures, double jitter) {
        long full = min.toNanos() << Math.min(failures, 20);
        long bounded = full <= 0 ? max.toNanos() : Math.min(full, max.toNanos());
        return Duration.ofNanos((long) (bounded * (0.5 + jitter / 2)));
    }
}
