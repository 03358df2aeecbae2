package dev.larder.redis;

import dev.larder.chaos.TlsFront.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The certificates of {@code src/test/resources/tls}. */
final class Pems {

    private Pems() {}

    static Path file(String name) {
        return Path.of("src", "test", "resources", "tls", name + ".pem").toAbsolutePath();
    }

    /** A server that lets everybody in. */
    static Identity server(String name) {
        return new Identity(file(name), file(name + "-key"), null);
    }

    /** A server that lets in the clients of an authority only. */
    static Identity server(String name, String authority) {
        return new Identity(file(name), file(name + "-key"), file(authority));
    }

    /** Replaces a file in one step, as who rolls out certificates should. */
    static void replace(Path target, Path source) {
        try {
            Path beside = target.resolveSibling(target.getFileName() + ".new");
            Files.copy(source, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path target, String text) {
        try {
            Path beside = target.resolveSibling(target.getFileName() + ".new");
            Files.writeString(beside, text);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
