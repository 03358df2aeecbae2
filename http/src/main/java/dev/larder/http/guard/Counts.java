package dev.larder.http.guard;

import java.util.Arrays;

/** Counts of many things in fixed memory: a count-min sketch of four rows, which never counts too little. Not thread-safe. */
final class Counts {

    private static final int ROWS = 4;

    private final short[] counts;
    private final int mask;

    Counts(int width) {
        int columns = Integer.highestOneBit(Math.max(16, Math.min(width, 1 << 20)) - 1) << 1;
        mask = columns - 1;
        counts = new short[ROWS * columns];
    }

    int get(long print) {
        int least = Short.MAX_VALUE;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counts[index(print, row)]);
        }
        return least;
    }

    /** Counts one more, in those rows only that say the least. */
    void increment(long print) {
        int least = get(print);
        for (int row = 0; row < ROWS; row++) {
            int index = index(print, row);
            if (counts[index] == least && least < Short.MAX_VALUE) {
                counts[index]++;
            }
        }
    }

    void clear() {
        Arrays.fill(counts, (short) 0);
    }

    private int index(long print, int row) {
        int column = (int) print + row * ((int) (print >>> 32) | 1) & mask;
        return row * (mask + 1) + column;
    }
}
