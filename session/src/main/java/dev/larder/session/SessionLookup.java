package dev.larder.session;

import org.jspecify.annotations.Nullable;

/** What is known of the session of an ID: that there is one, that there is none, or that it could not be told. */
public sealed interface SessionLookup {

    /** There is one, and it has been touched. */
    record Found(Session session) implements SessionLookup {}

    /**
     * There is none. What was forged, has expired or was ended looks alike from outside.
     *
     * @param reason why it is no more, where that is still known
     */
    record None(@Nullable EndReason reason) implements SessionLookup {}

    /**
     * Redis could not be asked: whether there is one is unknown. Or there is one that the keys at hand cannot open: another process has
     * newer ones.
     */
    record Unavailable(Throwable cause) implements SessionLookup {}
}
