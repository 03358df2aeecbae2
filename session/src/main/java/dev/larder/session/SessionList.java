package dev.larder.session;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of a user, or that they could not be asked for. */
public sealed interface SessionList {

    /**
     * Some of them.
     *
     * @param sessions newest first
     * @param next the cursor of the next page, or null at the end
     */
    record Page(List<Item> sessions, @Nullable String next) implements SessionList {
        /** Copies the list. */
        public Page {
            sessions = List.copyOf(sessions);
        }
    }

    /** Redis could not be asked, or the keys at hand cannot open what it holds. */
    record Unavailable(Throwable cause) implements SessionList {}

    /**
     * One session.
     *
     * @param handle what {@link Sessions#end(String, String)} takes; no credential, and of no use but with the user's ID
     * @param details what was known of the visitor when it was made
     * @param created when it was made
     * @param lastUse when it was last used
     */
    record Item(String handle, Details details, Instant created, Instant lastUse) {}
}
