package dev.larder.http.access;

import org.jspecify.annotations.Nullable;

/** What is known of who asks, once everything was read that could say it. */
sealed interface Evidence {

    /** Nothing was shown, or what was shown is not good, or the session is one of nobody; which of it does not matter any more. */
    record Nothing() implements Evidence {}

    /** It could not be told. */
    record Untold() implements Evidence {}

    /**
     * It is known.
     *
     * @param bySession whether a cookie has shown it, which browsers send by themselves
     * @param renewed the ID under which the session goes on; null if it is the one that was shown
     */
    record Known(
            Identity identity, boolean bySession, @Nullable String renewed) implements Evidence {

        /** Shows no ID. */
        @Override
        public String toString() {
            return "Known[" + identity + "]";
        }
    }
}
