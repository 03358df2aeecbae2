package dev.larder.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A private folder in the temporary folder, whose name tells the process that made it. Whoever makes one removes those of
 * processes that have ended without removing theirs, because they were killed.
 */
final class WorkFolder implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("larder-check-(\\d+)-.*");

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    static WorkFolder create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static WorkFolder create(Path parent) {
        try {
            removeLeftovers(parent);
            return new WorkFolder(Files.createTempDirectory(
                    parent, "larder-check-" + ProcessHandle.current().pid() + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    private static void removeLeftovers(Path parent) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(parent)) {
            found = files.toList();
        }
        for (Path file : found) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()
                    && Files.isDirectory(file)
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                try {
                    remove(file);
                } catch (IOException e) {
                    // Of another user, or another process removes it.
                    System.getLogger(WorkFolder.class.getName())
                            .log(System.Logger.Level.DEBUG, "cannot remove " + file, e);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            remove(path);
        } catch (NoSuchFileException e) {
            // Somebody has cleaned up.
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be removed", e);
        }
    }
}
