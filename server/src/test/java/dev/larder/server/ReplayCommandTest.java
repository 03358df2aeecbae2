package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.grounds.Contract;
import dev.larder.grounds.GroundsConfig;
import dev.larder.grounds.GroundsDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
    private static final int CONTRACTS = 500;

    @TempDir
    static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path trace;

    @BeforeEach
    void writeTrace() throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * 1_000);
        for (int i = 0; i < 1_000; i++) {
            bytes.putInt(7 * (i % 40));
        }
        trace = Files.write(folder.resolve("forty.trace"), bytes.array());
    }

    @Test
    void replay_noCacheJson_isOneObjectWithTheCounts() {
        int status = run("replay", trace.toString(), "--no-cache", "--json", "--threads", "3");

        assertThat(err.toString()).contains("Replaying forty.trace");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("accesses").asInt()).isEqualTo(1_000);
        assertThat(result.get("distinctKeys").asInt()).isEqualTo(40);
        assertThat(result.get("loads").asInt()).isEqualTo(1_000);
        assertThat(result.get("loadsSaved").asInt()).isZero();
        assertThat(result.get("errors").asInt()).isZero();
        assertThat(result.get("complete").asBoolean()).isTrue();
        assertThat(result.get("latencyMicros").get("database").get("count").asInt())
                .isEqualTo(1_000);
        assertThat(result.get("seconds").asDouble()).isPositive();
        assertThat(result.propertyNames())
                .contains(
                        "nearHits",
                        "redisHits",
                        "coalescedLoads",
                        "staleServed",
                        "redisRoundTrips",
                        "nearHitRatio",
                        "redisBytes",
                        "nearEntries",
                        "roundTripsPer1000Reads");
    }

    @Test
    void replay_noCache_printsATable() {
        int status = run("replay", trace.toString(), "--no-cache", "--accesses", "100");

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("forty.trace without a cache: 100 accesses to 40 keys")
                .containsPattern("database +100 +100.00 % +[0-9.,]+ us");
    }

    @Test
    void replay_onlyWrites_changesTheDatabase() {
        long before = version(40);

        int status = run("replay", trace.toString(), "--no-cache", "--json", "--write-ratio", "1", "--accesses", "80");

        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("writes").asInt()).isEqualTo(80);
        assertThat(result.get("reads").asInt()).isZero();
        assertThat(version(40)).isEqualTo(before + 2);
    }

    @Test
    void replay_someWrites_areTheSameForASeed() {
        List<Integer> writes = new ArrayList<>();
        for (String seed : List.of("1", "1", "2")) {
            out.getBuffer().setLength(0);
            run("replay", trace.toString(), "--no-cache", "--json", "--write-ratio", "0.2", "--seed", seed);
            writes.add(
                    JsonMapper.shared().readTree(out.toString()).get("writes").asInt());
        }

        assertThat(writes.get(0)).isEqualTo(writes.get(1)).isBetween(150, 250).isNotEqualTo(writes.get(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay --accesses 0                      | --accesses is 0: give 1 or more",
                "replay --threads 0                       | give 1 to 1000",
                "replay --near-size -1                    | --near-size is -1",
                "replay --write-ratio 1.5                 | 0.01 for 1 %",
                "replay --database jdbc:h2:mem:x --data y | exclude each other",
                "replay --redis localhost:6379            | redis://localhost:6379",
                "replay --database localhost              | jdbc:postgresql:",
                "replay --acesses 5                       | Possible solutions: --accesses",
                "replay --threads many                    | 'many' is not an int",
                "replay no-such-trace                     | there is no trace file",
                "reply                                    | replay",
                "''                                       | No command given"
            })
    void wrongUse_any_saysWhatHelpsAndIs2(String arguments, String message) {
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void replay_brokenTrace_is3() throws Exception {
        Path odd = Files.write(folder.resolve("odd.trace"), new byte[7]);

        assertThat(run("replay", odd.toString(), "--no-cache")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("larder: could not read the trace")
                .hasLineCount(1);
    }

    @Test
    void replay_databaseCannotBeOpened_is3() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        int status = Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("replay", trace.toString(), "--no-cache", "--data", file.toString());

        assertThat(status).isEqualTo(3);
        assertThat(err.toString()).contains("could not open the database").doesNotContain("\tat ");
    }

    @Test
    void help_andVersion_areOnStandardOutput() {
        assertThat(Main.commandLine().setOut(new PrintWriter(out, true)).execute("replay", "--help"))
                .isZero();
        assertThat(out.toString()).contains("Examples:", "--write-ratio", "orm-busy");
        out.getBuffer().setLength(0);

        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true));
        assertThat(line.execute("--version")).isZero();
        assertThat(out.toString()).matches("(?s)larder \\d+\\.\\d+\\.\\d+\\S*\\s.*");
    }

    private int run(String... arguments) {
        // A small database that holds the sample already, behind a URL, as any other would be.
        GroundsConfig config = database();
        GroundsDatabase.open(config).close();
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = config.folder().toString();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        ((ReplayCommand) line.getSubcommands().get("replay").getCommand()).contracts(CONTRACTS);
        return line.execute(all);
    }

    private static GroundsConfig database() {
        return GroundsConfig.defaults().inFolder(folder.resolve("db")).withContents(1, CONTRACTS);
    }

    private static long version(long id) {
        try (GroundsDatabase database = GroundsDatabase.open(database())) {
            Contract contract = database.contracts().find(id);
            return contract == null ? 0 : contract.version();
        }
    }
}
