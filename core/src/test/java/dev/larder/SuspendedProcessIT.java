package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.embedded.EmbeddedRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

                signal(process, "STOP");
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
