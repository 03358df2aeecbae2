package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check catches what it is for: each mechanism that is taken out leads to a violation. */
class SeededBugsIT {

    private static final SeededBugs BUGS =
            new SeededBugs(Path.of("..").toAbsolutePath().normalize(), Duration.ofSeconds(60));

    static Stream<String> names() {
        return BUGS.names().stream();
    }

    @Test
    void names_all_areThoseOfTheMechanisms() {
        assertThat(BUGS.names())
                .containsExactly(
                        "dropped-push",
                        "full-life-near",
                        "late-admission",
                        "lost-journal",
                        "near-proof",
                        "no-flush-on-reconnect",
                        "no-own-block",
                        "swap-blindly",
                        "tags-after-load");
    }

    @ParameterizedTest
    @MethodSource("names")
    void hunt_oneMechanismTakenOut_isCaught(String name) throws InterruptedException {
        SeededBugs.Caught caught = BUGS.hunt(name, progress -> {});

        assertThat(caught.caught()).as("%s: %s", name, caught).isTrue();
    }
}
