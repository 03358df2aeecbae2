package dev.larder.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The second release of the application under test: the classes that differ, under the same names. */
final class SecondRelease {

    private static final List<String> NAMES = List.of("Notice.java", "Ticket.java");

    private SecondRelease() {}

    /** Compiles them into a folder that goes before the class path of a JVM. */
    static Path compile(Path folder) {
        try {
            Path sources = Files.createDirectories(folder.resolve("src"));
            for (String name : NAMES) {
                try (InputStream in = SecondRelease.class.getResourceAsStream("release2/" + name)) {
                    Files.write(
                            sources.resolve(name),
                            Objects.requireNonNull(in, name).readAllBytes());
                }
            }
            SourceCompiler.compile(
                    "the second release", NAMES.stream().map(sources::resolve).toList(), folder);
            return folder;
        } catch (IOException e) {
            throw new CheckException("the second release cannot be made: " + e.getMessage(), e);
        }
    }
}
