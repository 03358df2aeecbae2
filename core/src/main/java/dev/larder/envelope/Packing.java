package dev.larder.envelope;

/**
 * How a payload was packed.
 *
 * @param compressed whether it is a frame of Zstandard
 * @param dictionary number of the dictionary that the frame needs, 0 for none
 * @param plainLength bytes that it has when unpacked; 0 unless it is compressed
 */
public record Packing(boolean compressed, int dictionary, int plainLength) {

    /** As the serialiser wrote it. */
    public static final Packing PLAIN = new Packing(false, 0, 0);

    public Packing {
        if (plainLength < 0 || !compressed && (dictionary != 0 || plainLength != 0)) {
            throw new IllegalArgumentException("no packing: compressed " + compressed + ", dictionary " + dictionary
                    + ", plain length " + plainLength);
        }
    }

    /** A frame of so many bytes when unpacked. */
    public static Packing compressed(int dictionary, int plainLength) {
        return new Packing(true, dictionary, plainLength);
    }

    @Override
    public String toString() {
        return compressed
                ? "zstd of " + plainLength + " bytes"
                        + (dictionary == 0 ? "" : " by dictionary " + Integer.toHexString(dictionary))
                : "plain";
    }
}
