package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.check.Check;
import dev.larder.check.CheckException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckFrameTest {

    private record Counted(int flaws) implements Check.Report {
        @Override
        public boolean good() {
            return flaws == 0;
        }
    }

    /** Finds so many flaws. */
    private static class Counting implements Check<Integer, Counted> {
        private final int flaws;
        private boolean closed;

        Counting(int flaws) {
            this.flaws = flaws;
        }

        @Override
        public Counted run(Consumer<Integer> progress) throws InterruptedException {
            progress.accept(0);
            progress.accept(flaws);
            return new Counted(flaws);
        }

        @Override
        public void stop() {}

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Says that it runs, and that it was closed, by a file; runs until it is told to stop. */
    private record Endless(Path folder, CountDownLatch stopped) implements Check<Integer, Counted> {

        @Override
        public Counted run(Consumer<Integer> progress) throws InterruptedException {
            touch("running");
            stopped.await();
            return new Counted(3);
        }

        @Override
        public void stop() {
            stopped.countDown();
        }

        @Override
        public void close() {
            touch("closed");
        }

        private void touch(String name) {
            try {
                Files.createFile(folder.resolve(name));
            } catch (IOException e) {
                throw new CheckException(name, e);
            }
        }
    }

    /** {@code larder count}. */
    @Command(name = "count")
    private static final class CountCommand implements Callable<Integer> {
        private final CheckFrame.Start<Integer, Counted> start;

        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private Output output = new Output();

        CountCommand(CheckFrame.Start<Integer, Counted> start) {
            this.start = start;
        }

        @Override
        public Integer call() throws InterruptedException {
            return CheckFrame.run(
                    spec,
                    output,
                    start,
                    flaws -> flaws == 0 ? List.of() : List.of("flaws so far:", "  " + flaws),
                    counted -> List.of("flaws:", "  " + counted.flaws()));
        }
    }

    /** The command line in a process of its own, with a check that does not end by itself. */
    static final class Alone {

        private Alone() {}

        public static void main(String[] args) {
            CommandLine larder = larder(new CountCommand(() -> new Endless(Path.of(args[0]), new CountDownLatch(1))));
            System.exit(larder.execute("count", "--json"));
        }
    }

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static CommandLine larder(CountCommand count) {
        return Main.commandLine().addSubcommand(count);
    }

    private int run(CheckFrame.Start<Integer, Counted> start, PrintWriter to, String... options) {
        return larder(new CountCommand(start))
                .setOut(to)
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("count"), Stream.of(options)).toArray(String[]::new));
    }

    private int run(CheckFrame.Start<Integer, Counted> start, String... options) {
        return run(start, new PrintWriter(out, true), options);
    }

    @Test
    void run_nothingFound_isGood() {
        Counting check = new Counting(0);

        assertThat(run(() -> check)).isEqualTo(ExitCode.GOOD);

        assertThat(out.toString()).hasLineCount(2).containsSubsequence("flaws:", "  0");
        assertThat(err.toString()).isEmpty();
        assertThat(check.closed).isTrue();
    }

    @Test
    void run_flawsFound_isBadAndShowsThemWithTheProgress() {
        Counting check = new Counting(7);

        assertThat(run(() -> check, "--json")).isEqualTo(ExitCode.BAD);

        assertThat(out.toString().strip()).isEqualTo("{\"flaws\":7}");
        assertThat(err.toString().lines()).containsExactly("flaws so far:", "  7");
        assertThat(check.closed).isTrue();
    }

    @Test
    void run_checkCannotStart_isImpossibleAndSaysWhy() {
        int status = run(() -> {
            throw new CheckException("no Redis here");
        });

        assertThat(status).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).containsExactly("larder: no Redis here");
    }

    @Test
    void run_checkFails_isImpossibleAndClosesIt() {
        Counting check = new Counting(7) {
            @Override
            public Counted run(Consumer<Integer> progress) throws InterruptedException {
                super.run(progress);
                throw new CheckException("a client does not answer");
            }
        };

        assertThat(run(() -> check)).isEqualTo(ExitCode.IMPOSSIBLE);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).endsWith("larder: a client does not answer");
        assertThat(check.closed).isTrue();
    }

    @Test
    void run_resultCannotBeWritten_isImpossibleAndClosesIt() {
        Counting check = new Counting(0);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(run(() -> check, new PrintWriter(full, true, StandardCharsets.UTF_8)))
                .isEqualTo(ExitCode.IMPOSSIBLE);

        assertThat(err.toString()).contains("could not be written to the standard output");
        assertThat(check.closed).isTrue();
    }

    @Test
    void run_toldToStop_printsWhatWasReachedAndClosesIt() throws Exception {
        try (Started command = new Started(Alone.class, folder.toString())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("running")));
            command.stop();

            JsonNode report = JsonMapper.shared().readTree(command.out());

            assertThat(command.status()).isNotZero();
            assertThat(command.out().strip()).hasLineCount(1);
            assertThat(report.get("flaws").asInt()).isEqualTo(3);
            assertThat(report.get("interrupted").asBoolean()).isTrue();
            assertThat(command.err()).contains("told to stop");
            assertThat(folder.resolve("closed")).exists();
        }
    }
}
