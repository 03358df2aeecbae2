package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that stands still, as by a suspended machine or a long pause of its garbage collector. */
class SuspendedProcessIT {

    static Cache<String, String> cache(Larder larder) {
        return larder.cache(
                "suspended",
                String.class,
                String.class,
                spec -> spec.policy(
                        policy -> policy.ttl(Duration.ofHours(1)).jitter(0).earlyRefresh(0)));
    }

    private static Process start(String uri) throws IOException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classes,
                        SuspendedProcess.class.getName(),
                        uri)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(Process process, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** A busy machine lets threads run for a while after the signal was sent. Returns when none does any more. */
    private static void stop(Process process) throws Exception {
        signal(process, "STOP");
        Waits.until(() -> states(process).stream().allMatch(state -> state.startsWith("T")));
    }

    /** The states of all threads, or that of the process where the system does not show them as files. */
    private static List<String> states(Process process) throws Exception {
        Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(process.pid())).start();
            return List.of(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        List<String> states = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(threads)) {
            for (Path thread : files) {
                String stat = Files.readString(thread.resolve("stat"));
                states.add(stat.substring(stat.lastIndexOf(')') + 2));
            }
        } catch (IOException e) {
            return List.of("a thread has ended meanwhile");
        }
        return states;
    }

    private static void order(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Test
    void get_processStoppedWhileInvalidated_readsNothingOldAfterwards() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Larder larder = Quiet.patient(redis.uri())) {
            Cache<String, String> here = cache(larder);
            here.put("k", "old");
            Process process = start(redis.uri());
            try (BufferedReader answers =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                order(process);
                assertThat(answers.readLine()).isEqualTo("[old] near true");

                stop(process);
                here.put("k", "new");
                order(process);
                long written = System.nanoTime();
                Waits.untilPassed(written, larder.config().stalenessBound());
                signal(process, "CONT");

                assertThat(answers.readLine()).isEqualTo("[new] near true");
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
