package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patches that take a mechanism out apply to the sources as they are, so that they can be run at any time. */
class MutantsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static List<Path> patches() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(SeededBugs.FOLDER))) {
            return files.filter(file -> String.valueOf(file).endsWith(".patch"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("patches")
    void patch_ofTheSourcesAsTheyAre_applies(Path patch) throws IOException {
        UnifiedDiff diff = UnifiedDiff.parse(Files.readAllLines(ROOT.resolve(patch)));

        for (String file : diff.files()) {
            String source = Files.readString(ROOT.resolve(file));
            assertThat(diff.apply(file, source)).as(file).isNotEqualTo(source);
        }
    }
}
