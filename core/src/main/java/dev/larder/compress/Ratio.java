package dev.larder.compress;

/**
 * How well a dictionary does, and whether it once did better. The first values give the measure; later ones are averaged with
 * the older ones fading. Thread-safe.
 */
final class Ratio {

    private static final long FIRST_BYTES = 256 << 10;
    private static final double FADING = 1.0 / 512;
    private static final double DECAY = 1.2;

    private long firstPlain;
    private long firstPacked;
    private double recent;

    synchronized void restart() {
        firstPlain = 0;
        firstPacked = 0;
        recent = 0;
    }

    synchronized void count(int plain, int packed) {
        if (firstPlain < FIRST_BYTES) {
            firstPlain += plain;
            firstPacked += packed;
            recent = (double) firstPacked / firstPlain;
        } else {
            recent += FADING * ((double) packed / plain - recent);
        }
    }

    /** Returns whether values take a fifth more than the first ones took. */
    synchronized boolean decayed() {
        return firstPlain >= FIRST_BYTES && recent > DECAY * firstPacked / firstPlain;
    }
}
