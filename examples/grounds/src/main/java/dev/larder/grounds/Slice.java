package dev.larder.grounds;

/**
 * A part of a listing.
 *
 * @param offset how many entries come before it
 * @param limit how many it has at most
 */
public record Slice(long offset, int limit) {
    /** Checks. */
    public Slice {
        if (offset < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "a slice begins at 0 or later and has 1 entry or more; given were " + offset + " and " + limit);
        }
    }
}
