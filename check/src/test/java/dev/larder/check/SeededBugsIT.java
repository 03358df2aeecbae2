package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The check catches what it is for: each mechanism that is taken out breaks the rule that its patch names. One of each kind is hunted
 * here, all are by {@code larder check seeded-bugs}.
 */
class SeededBugsIT {

    private static final SeededBugs BUGS =
            new SeededBugs(Path.of("..").toAbsolutePath().normalize(), Duration.ofSeconds(60));

    /** Each is the like of another one that is hunted here. */
    private static final Set<String> BY_COMMAND_ONLY = Set.of(
            "bombs-unpacked",
            "clear-text-believed",
            "late-admission",
            "nothing-encrypted-anew",
            "seal-without-schema",
            "seal-without-stamp",
            "swap-blindly",
            "tags-after-load",
            "unreadable-uncounted");

    static Stream<String> names() {
        return BUGS.names().stream().filter(name -> !BY_COMMAND_ONLY.contains(name));
    }

    @Test
    void names_all_areThoseOfTheMechanisms() {
        assertThat(BUGS.names())
                .containsExactly(
                        "bombs-unpacked",
                        "clear-text-believed",
                        "dictionary-not-kept",
                        "dropped-push",
                        "full-life-near",
                        "keys-never-looked-at",
                        "late-admission",
                        "lost-journal",
                        "near-proof",
                        "no-flush-on-reconnect",
                        "no-own-block",
                        "no-schema-check",
                        "nothing-encrypted-anew",
                        "seal-without-name",
                        "seal-without-schema",
                        "seal-without-stamp",
                        "swap-blindly",
                        "tags-after-load",
                        "unreadable-uncounted")
                .containsAll(BY_COMMAND_ONLY);
    }

    @ParameterizedTest
    @MethodSource("names")
    void hunt_oneMechanismTakenOut_isCaughtByItsRule(String name) throws InterruptedException {
        SeededBugs.Caught caught = BUGS.hunt(name, progress -> {});

        assertThat(caught.rules()).as("%s: %s", name, caught).contains(caught.expected());
        assertThat(caught.caught()).as("%s: %s", name, caught).isTrue();
    }

    @Test
    void control_nothingTakenOut_findsNothing() throws InterruptedException {
        CoherenceReport report = BUGS.control(progress -> {});

        assertThat(report.examples()).isEmpty();
        assertThat(report.good()).isTrue();
        assertThat(report.faults()).extracting(CoherenceReport.OfFault::name).containsExactly("none", "reset");
        assertThat(report.reads()).isPositive();
    }

    @Test
    void hunt_ruleThatNobodyKnows_isRefused(@TempDir Path root) throws IOException {
        Path patch = Files.createDirectories(root.resolve(SeededBugs.FOLDER)).resolve("odd.patch");
        Files.write(patch, List.of("nothing is taken out", "faults: none", "rule: stael", ""));
        SeededBugs bugs = new SeededBugs(root, Duration.ofSeconds(1));

        assertThatThrownBy(() -> bugs.hunt("odd", progress -> {}))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("\"rule: stael\"")
                .hasMessageContaining("never-written, future, stale");
    }
}
