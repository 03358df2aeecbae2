package dev.larder.session;

import dev.larder.codec.TypeRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session as it was read, with the changes made to it since, which {@link Sessions#save} writes. It belongs to one request: not
 * thread-safe. Shows neither its ID nor its values as text.
 */
public interface Session extends Attributes, AttributeChanges {

    /** Returns the credential to hand to the browser: another one than was read, if it has been rotated just before. */
    String id();

    /** Returns what tells it apart in a user's list, the same as {@link SessionList.Item#handle}; no credential. */
    String handle();

    /** Returns the user who is logged in, or null for a session of nobody. */
    @Nullable
    String userId();

    /** Returns what was known of the visitor when it was made. */
    Details details();

    /** Returns when it was made; a rotation changes nothing of it. */
    Instant created();

    /** Returns when it was last used before this. */
    Instant lastUse();

    /** Returns when it ends at the latest, however often it is used. */
    Instant expires();

    /** Returns what all sessions of its user share; empty for a session of nobody. */
    Attributes user();

    /** Returns whether there is something to save. */
    boolean changed();

    @Override
    Session put(String name, Object value);

    @Override
    <T> Session put(String name, T value, TypeRef<T> type);

    @Override
    Session remove(String name);
}
