package dev.larder.http.guard;

import java.time.Duration;

/**
 * How much of the store a route may fill in a time.
 *
 * @param window the time
 * @param keys new entries after which a URL is stored at its second sight only; URLs and variants are entries
 * @param most new entries that are stored at all
 * @param variants new variants of a URL
 * @param tags new tags
 * @param tagsOfOne tags of one response, those of its route among them
 */
public record BoundsRules(Duration window, int keys, int most, int variants, int tags, int tagsOfOne) {

    /** A minute: 1,000 entries at first sight, 20,000 in all, 32 variants of a URL; 20,000 tags, 512 of one response. */
    public static final BoundsRules DEFAULT = new BoundsRules(Duration.ofMinutes(1), 1_000, 20_000, 32, 20_000, 512);

    /** Checks. */
    public BoundsRules {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("the window of bounds has to be longer than 0");
        }
        if (keys < 0 || most < keys || variants < 1 || tags < 0 || tagsOfOne < 0) {
            throw new IllegalArgumentException(
                    "bounds cannot be negative, there has to be 1 variant at least, and keys cannot exceed most");
        }
    }
}
