package dev.larder.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends JVMs in every way there is, and looks for what they leave behind. */
class GuardIT {

    /** What the server was doing when its JVM ended. */
    enum Moment {
        RUNNING,
        PAUSED,
        KILLED,
        RESTARTED,
        SAVING
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void jvmKilled_whateverTheServerDoes_leavesNoProcessAndNoFolder(Moment moment) throws Exception {
        Process jvm = child(moment);
        try {
            Started started = Started.readFrom(jvm);
            jvm.destroyForcibly();
            assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
            started.awaitGone();
        } finally {
            jvm.destroyForcibly();
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void jvmTerminated_whateverTheServerDoes_leavesNoProcessAndNoFolder(Moment moment) throws Exception {
        Process jvm = child(moment);
        try {
            Started started = Started.readFrom(jvm);
            jvm.destroy();
            assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(started.pid)).isEmpty();
            started.awaitGone();
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static Process child(Moment moment) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        moment.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private record Started(long pid, Path folder, List<ProcessHandle> family) {

        static Started readFrom(Process jvm) throws IOException {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            assertThat(line).as("what the child says").isNotNull();
            String[] words = line.split(" ", 2);
            assertThat(Path.of(words[1])).isDirectory();
            return new Started(
                    Long.parseLong(words[0]),
                    Path.of(words[1]),
                    jvm.descendants().collect(Collectors.toList()));
        }

        void awaitGone() {
            assertThat(family).as("the guard and its children").isNotEmpty();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(ProcessHandle.of(pid)).isEmpty();
                assertThat(family).noneMatch(ProcessHandle::isAlive);
                assertThat(folder).doesNotExist();
            });
        }
    }

    /** Starts a server, says where it is, and waits to be killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedRedis redis = EmbeddedRedis.start();
            String line = redis.pid() + " " + EmbeddedRedisIT.folderOf(redis);
            switch (Moment.valueOf(arguments[0])) {
                case RUNNING -> {}
                case PAUSED -> redis.pause();
                case KILLED -> redis.kill();
                case RESTARTED -> {
                    redis.restart();
                    line = redis.pid() + " " + EmbeddedRedisIT.folderOf(redis);
                }
                case SAVING -> saveSlowly(redis);
            }
            System.out.println(line);
            System.in.read();
        }

        private static void saveSlowly(EmbeddedRedis redis) throws IOException {
            try (RespClient client = redis.connect(Duration.ofSeconds(10))) {
                client.call("MSET", "a", "1", "b", "2", "c", "3");
                client.call("CONFIG", "SET", "rdb-key-save-delay", "10000000");
                client.call("BGSAVE");
            }
        }
    }
}
