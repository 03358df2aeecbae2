package dev.larder.session.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A share of concurrent permits, by id with the monotonic time at which its lease ends. */
final class LocalPermits implements LocalShare {

    private final long most;
    private final long leaseNanos;
    private final Map<String, Long> ends = new HashMap<>();

    LocalPermits(Algorithm.Concurrent concurrent, double part) {
        this.most = LocalShare.whole(concurrent.permits(), part);
        this.leaseNanos = concurrent.lease().toNanos();
    }

    @Override
    public long most() {
        return most;
    }

    private void dropEnded(long now) {
        ends.values().removeIf(end -> end - now <= 0);
    }

    @Override
    public Standing look(Ask ask, long patienceNanos, long now) {
        dropEnded(now);
        long first = 0;
        long last = 0;
        for (long end : ends.values()) {
            first = first == 0 ? end - now : Math.min(first, end - now);
            last = Math.max(last, end - now);
        }
        boolean full = ends.size() + ask.cost() > most;
        return new Standing(
                ask,
                Math.max(0, most - ends.size()),
                Duration.ofNanos(full ? first : 0),
                Duration.ofNanos(first),
                Duration.ofNanos(last),
                0);
    }

    @Override
    public Duration take(Want want, long now) {
        if (!want.permitId().isEmpty()) {
            ends.put(want.permitId(), now + leaseNanos);
        }
        return Duration.ZERO;
    }

    @Override
    public boolean isWhole(long now) {
        dropEnded(now);
        return ends.isEmpty();
    }

    @Override
    public boolean release(String permitId) {
        return ends.remove(permitId) != null;
    }

    @Override
    public boolean renew(String permitId, long now) {
        dropEnded(now);
        return ends.replace(permitId, now + leaseNanos) != null;
    }
}
