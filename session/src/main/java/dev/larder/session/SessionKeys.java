package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.Keyspace;
import dev.larder.crypto.HashSecret;
import dev.larder.session.credential.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IDs of sessions, and the names of their keys in Redis, for the namespace {@code grounds}:
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>holds</th><th>life</th></tr>
 *   <tr><td>{@code grounds:@sessions:{owner}:handle}</td><td>hash: {@code m} times and epoch, {@code d} what is known of the visitor,
 *       {@code a:name} an attribute; or {@code x} alone, a tombstone</td><td>idle limit; a tombstone one minute</td></tr>
 *   <tr><td>{@code grounds:@sessions:user:{owner}}</td><td>hash: {@code e} epoch, {@code p} those before, {@code a:name} an attribute that
 *       all sessions of the user share</td><td>absolute limit</td></tr>
 *   <tr><td>{@code grounds:@sessions:index:{owner}}</td><td>sorted set of handles by time of creation in µs</td><td>absolute limit</td></tr>
 * </table>
 */
final class SessionKeys {

    /** Characters of the longest user ID. */
    static final int MAX_USER_CHARS = 1_000;

    /** How many rotations within the minute that tombstones last are followed. */
    static final int CHAIN = 7;

    private static final int OWNER_CHARS = 12;
    private static final int RANDOM_CHARS = 22;
    private static final int HANDLE_CHARS = 24;

    private final Keyspace keyspace;
    private final HashSecret secret;
    private final Credentials credentials;

    SessionKeys(Keyspace keyspace) {
        this.keyspace = keyspace;
        this.secret = keyspace.secret("sessions");
        this.credentials = new Credentials(secret, "session", OWNER_CHARS + RANDOM_CHARS);
    }

    /** Returns the name of what came from outside, or null if it was never issued. */
    @Nullable
    Name issued(@Nullable String id) {
        String body = credentials.body(id);
        return body == null || id == null ? null : named(id, body);
    }

    private Name named(String id, String body) {
        return new Name(id, body.substring(0, OWNER_CHARS), secret.hash("session-key", body));
    }

    /** Makes a session of nobody, which has a slot of its own. */
    Name anonymous() {
        return fresh(Name.NOBODY + Credentials.random(OWNER_CHARS).substring(1));
    }

    /** Makes a new name of an owner. */
    Name fresh(String owner) {
        return of(owner, Credentials.random(RANDOM_CHARS));
    }

    /** Returns the name that a rotation gives: always the same one, and not to be guessed by who knows the old one. */
    Name next(Name old) {
        return of(old.owner(), secret.hash("session-next", old.id()).substring(0, RANDOM_CHARS));
    }

    private Name of(String owner, String random) {
        String body = owner + random;
        return named(credentials.issue(body), body);
    }

    /** Returns a name, and those that rotations in quick succession give it. */
    List<Name> chain(Name first) {
        List<Name> chain = new ArrayList<>(CHAIN + 1);
        chain.add(first);
        for (int i = 0; i < CHAIN; i++) {
            chain.add(next(chain.get(i)));
        }
        return chain;
    }

    /**
     * Returns the owner that stands for a user.
     *
     * @throws IllegalArgumentException if that is no ID of a user
     */
    String owner(String userId) {
        if (requireNonNull(userId, "userId").isEmpty() || userId.length() > MAX_USER_CHARS) {
            throw new IllegalArgumentException(
                    "the ID of a user has " + userId.length() + " characters; it has 1 to " + MAX_USER_CHARS);
        }
        requireWellFormed(userId, "the ID of a user");
        String owner = secret.hash("owner", userId).substring(0, OWNER_CHARS);
        return owner.charAt(0) == Name.NOBODY ? '_' + owner.substring(1) : owner;
    }

    /**
     * Lets only those texts pass that have a form in bytes of their own: half of a pair would be written as a question mark.
     *
     * @throws IllegalArgumentException if a surrogate stands alone
     */
    static void requireWellFormed(String text, String what) {
        if (hasSurrogates(text) && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " is not well-formed Unicode: a surrogate stands alone");
        }
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a text can be a handle. */
    static boolean isHandle(String text) {
        return text.length() == HANDLE_CHARS
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
    }

    byte[] session(Name name) {
        return session(name.owner(), name.handle());
    }

    byte[] session(String owner, String handle) {
        return keyspace.key(owner, ":" + handle);
    }

    /** Apart from the owner's sessions, so that Redis does not reorder its notes of what it has told of with each change of a session. */
    byte[] user(String owner) {
        return keyspace.key("user:{" + owner + "}");
    }

    byte[] index(String owner) {
        return keyspace.key("index:{" + owner + "}");
    }
}
