package dev.larder.http.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on conformance names tests that exist, in every row that is decided here. */
final class ConformanceTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("http-conformance.md");
    private static final Pattern REFERENCE = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\|(?: *[^|]* *\\|){4}");
    private static final List<String> PACKAGES =
            List.of("dev.larder.http", "dev.larder.http.decision", "dev.larder.http.message");

    @Test
    void page_everyTestItNames_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<MatchResult> named =
                REFERENCE.matcher(Files.readString(PAGE)).results().toList();
        for (MatchResult reference : named) {
            if (!isTest(reference.group(1), reference.group(2))) {
                missing.add(reference.group());
            }
        }
        assertThat(named).hasSizeGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void page_everyRowDecidedHere_namesATest() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> ROW.matcher(line).matches())
                .filter(line -> !line.startsWith("|---") && !line.endsWith("| test |"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(rows).allMatch(row -> REFERENCE.matcher(row).find() || row.split("\\|", -1)[3].contains("shell"));
    }

    private static boolean isTest(String type, String method) {
        return PACKAGES.stream().anyMatch(name -> {
            try {
                Method[] methods = Class.forName(name + "." + type).getDeclaredMethods();
                return Arrays.stream(methods)
                        .filter(found -> found.getAnnotations().length > 0)
                        .anyMatch(found -> found.getName().equals(method));
            } catch (ClassNotFoundException e) {
                return false;
            }
        });
    }
}
