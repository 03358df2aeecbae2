package dev.larder.bench.http;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of the system, on the path or where Debian has servers. */
final class Programs {

    private static final List<String> ELSEWHERE = List.of("/usr/sbin", "/usr/local/sbin", "/sbin");

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

    private Programs() {}

    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.concat(Stream.of(path.split(Pattern.quote(File.pathSeparator), -1)), ELSEWHERE.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static String get(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not installed; dev/install-http-peers installs what is needed on Debian"))
                .toString();
    }

    /** Returns the first number with dots that a program says of itself. */
    static String version(String name, String option) {
        try {
            Process process = new ProcessBuilder(get(name), option)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return version.find() ? version.group() : "?";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
