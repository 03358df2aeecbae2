package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.crypto.KeyInfo;
import dev.larder.crypto.KeysetFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeysCommandTest {

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
        return status;
    }

    private String keyset() {
        return folder.resolve("keyset.json").toString();
    }

    private JsonNode step(String... step) {
        String[] args = new String[step.length + 4];
        args[0] = "keys";
        System.arraycopy(step, 0, args, 1, step.length);
        args[step.length + 1] = "--keyset";
        args[step.length + 2] = keyset();
        args[step.length + 3] = "--json";
        assertThat(run(args)).as(err).isZero();
        assertThat(out.strip()).hasLineCount(1);
        return JsonMapper.shared().readTree(out);
    }

    @Test
    void rotation_fromCreateToDestroy_leavesTheNewKey() {
        JsonNode created = step("create").get("keys");
        assertThat(created).hasSize(1);
        String old = created.get(0).get("id").asString();

        JsonNode added = step("add");
        String next = added.get("keys").get(1).get("id").asString();
        assertThat(added.get("next").asString()).contains("promote " + next);
        assertThat(added.get("keys").get(1).get("primary").asBoolean()).isFalse();

        assertThat(step("promote", next).get("keys").get(1).get("primary").asBoolean())
                .isTrue();
        assertThat(step("retire", old).get("keys").get(0).get("state").asString())
                .isEqualTo("disabled");
        JsonNode left = step("retire", old, "--destroy").get("keys");
        assertThat(left).hasSize(1);
        assertThat(left.get(0).get("id").asString()).isEqualTo(next);
        assertThat(step("status").get("keys")).isEqualTo(left);
    }

    /** A step after which the file cannot be read. */
    @CommandLine.Command(name = "vanish")
    static final class Vanish extends KeyStep {
        private final Path file;

        Vanish(Path file) {
            this.file = file;
        }

        @Override
        Done change(KeysetFile keyset) {
            List<KeyInfo> keys = keyset.create();
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Done(keys, "read this");
        }
    }

    @Test
    void step_fileCannotBeReadAfterwards_showsWhatItHasDone() {
        StringWriter stdout = new StringWriter();
        CommandLine command = new CommandLine(new Vanish(Path.of(keyset()))).setOut(new PrintWriter(stdout));

        assertThat(command.execute("--keyset", keyset())).isZero();

        assertThat(stdout.toString()).contains("enabled, primary", "Next: read this.");
    }

    @Test
    void status_table_showsKeysAndNoMaterial() throws Exception {
        step("create");
        String material = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("keyset.json")))
                .at("/key/0/keyData/value")
                .asString();

        assertThat(run("keys", "status", "--keyset", keyset())).isZero();

        assertThat(out)
                .startsWith("key       state")
                .contains("enabled, primary")
                .doesNotContain(material);
    }

    @Test
    void create_overAFile_isRefusedAndChangesNothing() throws Exception {
        step("create");
        String before = Files.readString(folder.resolve("keyset.json"));

        assertThat(run("keys", "create", "--keyset", keyset())).isEqualTo(ExitCode.IMPOSSIBLE);

        assertThat(err).contains("exists already").contains("keys add");
        assertThat(Files.readString(folder.resolve("keyset.json"))).isEqualTo(before);
    }

    @Test
    void retire_thePrimary_isRefused() {
        String only = step("create").get("keys").get(0).get("id").asString();

        assertThat(run("keys", "retire", only, "--keyset", keyset())).isEqualTo(ExitCode.IMPOSSIBLE);

        assertThat(err).contains("promote another one first");
    }

    private void permit(String permissions) throws Exception {
        Files.setPosixFilePermissions(folder.resolve("keyset.json"), PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-----w-", "rw-rw-rw-"})
    void status_fileOpenToOthers_isBad(String permissions) throws Exception {
        step("create");
        permit(permissions);

        assertThat(run("keys", "status", "--keyset", keyset())).isEqualTo(ExitCode.BAD);
        assertThat(err).contains("chmod 600");
        assertThat(run("keys", "status", "--keyset", keyset(), "--json")).isEqualTo(ExitCode.BAD);
        JsonNode report = JsonMapper.shared().readTree(out);
        assertThat(report.get("warning").asString()).contains("chmod 600");
        assertThat(report.get("note").asString()).isEmpty();
    }

    @Test
    void step_fileOpenToOthers_isDoneWithAWarning() throws Exception {
        step("create");
        permit("rw-r--r--");

        JsonNode added = step("add");

        assertThat(added.get("keys")).hasSize(2);
        assertThat(added.get("warning").asString()).contains("chmod 600");
        assertThat(err).contains("chmod 600");
        assertThat(step("promote", added.get("keys").get(1).get("id").asString())
                        .get("keys"))
                .hasSize(2);
    }

    @Test
    void anyStep_fileOpenToItsGroup_isGoodWithANote() throws Exception {
        step("create");
        permit("rw-r-----");

        for (String step : List.of("add", "status")) {
            JsonNode report = step(step);
            assertThat(report.get("note").asString()).contains("its group");
            assertThat(report.get("warning").asString()).isEmpty();
            assertThat(err).contains("note: its group").doesNotContain("chmod");
        }
    }

    @Test
    void step_privateFile_saysNothingOfIt() {
        JsonNode report = step("create");

        assertThat(report.get("note").asString()).isEmpty();
        assertThat(report.get("warning").asString()).isEmpty();
        assertThat(err).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "add", "status", "promote 1f3a5c77", "reencrypt --redis redis://localhost:1"})
    void anyStep_keysetIsNoFile_isWrongUseAndLeavesNothing(String step) {
        for (String bad : List.of("", "/", folder.toString(), folder + "/.")) {
            List<String> args = new ArrayList<>(List.of(("keys " + step).split(" ")));
            args.addAll(List.of("--keyset", bad));

            assertThat(run(args.toArray(String[]::new))).as(err).isEqualTo(ExitCode.USAGE);

            assertThat(err).contains(bad.isEmpty() ? "--keyset is empty" : "is a folder");
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(folder.resolveSibling(folder.getFileName() + ".lock")).doesNotExist();
    }

    @Test
    void add_severalProcessesAtATime_losesNoKey() throws Exception {
        step("create");
        List<Started> all = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                all.add(new Started("keys", "add", "--keyset", keyset()));
            }
            for (Started one : all) {
                assertThat(one.status()).as(one.err()).isZero();
            }
        } finally {
            all.forEach(Started::close);
        }
        assertThat(step("status").get("keys")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "zzzzzzzz", "1f3a5c770", "+1f3a5c7"})
    void promote_noNumber_isWrongUse(String number) {
        assertThat(run("keys", "promote", number, "--keyset", keyset())).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("eight hexadecimal digits");
    }

    @Test
    void keys_wrongUse_saysWhatThereIs() {
        assertThat(run("keys")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("create, add, promote");
        assertThat(run("keys", "status")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--keyset");
        assertThat(run("keys", "status", "--keyset", keyset())).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err).contains("keys create");
    }
}
