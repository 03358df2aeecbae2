package dev.larder.http.decision;

import org.jspecify.annotations.Nullable;

/** How an origin failed. */
public enum Failure {
    /** It answered with an error of its own. */
    ERROR,
    /** It did not answer: no connection, no answer in time, an answer that was cut short or was none. */
    NO_ANSWER;

    /** Returns whether a status is a failure: 500, 502, 503 and 504 are (RFC 5861, section 4); null if not. */
    public static @Nullable Failure of(int status) {
        return status == 500 || (status >= 502 && status <= 504) ? ERROR : null;
    }
}
