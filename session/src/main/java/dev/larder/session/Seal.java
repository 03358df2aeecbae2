package dev.larder.session;

import dev.larder.crypto.Keyring;
import dev.larder.crypto.Unsealed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what sessions hold, if there are keys; then it believes nothing that is not encrypted. What belongs to a session is bound
 * to its key in Redis or to its number, and to the field: it cannot be moved.
 */
final class Seal {

    private final @Nullable Keyring keys;

    Seal(@Nullable Keyring keys) {
        this.keys = keys;
    }

    byte[] seal(byte[] plain, byte[] boundTo) {
        return keys == null ? plain : keys.seal(plain, boundTo);
    }

    /** Returns whether there are keys. */
    boolean encrypts() {
        return keys != null;
    }

    /** Returns whether a key is known, and is not to be used any more. */
    boolean retired(int key) {
        return keys != null && keys.status().stream().anyMatch(known -> known.id() == key);
    }

    /** Opens what was sealed from an offset on. */
    Unsealed open(byte[] bytes, int offset, byte[] boundTo) {
        if (offset > bytes.length) {
            return new Unsealed.Forged();
        }
        return keys == null
                ? new Unsealed.Plain(Arrays.copyOfRange(bytes, offset, bytes.length))
                : keys.open(bytes, offset, bytes.length - offset, boundTo);
    }

    /** Returns what the value of an attribute is bound to; where there are no keys it is bound to nothing. */
    byte[] bound(byte[] to, String attribute) {
        if (keys == null) {
            return to;
        }
        byte[] field = StoredAttributes.field(attribute).getBytes(StandardCharsets.UTF_8);
        byte[] bound = Arrays.copyOf(to, to.length + field.length);
        System.arraycopy(field, 0, bound, to.length, field.length);
        return bound;
    }
}
