package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AclCommandTest {

    private static final String SECRET = "a-long-enough-secret";

    /** By {@code printf %s a-long-enough-secret | sha256sum}. */
    private static final String HASH = "1d9bc28f4f099e188e634f27555e6a435b9c6f6d2c490175eee22ff2a5790b9a";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    private int run(String... args) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(stdout)).setErr(new PrintWriter(stderr));
        int status = command.execute(args);
        out = stdout.toString();
        err = stderr.toString();
        assertThat(out + err).doesNotContain(SECRET);
        return status;
    }

    private String password(String content) throws Exception {
        return Files.writeString(folder.resolve("password"), content).toString();
    }

    @Test
    void engine_withAPassword_isOneLineWithItsHash() throws Exception {
        for (String end : new String[] {"", "\n", "\r\n"}) {
            assertThat(run("acl", "--component", "engine", "--password-file", password(SECRET + end)))
                    .isZero();
            assertThat(out.strip()).hasLineCount(1);
            assertThat(out)
                    .isEqualTo("ACL SETUSER larder-engine reset resetchannels -@all +client|tracking +del +evalsha +get"
                            + " +getrange +info +mget +pttl +scan +script|load +set +setrange +time +touch ~larder:*"
                            + " ~{larder}:* on #" + HASH + System.lineSeparator());
            assertThat(err).startsWith("larder: engine: reads, writes").doesNotContain("ACL GENPASS");
        }
    }

    @Test
    void password_notGiven_leavesALineThatServersRefuse() {
        assertThat(run("acl", "--component", "backup", "--on", "cluster", "--namespace", "grounds", "--format", "file"))
                .isZero();
        assertThat(out.strip())
                .isEqualTo("user larder-backup reset resetchannels -@all +cluster|slots +info +ping +psync +replconf on"
                        + " #PASSWORD-SHA256");
        assertThat(err).contains("every namespace").contains("sha256sum");
    }

    @Test
    void json_isOneObjectWithoutThePassword() throws Exception {
        assertThat(run("acl", "--component", "ops", "--user", "watch", "--password-file", password(SECRET), "--json"))
                .isZero();
        assertThat(out.strip()).hasLineCount(1);
        JsonNode object = JsonMapper.shared().readTree(out);
        assertThat(object.get("component").asString()).isEqualTo("ops");
        assertThat(object.get("on").asString()).isEqualTo("server");
        assertThat(object.get("user").asString()).isEqualTo("watch");
        assertThat(object.get("rules").get(0).asString()).isEqualTo("reset");
        assertThat(object.get("line").asString())
                .startsWith("ACL SETUSER watch reset")
                .endsWith("#" + HASH);
    }

    @Test
    void password_thatCanBeGuessed_isWarnedOf() throws Exception {
        assertThat(run("acl", "--component", "live", "--password-file", password("short")))
                .isZero();
        assertThat(err).contains("fewer than 16 bytes").contains("ACL GENPASS");
    }

    @ParameterizedTest
    @CsvSource({
        "--component engnie, did you mean engine?",
        "--component sesion, did you mean session?",
        "--component everything, 'There are: engine, session, live, ops, backup, restore'",
        "--component engine --on sentinal, did you mean sentinel?",
        "--component engine --format json, 'There are: setuser, file'",
        "--component engine --namespace a*, namespace",
        "--component engine --user two:words, 1 to 64 letters",
        "--component engine --on cluster --select, --select is for servers",
        "'', --component"
    })
    void wrongUse_isToldWithARemedy(String arguments, String remedy) {
        assertThat(run(("acl " + arguments).strip().split(" ", -1))).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains(remedy).contains("Try: larder acl --help");
        assertThat(out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none, no such file", "empty, it is empty", "large, larger than 4096", "folder, is it a file"})
    void passwordFile_thatCannotBeUsed_isNamed(String name, String problem) throws Exception {
        Files.writeString(folder.resolve("empty"), "\n");
        Files.writeString(folder.resolve("large"), "x".repeat(5000));
        Files.createDirectory(folder.resolve("folder"));
        Path file = folder.resolve(name);
        assertThat(run("acl", "--component", "engine", "--password-file", file.toString()))
                .isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err).contains("--password-file " + file).contains(problem);
        assertThat(out).isEmpty();
    }
}
