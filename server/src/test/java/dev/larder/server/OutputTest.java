package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.crypto.KeysetFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutputTest {

    @TempDir
    private Path folder;

    /** A full disk. */
    private static final class Full extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys create --keyset @/keyset.json",
                "keys create --keyset @/keyset.json --json",
                "acl --component engine",
                "redis-conf",
                "redis-conf --json",
                "--help",
                "keys --help",
                "--version"
            })
    void execute_resultCannotBeWritten_isImpossible(String command) {
        StringWriter err = new StringWriter();

        int status = Main.commandLine()
                .setOut(new PrintWriter(new Full(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err))
                .execute(command.replace("@", folder.toString()).split(" "));

        assertThat(status).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err.toString()).contains("could not be written to the standard output");
    }

    @Test
    void keysAdd_resultCannotBeWritten_saysThatItWasDone() {
        String keyset = folder.resolve("keyset.json").toString();
        new KeysetFile(Path.of(keyset)).create();
        StringWriter err = new StringWriter();

        int status = Main.commandLine()
                .setOut(new PrintWriter(new Full(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err))
                .execute("keys", "add", "--keyset", keyset);

        assertThat(status).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err.toString())
                .contains("the step itself was done", "keys status")
                .contains("could not be written to the standard output");
        assertThat(new KeysetFile(Path.of(keyset)).status()).hasSize(2);
    }

    @Test
    void interrupted_result_isOneObjectThatSaysSo() {
        String marked = Output.interrupted("{\"keys\":3,\"ratio\":0.25,\"next\":\"\"}");

        assertThat(marked).hasLineCount(1);
        JsonNode object = JsonMapper.shared().readTree(marked);
        assertThat(object.get("keys").asInt()).isEqualTo(3);
        assertThat(object.get("ratio").asDouble()).isEqualTo(0.25);
        assertThat(object.get("interrupted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keys create",
                "keys add",
                "keys promote",
                "keys retire",
                "keys status",
                "keys reencrypt",
                "check seeded-bugs",
                "check coherence",
                "check payloads",
                "replay",
                "bench",
                "acl",
                "redis-conf"
            })
    void help_everyCommand_hasJsonAndAVersion(String command) {
        assertThat(said(command + " --help"))
                .contains("Usage: larder " + command)
                .contains("--json");
        assertThat(said(command + " --version")).startsWith("larder ");
    }

    @Test
    void help_seededBugs_saysWhatItNeeds() {
        assertThat(said("check seeded-bugs --help"))
                .contains("a clone of the repository")
                .contains("a JDK")
                .contains("--seconds");
    }

    private static String said(String command) {
        StringWriter out = new StringWriter();
        int status = Main.commandLine().setOut(new PrintWriter(out)).execute(command.split(" "));
        assertThat(status).isZero();
        return out.toString().replaceAll("\\s+", " ");
    }
}
