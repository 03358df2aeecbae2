package dev.larder.grounds.service;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes of passwords: PBKDF2 with HMAC-SHA-256 (RFC 8018), which takes as long for whoever guesses as for us. Two at a time are computed, so
 * that many logins at once do not take the processors from everything else. Thread-safe.
 */
final class Passwords {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";
    private static final String NAME = "pbkdf2-sha256";
    private static final int ROUNDS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final Semaphore PLACES = new Semaphore(2);

    private Passwords() {}

    /** Returns the hash of a password, with all that is needed to compare it. */
    static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                NAME,
                String.valueOf(ROUNDS),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, ROUNDS)));
    }

    /** Returns whether a password is the one that was hashed. Takes the same time for each that is not. */
    static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] known = Base64.getDecoder().decode(parts[3]);
        return MessageDigest.isEqual(known, derive(password, salt, Integer.parseInt(parts[1])));
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        PLACES.acquireUninterruptibly();
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } finally {
            PLACES.release();
            spec.clearPassword();
        }
    }
}
