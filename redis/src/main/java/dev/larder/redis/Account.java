package dev.larder.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user and a password.
 *
 * @param username ACL user, or null for the default one
 * @param password never shown
 */
record Account(@Nullable String username, String password) {

    /** The arguments of {@code AUTH}. */
    List<byte[]> arguments() {
        return username == null
                ? List.of(Texts.bytes(password))
                : List.of(Texts.bytes(username), Texts.bytes(password));
    }

    @Override
    public String toString() {
        return "Account[…]";
    }
}
