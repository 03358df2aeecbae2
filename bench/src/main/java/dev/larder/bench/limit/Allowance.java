package dev.larder.bench.limit;

import java.time.Duration;

/**
 * How many calls are let through.
 *
 * @param permits let through at once, and again each {@code per}
 * @param per the time
 */
public record Allowance(int permits, Duration per) {

    /** More than any machine asks for: nothing is refused. */
    public static final Allowance GENEROUS = new Allowance(1_000_000, Duration.ofSeconds(1));

    /** A limit as applications set them, for the bytes that it takes. */
    public static final Allowance USUAL = new Allowance(100, Duration.ofHours(1));

    /** Used up by one call: all others are refused. */
    public static final Allowance ONE = new Allowance(1, Duration.ofHours(1));
}
