package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code larder serve} as users run it. */
class ServeCommandIT {

    @ParameterizedTest
    @CsvSource({
        "ftp://a, 127.0.0.1:0, --origin",
        "http://a/path, 127.0.0.1:0, --origin",
        "http://user:secret@a, 127.0.0.1:0, --origin",
        "http://a, 8000, --listen",
        "http://a, 127.0.0.1:x, --listen",
        "http://a, 127.0.0.1:70000, --listen",
    })
    void serve_badAddresses_areWrongUse(String origin, String listen, String named) {
        StringWriter errors = new StringWriter();

        int status = Main.commandLine()
                .setErr(new PrintWriter(errors))
                .execute("serve", "--origin", origin, "--listen", listen);

        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains(named).doesNotContain("secret");
    }

    @Test
    void serve_started_answersUntilItIsToldToStop() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--origin",
                        "http://127.0.0.1:1",
                        "--listen",
                        "127.0.0.1:0"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            URI address = URI.create(out.readLine());
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/plots"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(504);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
