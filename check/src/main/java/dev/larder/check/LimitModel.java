package dev.larder.check;

import dev.larder.session.limit.Algorithm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one key of a limit allows, one call after the other, in whole microseconds: as plain as it can be said. Remembers every state that it
 * has had.
 */
sealed interface LimitModel {

    /**
     * What is to be answered.
     *
     * @param after how long the caller has to wait whom it allows
     */
    record Answer(boolean allowed, long after, long remaining, long retry, long next, long full) {}

    static LimitModel of(Algorithm algorithm) {
        if (algorithm instanceof Algorithm.Gcra gcra) {
            return new Bucket(gcra);
        }
        return new Window((Algorithm.SlidingWindow) algorithm);
    }

    /** How many states it has had: the one before everything included. */
    int states();

    /** When a state began. */
    long since(int state);

    /** What a call would be answered in a state, with nothing taken. */
    Answer ask(int state, long now, long cost, long patience);

    /** Takes, whether it is allowed or not, in the newest state; the next one begins. */
    void take(long now, long cost);

    /** When a state answers that all permits are back after so long; or null if it never does. */
    @Nullable
    Long when(int state, long full);

    /** A bucket of permits that fills up steadily. */
    final class Bucket implements LimitModel {

        private final long interval;
        private final long burst;
        private final List<Long> since = new ArrayList<>(List.of(Long.MIN_VALUE));

        /** Until when the bucket is not full, by states. */
        private final List<Long> until = new ArrayList<>(List.of(0L));

        private Bucket(Algorithm.Gcra gcra) {
            long micros = gcra.per().toNanos() / 1_000;
            if (micros % gcra.permits() != 0) {
                throw new IllegalArgumentException("a permit comes back in whole microseconds here");
            }
            this.interval = micros / gcra.permits();
            this.burst = gcra.burst();
        }

        @Override
        public int states() {
            return since.size();
        }

        @Override
        public long since(int state) {
            return since.get(state);
        }

        @Override
        public Answer ask(int state, long now, long cost, long patience) {
            long level = Math.max(0, until.get(state) - now);
            long late = level + cost * interval - burst * interval;
            boolean allowed = late <= patience;
            long then = allowed ? level + cost * interval : level;
            long remaining = Math.max(0, Math.floorDiv(burst * interval - then, interval));
            long next = then == 0 ? 0 : then - burst * interval + (remaining + 1) * interval;
            return new Answer(
                    allowed, allowed ? Math.max(0, late) : 0, remaining, allowed ? 0 : late - patience, next, then);
        }

        @Override
        public void take(long now, long cost) {
            since.add(now);
            until.add(Math.max(now, until.get(until.size() - 1)) + cost * interval);
        }

        @Override
        public @Nullable Long when(int state, long full) {
            return full == 0 ? null : until.get(state) - full;
        }
    }

    /** Counts by parts of a window. */
    final class Window implements LimitModel {

        private final long permits;
        private final long part;
        private final int parts;
        private final List<Long> since = new ArrayList<>(List.of(Long.MIN_VALUE));
        private final List<Long> costs = new ArrayList<>(List.of(0L));

        private Window(Algorithm.SlidingWindow window) {
            this.permits = window.permits();
            this.parts = window.parts();
            this.part = (window.window().toNanos() / 1_000 + parts - 1) / parts;
        }

        @Override
        public int states() {
            return since.size();
        }

        @Override
        public long since(int state) {
            return since.get(state);
        }

        @Override
        public Answer ask(int state, long now, long cost, long patience) {
            long newest = now / part;
            long used = 0;
            int oldest = state + 1;
            while (oldest > 1 && since.get(oldest - 1) / part >= newest - parts) {
                oldest--;
                used += costs.get(oldest);
            }
            boolean allowed = used + cost <= permits;
            long retry = 0;
            long freed = 0;
            for (int at = oldest; at <= state && !allowed && retry == 0; at++) {
                freed += costs.get(at);
                // Those of one part come back together, so the part decides.
                retry = used + cost - freed <= permits ? back(since.get(at), now) : 0;
            }
            boolean takes = allowed && cost > 0;
            long first = oldest <= state ? back(since.get(oldest), now) : takes ? back(now, now) : 0;
            long last = takes ? back(now, now) : oldest <= state ? back(since.get(state), now) : 0;
            long left = permits - used - (allowed ? cost : 0);
            return new Answer(allowed, 0, Math.max(0, left), retry, first, last);
        }

        /** How long it is until what was taken then is back. */
        private long back(long taken, long now) {
            return (taken / part + parts + 1) * part - now;
        }

        @Override
        public void take(long now, long cost) {
            since.add(now);
            costs.add(cost);
        }

        @Override
        public @Nullable Long when(int state, long full) {
            return state == 0 || full == 0 ? null : (since.get(state) / part + parts + 1) * part - full;
        }
    }
}
