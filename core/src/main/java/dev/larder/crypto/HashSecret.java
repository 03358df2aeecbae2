package dev.larder.crypto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that texts are hashed with, where they are to stay comparable and not to be guessed: HMAC-SHA-256 (RFC 2104).
 * Thread-safe; a hash takes about a microsecond. Shows its secret nowhere.
 */
public final class HashSecret {

    /** Bytes of the shortest secret. */
    public static final int LEAST_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String FILE = "file:";
    private static final String ENVIRONMENT = "env:";

    /** 144 bits, which are 24 characters without padding. */
    private static final int HASH_BYTES = 18;

    private final Mac mac;

    private HashSecret(byte[] secret, String place) {
        if (secret.length < LEAST_BYTES) {
            throw new KeyringException(
                    place + " holds " + secret.length + " bytes; a secret to hash with has at least " + LEAST_BYTES
                            + ", such as openssl rand -base64 32 makes them",
                    null);
        }
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new KeyringException("this JVM has no HMAC-SHA-256, which texts are hashed by", e);
        }
    }

    /**
     * Makes one of bytes, which are copied.
     *
     * @throws KeyringException if they are fewer than {@link #LEAST_BYTES}
     */
    public static HashSecret of(byte[] secret) {
        return new HashSecret(secret.clone(), "the secret given");
    }

    /**
     * Makes one of what a setting says: {@code file:/run/secrets/larder-hash}, or {@code env:LARDER_HASH_SECRET} for an
     * environment variable. White space around the content does not count.
     *
     * @throws KeyringException if it is neither, or there is no such content
     */
    public static HashSecret at(String place) {
        if (place.startsWith(FILE)) {
            return ofFile(Path.of(place.substring(FILE.length())));
        }
        if (place.startsWith(ENVIRONMENT)) {
            String variable = place.substring(ENVIRONMENT.length());
            String secret = System.getenv(variable);
            String name = "the environment variable " + variable;
            if (secret == null) {
                throw new KeyringException(
                        name + " is not set; put a secret of at least " + LEAST_BYTES + " bytes there", null);
            }
            return new HashSecret(stripped(secret.getBytes(StandardCharsets.UTF_8)), name);
        }
        throw new KeyringException(
                "a secret is named as file:/run/secrets/larder-hash or env:LARDER_HASH_SECRET; what was given begins with"
                        + " neither file: nor env:",
                null);
    }

    private static HashSecret ofFile(Path file) {
        try {
            return new HashSecret(stripped(Files.readAllBytes(file)), file.toString());
        } catch (IOException e) {
            throw new KeyringException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); put a secret of at least "
                            + LEAST_BYTES + " bytes there",
                    e);
        }
    }

    /** Without the line end that editors add. */
    private static byte[] stripped(byte[] content) {
        int from = 0;
        int to = content.length;
        while (from < to && isSpace(content[from])) {
            from++;
        }
        while (to > from && isSpace(content[to - 1])) {
            to--;
        }
        return Arrays.copyOfRange(content, from, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /**
     * Hashes a text: 144 bits as 24 characters of {@code A-Z a-z 0-9 - _}.
     *
     * @param domain what it is: equal texts of two domains have different hashes
     */
    public String hash(String domain, String text) {
        Mac own;
        try {
            own = (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new KeyringException("this JVM's HMAC-SHA-256 cannot be used by several threads", e);
        }
        own.update(domain.getBytes(StandardCharsets.UTF_8));
        own.update((byte) 0);
        byte[] hash = own.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "HashSecret";
    }
}
