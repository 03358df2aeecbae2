package dev.larder.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The private folder of one server, for its user alone: {@code redis.conf}, {@code server.log} (what it logs), {@code
 * output.log} (what it prints before it logs), and {@code data}, unless the data lives elsewhere.
 */
final class ServerFolder {

    private static final int TAIL_LINES = 20;

    private final Path root;
    private final Path data;

    private ServerFolder(Path root, Path data) {
        this.root = root;
        this.data = data;
    }

    static ServerFolder create(@Nullable Path dataElsewhere) throws IOException {
        Path root = Files.createTempDirectory("larder-redis-").toRealPath(); // 0700 by contract of POSIX file systems
        Path data = dataElsewhere == null ? root.resolve("data") : dataElsewhere.toAbsolutePath();
        Files.createDirectories(data);
        return new ServerFolder(root, data);
    }

    Path root() {
        return root;
    }

    Path data() {
        return data;
    }

    Path config() {
        return root.resolve("redis.conf");
    }

    Path log() {
        return root.resolve("server.log");
    }

    void writeConfig(List<String> lines) throws IOException {
        Files.write(config(), lines);
    }

    boolean logContains(String text) {
        return read(log()).contains(text) || read(root.resolve("output.log")).contains(text);
    }

    /** The last lines of what the server printed and logged. */
    String logTail() {
        List<String> lines =
                (read(root.resolve("output.log")) + read(log())).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    void clearLogs() throws IOException {
        Files.deleteIfExists(log());
        Files.deleteIfExists(root.resolve("output.log"));
    }

    /** Copies a snapshot file, or what is in a data folder, into the data folder. */
    void copyDataFrom(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            Files.copy(source, data.resolve("dump.rdb"));
        } else {
            copyTree(source, data);
        }
    }

    void clearData() throws IOException {
        deleteTree(data);
        Files.createDirectories(data);
    }

    /** Removes the folder, if the guard has not done so already. */
    void delete() throws IOException {
        deleteTree(root);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
