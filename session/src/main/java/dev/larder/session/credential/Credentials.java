package dev.larder.session.credential;

import dev.larder.crypto.HashSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Issues one kind of bearer credential and recognises what it has issued, without a round trip: a body of characters of {@code
 * A-Z a-z 0-9 - _}, and a proof of twelve more, which are 72 bits of its HMAC. A proof says that the body was issued some time,
 * not that it is valid: so what is guessed, cut or changed is refused here, and never reaches Redis.
 *
 * <p>Thread-safe; issuing and recognising take about a microsecond.
 */
public final class Credentials {

    private static final int PROOF_CHARS = 12;
    private static final int BITS_OF_A_CHAR = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HashSecret secret;
    private final String kind;
    private final int bodyChars;

    /**
     * Creates the issuer of a kind.
     *
     * @param kind such as {@code session}: a credential of one kind is not recognised as one of another
     * @param bodyChars the length of each body
     */
    public Credentials(HashSecret secret, String kind, int bodyChars) {
        this.secret = secret;
        this.kind = kind;
        this.bodyChars = bodyChars;
    }

    /**
     * Returns random characters of a body from a cryptographically strong generator, six bits each.
     *
     * @param chars a multiple of four, or two more
     */
    public static String random(int chars) {
        byte[] bytes = new byte[(chars * BITS_OF_A_CHAR + Byte.SIZE - 1) / Byte.SIZE];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, chars);
    }

    /**
     * Issues a credential.
     *
     * @throws IllegalArgumentException if the body is of another length
     */
    public String issue(String body) {
        if (body.length() != bodyChars) {
            throw new IllegalArgumentException(
                    "a body of " + body.length() + " characters; those of kind " + kind + " have " + bodyChars);
        }
        return body + proof(body);
    }

    /**
     * Returns the body of a credential that this kind has issued, or null of anything else, however long. How much of a proof is
     * right cannot be told from the time that this takes.
     */
    public @Nullable String body(@Nullable String credential) {
        if (credential == null || credential.length() != bodyChars + PROOF_CHARS || !isPlain(credential)) {
            return null;
        }
        String body = credential.substring(0, bodyChars);
        boolean issued = MessageDigest.isEqual(ascii(credential.substring(bodyChars)), ascii(proof(body)));
        return issued ? body : null;
    }

    private String proof(String body) {
        return secret.hash("proof:" + kind, body).substring(0, PROOF_CHARS);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
