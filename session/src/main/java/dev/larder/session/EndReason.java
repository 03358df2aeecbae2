package dev.larder.session;

import org.jspecify.annotations.Nullable;

/**
 * Why a session is no more. Known for about a minute after its end, or for {@link #EXPIRED} when it is found so; for the application's code,
 * never to be told to whoever presents an ID.
 */
public enum EndReason {
    /** It was ended: by itself, or from its user's list. */
    ENDED('e'),
    /** All sessions of its user were ended, or all others. */
    ALL_ENDED('a'),
    /** Somebody logged in with it: it goes on under another ID. */
    LOGGED_IN('l'),
    /** It was rotated, longer ago than the grace: it goes on under another ID. */
    ROTATED('r'),
    /** Its user has logged in more often than the limit allows. */
    CROWDED_OUT('c'),
    /** It has come to its absolute limit. */
    EXPIRED('x');

    private final char code;

    EndReason(char code) {
        this.code = code;
    }

    /** How scripts write it. */
    char code() {
        return code;
    }

    /** Returns the reason that a tombstone tells, or null of none. */
    static @Nullable EndReason of(byte[] tombstone) {
        for (EndReason reason : values()) {
            if (tombstone.length > 0 && tombstone[0] == reason.code) {
                return reason;
            }
        }
        return null;
    }
}
