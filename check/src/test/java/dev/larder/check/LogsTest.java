package dev.larder.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.check.Operation.Kind;
import dev.larder.check.Operation.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

    @TempDir
    private Path folder;

    private static List<String> read(Path file) throws IOException {
        List<String> seen = new ArrayList<>();
        new History(List.of(Log.read(file)), 1)
                .visit(
                        0,
                        (kind, outcome, actor, version, begin, end) ->
                                seen.add(kind + " " + outcome + " " + actor + " " + version + " " + begin + " " + end));
        return seen;
    }

    @Test
    void file_ofALogThatNobodyHasEnded_holdsWhatWasLogged() throws IOException {
        Path file = folder.resolve("log");
        Logs logs = new Logs(5, file);
        logs.mine().add(Kind.READ, Outcome.OK, 0, 7, 10, 11);
        logs.mine().begin(Kind.LOAD, 0, 8, 12);
        logs.mine().begin(Kind.INVALIDATE, 0, 9, 13).end(Outcome.OK, 14);

        assertThat(read(file))
                .containsExactly(
                        "READ OK 5 7 10 11", "LOAD UNKNOWN 5 8 12 " + Operation.NEVER, "INVALIDATE OK 5 9 13 14");
    }

    @Test
    void file_ofMoreThanOnePiece_holdsAll() throws IOException {
        Path file = folder.resolve("log");
        Logs logs = new Logs(0, file);
        for (int i = 0; i < 10_000; i++) {
            logs.mine().add(Kind.READ, Outcome.OK, 0, i, i, i);
        }

        assertThat(read(file)).hasSize(10_000).endsWith("READ OK 0 9999 9999 9999");
    }

    @Test
    void begin_anotherRound_leavesTheFileOfTheLastAlone() throws IOException {
        Logs logs = new Logs(0, folder.resolve("one"));
        Log.Begun stray = logs.mine().begin(Kind.LOAD, 0, 1, 2);
        logs.begin(1, folder.resolve("two"));
        logs.mine().add(Kind.READ, Outcome.OK, 0, 3, 4, 5);
        stray.end(Outcome.OK, 6);

        assertThat(read(folder.resolve("one"))).containsExactly("LOAD OK 0 1 2 6");
        assertThat(read(folder.resolve("two"))).containsExactly("READ OK 1 3 4 5");
    }
}
