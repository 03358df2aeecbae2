package dev.larder.session;

import org.jspecify.annotations.Nullable;

/** What came of asking for a session, or for a new ID of one. */
public sealed interface Grant {

    /** There it is. Its ID is new: hand it to the browser. */
    record Granted(Session session) implements Grant {}

    /**
     * The user has as many sessions as are allowed, and none is to be ended for a new one.
     *
     * @param limit {@link SessionPolicy#maxPerUser}
     */
    record Full(int limit) implements Grant {}

    /**
     * The session that was to go on is no more.
     *
     * @param reason why, where that is still known
     */
    record Ended(@Nullable EndReason reason) implements Grant {}

    /** Redis could not be asked, or did not answer. No session is left behind that nobody knows the ID of. */
    record Unavailable(Throwable cause) implements Grant {}
}
