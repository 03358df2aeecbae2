package dev.larder;

/**
 * How fast something may be done: the thing that says how long to wait after each part. What a part took counts as waited,
 * up to what one part may take; a longer standstill is not made up for.
 *
 * <p>Not thread-safe.
 */
final class Pace {

    private final double nanosEach;

    /** When the next part may begin. */
    private double due;

    /**
     * Begins.
     *
     * @param perSecond how many may be done in a second
     * @param now the time, in nanoseconds of a monotonic clock
     */
    Pace(double perSecond, long now) {
        this.nanosEach = 1e9 / perSecond;
        this.due = now;
    }

    /** Counts a part that is done, and returns how many nanoseconds from now the next one has to wait. */
    long after(long count, long now) {
        double cost = count * nanosEach;
        due = Math.max(due, now - cost) + cost;
        return Math.max(0, (long) (due - now));
    }
}
