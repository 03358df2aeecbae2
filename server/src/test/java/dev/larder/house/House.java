package dev.larder.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The compiled classes of all modules, read from their folders: the tests of a module are on no other module's class
 * path.
 */
final class House {

    /** Every module with classes, by its folder. */
    static final List<String> MODULES = List.of(
            "embedded",
            "redis",
            "core",
            "fory",
            "http",
            "session",
            "tck",
            "examples/grounds",
            "examples/grounds-service",
            "bench",
            "check",
            "server");

    /** What users of Larder run. */
    static final JavaClasses MAIN = read("classes");

    /** What only this project runs. */
    static final JavaClasses TESTS = read("test-classes");

    private House() {}

    private static JavaClasses read(String folder) {
        Path root = Path.of("").toAbsolutePath().getParent();
        List<Path> folders = MODULES.stream()
                .map(module -> root.resolve(module).resolve("target").resolve(folder))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter()
                .importPaths(folders)
                .that(areNot(Offender.class))
                .that(areWritten());
    }

    /** What JMH generates from the benchmarks follows its own rules. */
    private static DescribedPredicate<JavaClass> areWritten() {
        return DescribedPredicate.describe(
                "are written", found -> !found.getPackageName().endsWith(".jmh_generated"));
    }

    private static DescribedPredicate<JavaClass> areNot(Class<?> type) {
        return DescribedPredicate.describe(
                "are not " + type.getSimpleName(), found -> !found.getName().startsWith(type.getName()));
    }
}
