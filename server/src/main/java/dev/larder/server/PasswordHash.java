package dev.larder.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a server keeps of a password.
 *
 * @param sha256 lower-case hexadecimal digits
 * @param bytes length of the password
 */
record PasswordHash(String sha256, int bytes) {

    /** Bytes that a password has that cannot be guessed by its hash. */
    static final int LONG_ENOUGH = 16;

    private static final int MOST_BYTES = 4096;

    /**
     * Reads a file as the connections of Larder do: one line break at its end is no part of the password.
     *
     * @throws CommandFailure if it cannot be read, or holds no password; the message never shows what is in it
     */
    static PasswordHash of(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw bad(file, "there is no such file; create it, or correct the option");
        } catch (AccessDeniedException e) {
            throw bad(file, "this process may not read it; correct its permissions");
        } catch (IOException e) {
            throw bad(file, "it cannot be read (" + e.getClass().getSimpleName() + "); is it a file?");
        }
        if (content.length > MOST_BYTES) {
            throw bad(file, "it is larger than " + MOST_BYTES + " bytes; it is to hold the password and nothing else");
        }
        int end = content.length;
        end -= end > 0 && content[end - 1] == '\n' ? 1 : 0;
        end -= end > 0 && end < content.length && content[end - 1] == '\r' ? 1 : 0;
        if (end == 0) {
            throw bad(file, "it is empty; it is to hold the password");
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(content, end));
            return new PasswordHash(HexFormat.of().formatHex(digest), end);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256, which Redis keeps passwords by", e);
        }
    }

    /** Whether it is short enough to be guessed. */
    boolean isShort() {
        return bytes < LONG_ENOUGH;
    }

    private static CommandFailure bad(Path file, String problem) {
        return new CommandFailure("--password-file " + file + ": " + problem, null);
    }
}
