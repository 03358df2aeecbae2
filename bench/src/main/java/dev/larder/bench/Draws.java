package dev.larder.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Keys drawn beforehand, so that drawing costs the measured code one read of an array: popular ones often, by Zipf's law.
 *
 * <p>Every drawing thread has an instance of its own.
 */
final class Draws {

    /** Number of different keys where nothing else is said. */
    static final int KEYS = 10_000;

    /** More than most services have at hand at a time. */
    static final int MANY_KEYS = 1_000_000;

    private static final int LENGTH = 1 << 16;

    private final Long[] drawn = new Long[LENGTH];

    /** Of {@value #KEYS} keys. */
    Draws(long seed) {
        this(Popularity.of(KEYS), seed);
    }

    Draws(Popularity popularity, long seed) {
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < LENGTH; i++) {
            drawn[i] = popularity.draw(random);
        }
    }

    /**
     * Which of some keys are asked for how often. Immutable.
     *
     * @param keys by popularity, which has nothing to do with their numbers
     * @param upTo the weights of each key and of all that are more popular
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Popularity(Long[] keys, double[] upTo) {

        private static final double EXPONENT = 0.99;

        /** The keys from 0 on, the same popularity for the same number of them. */
        static Popularity of(int count) {
            double[] upTo = new double[count];
            double sum = 0;
            for (int rank = 0; rank < count; rank++) {
                sum += Math.pow(rank + 1, -EXPONENT);
                upTo[rank] = sum;
            }
            Long[] keys = new Long[count];
            Arrays.setAll(keys, i -> (long) i);
            Collections.shuffle(Arrays.asList(keys), new Random(1));
            return new Popularity(keys, upTo);
        }

        private Long draw(RandomGenerator random) {
            int last = upTo.length - 1;
            int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[last]);
            return keys[Math.min(last, found < 0 ? -found - 1 : found)];
        }
    }

    Long at(int position) {
        return drawn[position & (LENGTH - 1)];
    }
}
