package dev.larder.http.guard;

import java.util.Arrays;

/**
 * What has been seen lately: two Bloom filters, a younger and an older one. About one in a hundred that were not seen is taken for seen when a
 * filter is full; then it turns, so that a flood cannot make everything look seen. Not thread-safe.
 */
final class Sightings {

    private static final int BITS_OF_ONE = 10;
    private static final int PROBES = 6;

    private final int capacity;
    private final int mask;
    private long[] younger;
    private long[] older;
    private int added;

    /**
     * Makes filters that are empty.
     *
     * @param capacity how many are remembered at least
     */
    Sightings(int capacity) {
        this.capacity = capacity;
        int bits = Math.max(64, Integer.highestOneBit(Math.max(1, Math.min(capacity, 1 << 26) * BITS_OF_ONE - 1)) << 1);
        mask = bits - 1;
        younger = new long[bits / 64];
        older = new long[bits / 64];
    }

    boolean has(long print) {
        return isIn(younger, print) || isIn(older, print);
    }

    /** Adds one, and returns whether it had been there. */
    boolean add(long print) {
        boolean had = has(print);
        if (!isIn(younger, print)) {
            if (added == capacity) {
                turn();
            }
            added++;
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(print, probe);
                younger[bit >> 6] |= 1L << bit;
            }
        }
        return had;
    }

    /** Forgets the older filter, and begins a new one. */
    void turn() {
        long[] forgotten = older;
        older = younger;
        younger = forgotten;
        Arrays.fill(younger, 0);
        added = 0;
    }

    private boolean isIn(long[] filter, long print) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(print, probe);
            if ((filter[bit >> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private int bit(long print, int probe) {
        return (int) print + probe * ((int) (print >>> 32) | 1) & mask;
    }
}
