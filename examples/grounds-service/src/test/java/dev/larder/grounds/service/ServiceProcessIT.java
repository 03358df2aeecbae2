package dev.larder.grounds.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process that another one has started. */
class ServiceProcessIT {

    @TempDir
    private Path folder;

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                GroundsService.class.getName()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .directory(folder.toFile())
                .start();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    @Test
    void process_whoseParentIsGone_endsByItself() throws Exception {
        Process process =
                start("--exit-with-parent", "--server.port=0", "--grounds.database=data", "--grounds.contracts=40");
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String address = lines.readLine();
            assertThat(address).as(this::errorsOrNone).matches("http://127\\.0\\.0\\.1:[0-9]+");
            assertThat(new Client(URI.create(address)).get("/contracts/40").status())
                    .isEqualTo(200);
            assertThat(folder.resolve("data")).isDirectory();

            process.getOutputStream().close();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(lines.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    private String errorsOrNone() {
        try {
            return errors();
        } catch (IOException e) {
            return "nothing on the standard error";
        }
    }

    @Test
    void process_toldToStop_endsCleanly() throws Exception {
        Process process = start("--server.port=0", "--grounds.database=memory", "--grounds.contracts=40");
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).as(this::errorsOrNone).startsWith("http://");

            process.toHandle().destroy();

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(lines.readLine()).isNull();
            assertThat(errors()).doesNotContain("ERROR", "Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void process_withWrongSettings_saysWhichAndShowsNoValue() throws Exception {
        Process process =
                start("--server.port=0", "--grounds.database=memory", "--larder.redis=redis://me:zzyzx@host:port");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(process.getInputStream().read()).isEqualTo(-1);
        assertThat(errors()).contains("redis").doesNotContain("zzyzx", "\tat ");
    }
}
