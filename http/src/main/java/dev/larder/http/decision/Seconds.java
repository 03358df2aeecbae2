package dev.larder.http.decision;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Seconds as fields carry them (RFC 9111, section 1.2.2), and sums of them that do not overflow. */
final class Seconds {

    /** What larger numbers and overflows are taken for: 2^31 seconds, 68 years. */
    static final Duration MOST = Duration.ofSeconds(1L << 31);

    private static final int MOST_DIGITS = 10;

    private Seconds() {}

    /** Returns what {@code delta-seconds} says, or null if it is none. */
    static @Nullable Duration parse(@Nullable String text) {
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '0') {
            zeros++;
        }
        if (text.length() - zeros > MOST_DIGITS) {
            return MOST;
        }
        return atMost(Duration.ofSeconds(Long.parseLong(text)), MOST);
    }

    /** Returns the sum of two durations that are not negative, at most {@link #MOST}. */
    static Duration sum(Duration a, Duration b) {
        return atMost(atMost(a, MOST).plus(atMost(b, MOST)), MOST);
    }

    /** Returns the time between two instants: not negative, at most {@link #MOST}. */
    static Duration between(Instant from, Instant to) {
        return from.isBefore(to) ? atMost(Duration.between(from, to), MOST) : Duration.ZERO;
    }

    static Duration atMost(Duration a, Duration bound) {
        return a.compareTo(bound) <= 0 ? a : bound;
    }

    static Duration longest(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static boolean isLess(Duration a, Duration b) {
        return a.compareTo(b) < 0;
    }
}
