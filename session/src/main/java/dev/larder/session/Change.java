package dev.larder.session;

import org.jspecify.annotations.Nullable;

/**
 * A change of one attribute.
 *
 * @param plain the new value, encoded; null to remove it
 * @param version the version that the attribute has when this is done, made once, so that a repetition is known as one
 */
record Change(byte @Nullable [] plain, byte[] version) {

    static Change to(byte[] plain) {
        return new Change(plain, Version.fresh());
    }

    static Change removal() {
        return new Change(null, Version.NONE);
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return plain == null ? "Change[removal]" : "Change[" + plain.length + " bytes]";
    }
}
