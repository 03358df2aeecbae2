package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static Process started(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    /** Waits for a line that holds a text. */
    private static String line(BufferedReader lines, String text) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("the process ended without saying: " + text);
    }

    @Test
    void serve_fileChanged_takesItByItselfAndAtSighup(@TempDir Path folder) throws Exception {
        String rules = "listen: 127.0.0.1:0\norigin: http://127.0.0.1:1\nroutes:\n  all: { prefix: /, cached: on }\n";
        Path file = Files.writeString(folder.resolve("larder.yaml"), rules);
        Process process = started("--config", file.toString());
        try (BufferedReader out = process.inputReader();
                BufferedReader err = process.errorReader()) {
            assertThat(out.readLine()).startsWith("http://127.0.0.1:");

            Files.writeString(file, rules.replace("cached: on", "cached: off"));
            assertThat(line(err, "routes changed")).contains("routes changed: all");

            Files.writeString(file, rules.replace("cached: on", "chached: on"));
            assertThat(line(err, "unknown key")).contains("larder.yaml:4:21: unknown key 'chached'");

            Files.writeString(file, rules);
            line(err, "routes changed");
            Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
            assertThat(line(err, "read again")).contains("nothing has changed");
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the command line says of the administration stands above the file. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--admin", "--admin-token-file"})
    void serve_adminOfTheFile_isOpened(String option, @TempDir Path folder) throws Exception {
        String token = "0123456789abcdef";
        Path known = Files.writeString(folder.resolve("token"), token);
        Path other = Files.writeString(folder.resolve("other"), "another-token-of-some-length");
        boolean place = option.equals("--admin");
        boolean secret = option.equals("--admin-token-file");
        Path file = Files.writeString(folder.resolve("larder.yaml"), """
                listen: 127.0.0.1:0
                origin: http://127.0.0.1:1
                admin: { listen: "%s", token-file: "%s" }
                """.formatted(
                        place ? "192.0.2.1:1" : "127.0.0.1:0", secret ? other : known));
        List<String> options = new ArrayList<>(List.of("--config", file.toString()));
        if (!option.isEmpty()) {
            options.addAll(List.of(option, place ? "127.0.0.1:0" : known.toString()));
        }
        Process process = started(options.toArray(String[]::new));
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).startsWith("http://127.0.0.1:");
            String line = out.readLine();
            assertThat(line).startsWith("admin http://127.0.0.1:");
            HttpRequest request = HttpRequest.newBuilder(URI.create(line.substring(6) + "/status"))
                    .header("Authorization", "Bearer " + token)
                    .timeout(Duration.ofSeconds(60))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"routes\":[{\"name\":\"all\"");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void serve_adminOfTheFileWithoutAToken_isWrongUse(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("larder.yaml"),
                "origin: http://a\nadmin: { listen: 127.0.0.1:0, token-env: NO_SUCH_TOKEN }");
        StringWriter errors = new StringWriter();

        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute("serve", "--config", file.toString());

        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("NO_SUCH_TOKEN");
    }

    @Test
    void serve_badFile_isWrongUseAndSaysWhere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("larder.yaml"), "origin: a");
        StringWriter errors = new StringWriter();

        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute("serve", "--config", file.toString());

        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("larder.yaml:1:9: origin is 'a'");
    }
}
