package dev.larder.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Keys drawn beforehand, so that drawing costs the measured code one read of an array: popular ones often, by Zipf's law.
 *
 * <p>Every drawing thread has an instance of its own.
 */
final class Draws {

    /** Number of different keys. */
    static final int KEYS = 10_000;

    private static final double EXPONENT = 0.99;
    private static final int LENGTH = 1 << 16;

    private final Long[] drawn = new Long[LENGTH];

    Draws(long seed) {
        double[] upTo = new double[KEYS];
        double sum = 0;
        for (int rank = 0; rank < KEYS; rank++) {
            sum += Math.pow(rank + 1, -EXPONENT);
            upTo[rank] = sum;
        }
        Long[] keys = shuffledKeys();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < LENGTH; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            drawn[i] = keys[Math.min(KEYS - 1, found < 0 ? -found - 1 : found)];
        }
    }

    /** The keys by popularity, which is the same for all threads and has nothing to do with their numbers. */
    private static Long[] shuffledKeys() {
        Long[] keys = new Long[KEYS];
        Arrays.setAll(keys, i -> (long) i);
        java.util.Collections.shuffle(Arrays.asList(keys), new Random(1));
        return keys;
    }

    Long at(int position) {
        return drawn[position & (LENGTH - 1)];
    }
}
