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
        /** The checksum, or the structure under it, does not hold, or it was written under another name. */
        CORRUPT,
        /** A flag that this release does not know. */
        FLAGS,
        /** Sealed with a key that is not at hand. */
        KEY_ID,
        /** Sealed, but its bytes, its header or its name were changed. */
        FORGED,
        /** Not sealed, where only sealed entries are believed. */
        UNSEALED
    }
}
