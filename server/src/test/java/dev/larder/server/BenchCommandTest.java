package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

    private String err = "";

    private int run(String... args) {
        StringWriter stderr = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(stderr))
                .execute(args);
        err = stderr.toString();
        return status;
    }

    @Test
    void bench_unknown_isWrongUseAndSaysWhatThereIs() {
        assertThat(run("bench", "near", "speed")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .contains("benchmark 'speed' is unknown. There are: near, redis, payload, invalidation,"
                        + " stampede, start, latency, http, session, limits, all");
    }
}
