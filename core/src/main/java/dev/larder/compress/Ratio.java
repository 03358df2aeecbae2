package dev.larder.compress;

/**
 * How well a dictionary does beside what it did when it was trained: an average over the latest values, in which older ones
 * fade. Thread-safe.
 */
final class Ratio {

    private static final long LEAST_BYTES = 256 << 10;
    private static final double FADING = 1.0 / 512;
    private static final double DECAY = 1.2;

    private final double trained;
    private long plainBytes;
    private long packedBytes;
    private double recent;

    /**
     * Begins to count.
     *
     * @param trained what a value that has 1 byte took when the dictionary was trained
     */
    Ratio(double trained) {
        this.trained = trained;
    }

    synchronized void count(int plain, int packed) {
        if (plainBytes < LEAST_BYTES) {
            plainBytes += plain;
            packedBytes += packed;
            recent = (double) packedBytes / plainBytes;
        } else {
            recent += FADING * ((double) packed / plain - recent);
        }
    }

    /** Returns whether values take a fifth more than they did. */
    synchronized boolean decayed() {
        return plainBytes >= LEAST_BYTES && recent > DECAY * trained;
    }

    double trained() {
        return trained;
    }
}
