package dev.larder.crypto;

/** What came of an attempt to open what a {@link Keyring} has sealed. */
public sealed interface Unsealed {

    /**
     * What had been sealed.
     *
     * @param bytes an array of the receiver's own
     */
    record Plain(byte[] bytes) implements Unsealed {

        /** Never shows the bytes. */
        @Override
        public String toString() {
            return "Plain[" + bytes.length + " bytes]";
        }
    }

    /**
     * It was sealed by a key that this keyring does not have, or that is disabled.
     *
     * @param id number of the key
     */
    record UnknownKey(int id) implements Unsealed {}

    /** These bytes were never sealed by the key that they name, or not with these associated data. */
    record Forged() implements Unsealed {}
}
