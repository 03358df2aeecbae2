package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code larder config validate}. */
class ConfigCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int validate(String yaml, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("larder.yaml"), yaml);
        String[] args = new String[options.length + 3];
        args[0] = "config";
        args[1] = "validate";
        args[2] = file.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return run(args);
    }

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void validate_goodFile_saysSo() throws IOException {
        assertThat(validate("origin: http://a")).isEqualTo(ExitCode.GOOD);
        assertThat(out.toString()).contains("larder.yaml: can be used; routes: 1");
    }

    @Test
    void validate_badFile_printsEachProblemWithItsPlace() throws IOException {
        assertThat(validate("origin: a\nroutes:\n  one: { prefx: / }")).isEqualTo(ExitCode.BAD);
        assertThat(out.toString())
                .contains("larder.yaml:1:9: origin is 'a'")
                .contains("larder.yaml:3:10: unknown key 'prefx' in routes.one; did you mean 'prefix'?");
    }

    @Test
    void validate_sessionsWithoutASecret_printsWhatIsMissing() throws IOException {
        String routes = "origin: http://a\nroutes:\n  one: { prefix: /, access: session }\n";

        assertThat(validate(routes)).isEqualTo(ExitCode.BAD);
        assertThat(out.toString()).contains("larder.yaml:3:21: routes.one needs sessions or tokens", "hash-secret");
        assertThat(validate(routes + "hash-secret: env:LARDER_HASH_SECRET\n")).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void validate_json_isOneObject() throws IOException {
        assertThat(validate("origin: a", "--json")).isEqualTo(ExitCode.BAD);
        assertThat(out.toString().strip())
                .startsWith("{\"file\":")
                .contains("\"valid\":false")
                .contains("larder.yaml:1:9\"")
                .endsWith("}");
    }

    @Test
    void validate_noFile_couldNotBeDone() {
        assertThat(run("config", "validate", folder.resolve("none.yaml").toString()))
                .isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err.toString()).contains("none.yaml: cannot be read");
        assertThat(run("config", "validate", folder.toString())).isEqualTo(ExitCode.IMPOSSIBLE);
    }
}
