package dev.larder.session.limit;

import java.time.Duration;

/**
 * How a limit counts. Settings out of range are refused when one is made, with an {@link IllegalArgumentException} that says what is
 * allowed. Durations are whole microseconds.
 */
public sealed interface Algorithm {

    /** The longest time of any setting. */
    Duration LONGEST = Duration.ofDays(366);

    /**
     * The generic cell rate algorithm (ITU-T I.371), which is a bucket of {@code burst} permits that fills up steadily: in any time t no
     * more than {@code burst + permits × t / per} are allowed.
     *
     * @param permits how many permits come back in each {@code per}; no more than one a microsecond
     * @param per from 1 ms
     * @param burst the most that can be taken at once, after a rest; as many come back within {@link #LONGEST}
     */
    record Gcra(long permits, Duration per, long burst) implements Algorithm {
        /** Checks the ranges. */
        public Gcra {
            Ranges.requireRate(permits, per);
            Ranges.requireBurst(permits, per, burst);
        }

        /** A burst of what comes back in the time: {@code of(100, Duration.ofMinutes(1))}. */
        public static Gcra of(long permits, Duration per) {
            return new Gcra(permits, per, permits);
        }
    }

    /**
     * No more than so many permits in any window of time, wherever it begins. Counts by parts of the window: a permit comes back between
     * one window and one window and a part after it was taken, never earlier.
     *
     * @param permits at most 4,000,000,000
     * @param window from 1 ms for each part
     * @param parts 1 to 60: more of them are more precise, and take 4 bytes each for each key
     */
    record SlidingWindow(long permits, Duration window, int parts) implements Algorithm {
        /** Checks the ranges. */
        public SlidingWindow {
            Ranges.requireWindow(permits, window, parts);
        }

        /** Ten parts: a permit comes back at most a tenth of the window late. */
        public static SlidingWindow of(long permits, Duration window) {
            return new SlidingWindow(permits, window, 10);
        }
    }

    /**
     * No more than so many at the same time. Each holds a {@link Permit}, and gives it back; one that is neither given back nor renewed
     * comes back when its lease ends.
     *
     * @param permits at most 1,000,000
     * @param lease from 1 ms
     */
    record Concurrent(long permits, Duration lease) implements Algorithm {
        /** Checks the ranges. */
        public Concurrent {
            Ranges.requireConcurrent(permits, lease);
        }
    }
}
