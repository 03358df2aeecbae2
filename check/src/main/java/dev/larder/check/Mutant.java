package dev.larder.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A patch of Larder's sources that takes a mechanism out, made into classes. */
final class Mutant {

    private Mutant() {}

    /** What a patch says of itself in a line that begins with a word and a colon; empty if it says nothing. */
    static String field(List<String> patch, String field) {
        return patch.stream()
                .filter(line -> line.startsWith(field + ": "))
                .map(line -> line.substring(field.length() + 2))
                .findFirst()
                .orElse("");
    }

    /** Compiles what a patch changes into a folder that goes before a class path. */
    static void compile(Path root, List<String> patch, Path classes) throws IOException {
        UnifiedDiff diff = UnifiedDiff.parse(patch);
        List<Path> sources = new ArrayList<>();
        for (String file : diff.files()) {
            String text = diff.apply(file, Files.readString(root.resolve(file)));
            int at = file.indexOf("/src/main/");
            String inside = file.substring(file.indexOf('/', at + "/src/main/".length()) + 1);
            Path target = (file.endsWith(".java") ? classes.resolve("src") : classes).resolve(inside);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text, StandardCharsets.UTF_8);
            if (file.endsWith(".java")) {
                sources.add(target);
            }
        }
        if (!sources.isEmpty()) {
            SourceCompiler.compile("a seeded bug", sources, classes);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
