package dev.larder.session.token;

import dev.larder.codec.CodecException;
import dev.larder.crypto.Keyring;
import dev.larder.crypto.Unsealed;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals what is kept of a login, bound to its key in Redis. Its first byte says whether it is sealed; where there are keys, nothing
 * else is believed.
 */
final class Seal {

    private static final byte CLEAR = 0;
    private static final byte SEALED = 1;

    private final @Nullable Keyring keyring;

    Seal(@Nullable Keyring keyring) {
        this.keyring = keyring;
    }

    byte[] seal(byte[] plain, byte[] key) {
        byte[] body = keyring == null ? plain : keyring.seal(plain, key);
        byte[] sealed = new byte[1 + body.length];
        sealed[0] = keyring == null ? CLEAR : SEALED;
        System.arraycopy(body, 0, sealed, 1, body.length);
        return sealed;
    }

    /**
     * Opens what was sealed for a key, whatever the bytes are.
     *
     * @throws CodecException if it cannot be opened
     */
    byte[] open(byte @Nullable [] bytes, byte[] key) {
        if (bytes == null || bytes.length == 0) {
            throw new CodecException("what is kept of a token is missing", null);
        }
        if (keyring == null) {
            if (bytes[0] != CLEAR) {
                throw new CodecException(
                        "what is kept of a token is sealed, and there are no keys; name the keyset by the setting keyset,"
                                + " in every process",
                        null);
            }
            return Arrays.copyOfRange(bytes, 1, bytes.length);
        }
        if (bytes[0] != SEALED) {
            throw new CodecException(
                    "what is kept of a token is not sealed, and there are keys, so it is not believed: it was written"
                            + " without them, or by somebody else",
                    null);
        }
        Unsealed opened = keyring.open(bytes, 1, bytes.length - 1, key);
        if (opened instanceof Unsealed.Plain plain) {
            return plain.bytes();
        }
        throw new CodecException(
                opened instanceof Unsealed.UnknownKey unknown
                        ? String.format("what is kept of a token is sealed by key %08x", unknown.id())
                                + ", which the keyset does not have; give every process the newest keyset"
                        : "what is kept of a token was changed or moved, and is not believed",
                null);
    }
}
