package dev.larder.crypto;

import java.util.Locale;

/**
 * One key of a keyring, without its material.
 *
 * @param id its number, which is in front of everything that it sealed
 * @param primary whether it seals what is written now
 * @param state whether it can be used
 */
public record KeyInfo(int id, boolean primary, State state) {

    /** Whether a key can be used. */
    public enum State {
        /** It opens what it sealed. */
        ENABLED,
        /** It opens nothing, but could be enabled again. */
        DISABLED,
        /** Its material is gone. */
        DESTROYED
    }

    /** Returns the number as people write it: eight hexadecimal digits. */
    public String name() {
        return String.format("%08x", id);
    }

    /** Shows it as people write it. */
    @Override
    public String toString() {
        return name() + " " + state.name().toLowerCase(Locale.ROOT) + (primary ? ", primary" : "");
    }
}
