package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.redis.Redis;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The wall clock of the client: a jump of it cannot matter where nobody reads it. */
class ClockTest {

    @Test
    void wallClock_isReadOnlyWhereThereIsNoServersClock() throws Exception {
        Set<String> readers = new TreeSet<>();
        for (Class<?> module : List.of(Larder.class, Redis.class)) {
            readers.addAll(readersOfTheWallClock(module));
        }

        assertThat(readers)
                .as("NoFar has no server; Coherence starts before the first answer of one, when nothing can be stored")
                .containsExactlyInAnyOrder("NoFar.class", "Coherence.class");
    }

    private static List<String> readersOfTheWallClock(Class<?> module) throws IOException, URISyntaxException {
        URI where = module.getProtectionDomain().getCodeSource().getLocation().toURI();
        if (Files.isDirectory(Path.of(where))) {
            return readers(Path.of(where));
        }
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(where), Map.of())) {
            return readers(jar.getPath("/"));
        }
    }

    private static List<String> readers(Path root) throws IOException {
        List<String> readers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("dev/larder"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String constants = loaded(root.relativize(file).toString());
                boolean reads = Stream.of("currentTimeMillis", "java/time/Instant", "java/time/Clock", "java/util/Date")
                        .anyMatch(constants::contains);
                if (reads && !root.relativize(file).toString().contains("codec")) {
                    readers.add(file.getFileName().toString());
                }
            }
        }
        return readers;
    }

    /** The bytes of the class that is first on the class path, and so runs. */
    private static String loaded(String name) throws IOException {
        try (InputStream bytes = ClockTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(bytes, name).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
