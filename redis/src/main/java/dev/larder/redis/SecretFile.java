package dev.larder.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A small file whose content no message shows. */
final class SecretFile {

    private static final int MOST_BYTES = 1 << 20;

    private SecretFile() {}

    /**
     * Reads a file, whole.
     *
     * @param setting which setting names it, for the message
     * @throws UnsuitableServerException if it cannot be read; the message says why and what to do
     */
    static byte[] read(String setting, Path path) {
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw bad(setting, path, "there is no such file; create it, or correct " + setting);
        } catch (AccessDeniedException e) {
            throw bad(setting, path, "this process may not read it; correct its permissions");
        } catch (IOException e) {
            throw bad(setting, path, "it cannot be read (" + e.getClass().getSimpleName() + "); correct " + setting);
        }
        if (content.length == 0) {
            throw bad(setting, path, "it is empty");
        }
        if (content.length > MOST_BYTES) {
            throw bad(setting, path, "it is larger than 1 MiB; correct " + setting);
        }
        return content;
    }

    static UnsuitableServerException bad(String setting, Path path, String problem) {
        return new UnsuitableServerException("redis: " + setting + " " + path + ": " + problem, null);
    }
}
