package dev.larder.grounds;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.SplittableRandom;

/** The random draws for one entity: a stream of its own, so that it is the same in whatever order all are made. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed, int kind, long id) {
        random = new SplittableRandom(mix(mix(seed + kind * 0x9E3779B97F4A7C15L) + id * 0xD1B54A32D192ED03L));
    }

    /** The finaliser of SplitMix64: neighbouring ids get streams that have nothing in common. */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number from {@code low} to {@code high}, both included. */
    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** A number from {@code low} to {@code high}, both included; small ones are more frequent. */
    int skewed(int low, int high) {
        double square = random.nextDouble() * random.nextDouble();
        return low + (int) (square * (high - low + 1));
    }

    /** An id from 1 to {@code count}. */
    long id(long count) {
        return random.nextLong(1, count + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    String pick(String[] words) {
        return words[random.nextInt(words.length)];
    }

    <E extends Enum<E>> E pick(Class<E> type) {
        E[] all = type.getEnumConstants();
        return all[random.nextInt(all.length)];
    }

    /** One of the choices by weight; the weights of the first choices are given, the rest have 1. */
    <E extends Enum<E>> E pick(Class<E> type, int... weights) {
        E[] all = type.getEnumConstants();
        int total = 0;
        for (int i = 0; i < all.length; i++) {
            total += i < weights.length ? weights[i] : 1;
        }
        int left = random.nextInt(total);
        int at = 0;
        while (left >= (at < weights.length ? weights[at] : 1)) {
            left -= at < weights.length ? weights[at] : 1;
            at++;
        }
        return all[at];
    }

    /** An amount in euros with cents. */
    BigDecimal euros(int low, int high) {
        return BigDecimal.valueOf(random.nextLong(low * 100L, high * 100L + 1), 2);
    }

    /** A day from {@code first} on, at most {@code days} later. */
    LocalDate day(LocalDate first, int days) {
        return first.plusDays(random.nextInt(days + 1));
    }

    double degrees(double low, double high) {
        return Math.round(random.nextDouble(low, high) * 1e6) / 1e6;
    }
}
