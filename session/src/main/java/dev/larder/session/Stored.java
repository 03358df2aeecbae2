package dev.larder.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A session as Redis holds it. Immutable.
 *
 * @param name its ID
 * @param visitor whom it belongs to
 * @param times when it began and ends
 * @param touched when it was last touched, server time in Unix milliseconds
 * @param attributes its own
 * @param shared those of its user
 */
record Stored(
        Name name, Visitor visitor, Times times, long touched, StoredAttributes attributes, StoredAttributes shared) {

    /**
     * The times of a session, server time in Unix milliseconds: the field {@code m}.
     *
     * @param created when it began
     * @param expires when it ends at the latest
     * @param epoch the epoch of its user, empty for a session of nobody
     */
    record Times(long created, long expires, byte[] epoch) {

        private static final int DIGITS = 13;
        private static final int LENGTH = DIGITS + DIGITS;

        /** Reads the field, or returns null if it is none. */
        static @Nullable Times of(byte[] field) {
            if (field.length < LENGTH) {
                return null;
            }
            return new Times(
                    digits(field, DIGITS, LENGTH),
                    digits(field, 0, DIGITS),
                    Arrays.copyOfRange(field, LENGTH, field.length));
        }

        /** Returns when it was last used: after it began, and before now, whatever an idle limit that has changed makes of it. */
        long lastUse(long touched, long now) {
            return Math.max(created, Math.min(touched, now));
        }

        private static long digits(byte[] from, int begin, int end) {
            long number = 0;
            for (int i = begin; i < end; i++) {
                number = number * 10 + (from[i] - '0');
            }
            return number;
        }
    }

    Stored with(StoredAttributes changed) {
        return with(changed, touched);
    }

    Stored with(StoredAttributes changed, long lastTouched) {
        return new Stored(name, visitor, times, lastTouched, changed, shared);
    }

    /** Returns whether it is to be touched, where a touch is good enough for a while. */
    boolean touchIsDue(long now, SessionPolicy policy) {
        return now - touched >= policy.touchEvery().toMillis();
    }

    Stored with(Name other) {
        return new Stored(other, visitor, times, touched, attributes, shared);
    }

    /** Shows the handle only. */
    @Override
    public String toString() {
        return "Stored[" + name.handle() + "]";
    }
}
