package dev.larder.session.limit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text by which a process remembers whom a limit counts for. Whoever is counted may choose it, so it is short whatever was sent: a short
 * key is kept as it is, of a longer one its SHA-256, for which nobody can find another key.
 */
final class KeptKey {

    /** One less than the digits of a hash, so that no key that is kept is also the hash of another one. */
    static final int LONGEST = 63;

    private KeptKey() {}

    static String of(String key) {
        return key.length() <= LONGEST ? key : hash(key);
    }

    private static String hash(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
