package dev.larder.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The second release of the application under test: the classes that differ, under the same names. */
final class SecondRelease {

    private SecondRelease() {}

    /** Compiles them into a folder that goes before the class path of a JVM. */
    static Path compile(Path folder) {
        try {
            Path source = Files.createDirectories(folder.resolve("src")).resolve("Notice.java");
            try (InputStream in = SecondRelease.class.getResourceAsStream("release2/Notice.java")) {
                Files.write(
                        source,
                        Objects.requireNonNull(in, "release2/Notice.java").readAllBytes());
            }
            SourceCompiler.compile("the second release", List.of(source), folder);
            return folder;
        } catch (IOException e) {
            throw new CheckException("the second release cannot be made: " + e.getMessage(), e);
        }
    }
}
