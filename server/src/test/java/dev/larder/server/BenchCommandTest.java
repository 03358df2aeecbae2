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
    void bench_unknownOrNone_isWrongUseAndSaysWhatThereIs() {
        assertThat(run("bench")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("NAME");
        assertThat(run("bench", "near", "speed")).isEqualTo(ExitCode.USAGE);
        assertThat(err)
                .contains("benchmark 'speed' is unknown. There are: near, redis, payload, http, session, limits, all");
    }
}
