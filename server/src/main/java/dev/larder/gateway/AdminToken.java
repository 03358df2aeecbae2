package dev.larder.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What callers of the administration have to know. Compared in the same time, whatever they say; never shown. */
public final class AdminToken {

    /** The fewest characters. */
    public static final int LEAST = 16;

    private static final int MOST = 512;
    private static final String SCHEME = "bearer ";

    private final byte[] bytes;

    private AdminToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a token.
     *
     * @throws IllegalArgumentException if it has not from 16 to 512 visible ASCII characters
     */
    public static AdminToken of(String text) {
        String token = text.strip();
        if (token.length() < LEAST || token.length() > MOST || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a token has " + LEAST + " to " + MOST
                    + " visible ASCII characters; make one by: openssl rand -hex 32");
        }
        return new AdminToken(token.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads a token from a file that holds nothing else.
     *
     * @throws IllegalArgumentException if it cannot be read, or holds no token
     */
    public static AdminToken ofFile(Path file) {
        try {
            if (Files.size(file) > 2 * MOST) {
                throw new IllegalArgumentException(
                        "the file with the token is too long; it holds the token and no more");
            }
            return of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file with the token cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Returns whether a field {@code Authorization} carries it. */
    boolean isIn(@Nullable String authorization) {
        String given = authorization == null ? "" : authorization;
        boolean bearer = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String said = bearer ? given.substring(SCHEME.length()).strip() : "";
        return MessageDigest.isEqual(bytes, said.getBytes(StandardCharsets.UTF_8));
    }
}
