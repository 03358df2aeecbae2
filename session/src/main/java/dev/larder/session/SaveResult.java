package dev.larder.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What came of a save. */
public sealed interface SaveResult {

    /** Everything was written. */
    record Saved() implements SaveResult {}

    /**
     * Somebody else has changed the same attributes since they were read. Nothing was written; read the session anew.
     *
     * @param attributes their names
     */
    record Conflict(Set<String> attributes) implements SaveResult {
        /** Copies the names. */
        public Conflict {
            attributes = Set.copyOf(attributes);
        }
    }

    /**
     * Others have added attributes meanwhile, and with those of this save there would be too many. Nothing was written: read the
     * session anew, and put what belongs together into one attribute, or remove others.
     *
     * @param limit {@link SessionPolicy#maxAttributes}
     */
    record Full(int limit) implements SaveResult {}

    /**
     * The session is no more. Nothing was written.
     *
     * @param reason why, where that is still known
     */
    record Ended(@Nullable EndReason reason) implements SaveResult {}

    /** Redis could not be asked, or did not answer: then it may have been written, and may be saved again. */
    record Unavailable(Throwable cause) implements SaveResult {}
}
