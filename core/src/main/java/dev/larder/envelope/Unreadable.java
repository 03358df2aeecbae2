package dev.larder.envelope;

/**
 * Bytes that are no entry for this reader: a miss, counted by its reason.
 *
 * @param reason what was found first
 */
public record Unreadable(Reason reason) implements Opened {

    /** Why bytes cannot be read. */
    public enum Reason {
        /** Not written by Larder: the first byte is another one. */
        FOREIGN,
        /** A kind that this release does not know. */
        KIND,
        /** Shorter than anything of its kind. A longer entry that was cut is {@link #CORRUPT}. */
        TRUNCATED,
        /** The checksum, or the structure under it, does not hold. */
        CORRUPT,
        /** A flag that this release does not know. */
        FLAGS,
        /** Compressed, or with a dictionary, that this release does not know. */
        DICTIONARY,
        /** Encrypted, with a key that this release does not know. */
        KEY_ID
    }
}
