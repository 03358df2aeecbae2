package dev.larder.check;

import java.util.Locale;

/** What must hold of limits. */
enum LimitRule {
    /** The server decides at a time within the call. */
    TIME,
    /** What is allowed is what the model allows, with the same figures. */
    ALLOWED_WRONGLY,
    /** What is denied is what the model denies, with the same figures, in some state between begin and end of the call. */
    DENIED_WRONGLY,
    /** What a process denies from a note is what the model denies then. */
    NOTE_TOO_LONG,
    /** Of permits taken beforehand, no more are allowed than the stated bound. */
    SHARE_TOO_LARGE,
    /** No more permits are held at the same time than there are. */
    TOO_MANY_AT_ONCE,
    /** A failover allows one burst more at most. */
    MORE_THAN_A_BURST;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
