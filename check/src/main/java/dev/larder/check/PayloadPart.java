package dev.larder.check;

import java.util.Locale;
import java.util.Optional;

/** A part of the {@link PayloadCheck}. */
public enum PayloadPart {
    /** Entries are replaced by forged ones. */
    TAMPERING,
    /** Keys are rotated under load. */
    ROTATION,
    /** Dictionaries change, and are deleted, under load. */
    DICTIONARY,
    /** A second release with other schemas takes the place of the first, under load. */
    UPGRADE;

    /** Returns its name as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the part of a name. */
    public static Optional<PayloadPart> named(String label) {
        return java.util.Arrays.stream(values())
                .filter(part -> part.label().equals(label))
                .findFirst();
    }
}
