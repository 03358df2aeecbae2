package dev.larder.envelope;

/** What came of the wish to seal an entry anew by the primary key. */
public sealed interface Resealed {

    /**
     * It was sealed by another key of the keyring.
     *
     * @param bytes the same entry, sealed by the primary key; only what is sealed has changed
     */
    record Anew(byte[] bytes) implements Resealed {}

    /** The primary key has sealed it already. */
    record Current() implements Resealed {}

    /** It is not sealed, or no entry at all. */
    record NotSealed() implements Resealed {}

    /**
     * It says that a key has sealed it that is not at hand, or disabled.
     *
     * @param id number of the key
     */
    record UnknownKey(int id) implements Resealed {}

    /** It is forged, or damaged. */
    record Forged() implements Resealed {}
}
