package dev.larder.session.limit;

import java.time.Duration;

/** A share that fills up steadily, in monotonic nanoseconds. */
final class LocalBucket implements LocalShare {

    /** Longer than any setting, and so short that sums do not overflow. */
    private static final double LONGEST_NANOS = 1L << 60;

    private static final long NANOS = 1_000;

    private final long burst;
    private final long interval;
    /** When all permits are back. */
    private long arrival;

    private LocalBucket(long burst, double interval, long now) {
        this.burst = burst;
        this.interval = (long) Math.ceil(Math.min(interval, LONGEST_NANOS / burst));
        this.arrival = now;
    }

    static LocalBucket of(Algorithm.Gcra gcra, double part, long now) {
        double interval = (double) Ranges.micros(gcra.per()) * NANOS / (gcra.permits() * part);
        return new LocalBucket(LocalShare.whole(gcra.burst(), part), interval, now);
    }

    /** Half of the share at once and the other half steadily: never more than the share in any window. */
    static LocalBucket of(Algorithm.SlidingWindow window, double part, long now) {
        long share = LocalShare.whole(window.permits(), part);
        long burst = share - share / 2;
        double nanos = (double) Ranges.micros(window.window()) * NANOS;
        return new LocalBucket(burst, share == burst ? nanos + 1 : nanos / (share - burst), now);
    }

    @Override
    public long most() {
        return burst;
    }

    private long level(long now) {
        return Math.max(0, arrival - now);
    }

    @Override
    public Standing look(Ask ask, long patienceNanos, long now) {
        long level = level(now);
        long remaining = Math.max(0, (burst * interval - level) / interval);
        long wait = Math.max(0, level + ask.cost() * interval - burst * interval - patienceNanos);
        long next = level == 0 ? 0 : Math.max(0, level - (burst - remaining - 1) * interval);
        return new Standing(ask, remaining, Duration.ofNanos(wait), Duration.ofNanos(next), Duration.ofNanos(level), 0);
    }

    @Override
    public Duration take(Want want, long now) {
        long level = level(now) + want.cost() * interval;
        arrival = now + level;
        return Duration.ofNanos(Math.max(0, level - burst * interval));
    }

    @Override
    public boolean isWhole(long now) {
        return level(now) == 0;
    }
}
