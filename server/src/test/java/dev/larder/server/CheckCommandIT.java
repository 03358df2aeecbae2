package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    @Test
    void coherence_oneRoundJson_isOneObjectWithTheCounts() {
        int status = run("check", "coherence", "--seconds", "1", "--faults", "none", "--jvms", "1", "--json");

        assertThat(err.toString()).contains("round 1, none: ");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("writes").asLong()).isPositive();
        assertThat(result.get("reads").asLong()).isPositive();
        assertThat(result.get("violations").asLong()).isZero();
        assertThat(result.get("violationsByRule").get("stale").asLong()).isZero();
        assertThat(result.get("boundMillis").asLong()).isEqualTo(500);
        assertThat(result.get("worstStalenessMillis").asDouble()).isBetween(0.0, 500.0);
        assertThat(result.get("faults").get(0).get("name").asString()).isEqualTo("none");
        assertThat(result.get("faults").get(0).get("count").asInt()).isEqualTo(1);
    }

    @Test
    void payloads_fewEnvelopesJson_isOneObjectWithTheCounts() {
        int status = run("check", "payloads", "--count", "2000", "--only", "tampering", "--json");

        assertThat(err.toString()).contains("tampering: ");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("operations").asLong()).isGreaterThan(2_000);
        assertThat(result.get("violations").asLong()).isZero();
        assertThat(result.get("tamperedTotal").asLong()).isEqualTo(2_000);
        assertThat(result.get("tampered"))
                .allSatisfy(kind -> assertThat(kind.get("rejected").asLong())
                        .isEqualTo(kind.get("made").asLong()));
    }

    @Test
    void gateway_littleJson_isOneObjectWithTheNumbers() {
        int status = run("check", "gateway", "--megabytes", "96", "--slow", "100", "--seconds", "1", "--json");

        assertThat(err.toString()).contains("download of 96 MiB");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(result.get("violations")).isEmpty();
        assertThat(status).isZero();
        assertThat(result.get("streams"))
                .hasSize(2)
                .allSatisfy(stream -> assertThat(stream.get("same").asBoolean()).isTrue());
        assertThat(result.get("slow").asInt()).isEqualTo(100);
        assertThat(result.get("phases"))
                .hasSize(3)
                .allSatisfy(phase -> assertThat(phase.get("requests").asLong()).isPositive());
    }

    @Test
    void sessions_fewRacesJson_isOneObjectWithTheCounts() {
        int status = run("check", "sessions", "--operations", "200", "--jvms", "2", "--only", "logout,theft", "--json");

        assertThat(err.toString()).contains("logout, none: ");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("operations").asLong()).isPositive();
        assertThat(result.get("violations").asLong()).isZero();
        assertThat(result.get("parts"))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.get("races").asLong()).isPositive());
    }

    @Test
    void limits_fewCallsJson_isOneObjectWithTheCounts() {
        int status = run("check", "limits", "--operations", "2000", "--jvms", "2", "--failovers", "0", "--json");

        assertThat(err.toString()).contains("calls: 2,000 calls judged");
        assertThat(out.toString().strip()).hasLineCount(1);
        JsonNode result = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(result.get("operations").asLong()).isEqualTo(2_000);
        assertThat(result.get("violations").asLong()).isZero();
        assertThat(result.get("clocks")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    check                                   | No check given: coherence, payloads, gateway, sessions, limits or seeded-bugs
                    check coherence --seconds 0             | --seconds is 0: give 1 or more
                    check coherence --jvms 0                | --jvms is 0: give 1 to 20
                    check coherence --faults=              | --faults is empty: give none for a run without faults, or all
                    check coherence --faults reset,none     | --faults is reset,none: give none alone, or leave it out
                    check gateway --megabytes 0             | --megabytes is 0: give 1 or more
                    check gateway --slow 0                  | --slow is 0: give 1 to 10000
                    check gateway --memory 16               | --memory is 16: give 32 or more
                    check sessions --operations 0           | --operations is 0: give 1 or more
                    check sessions --jvms 1                 | --jvms is 1: give 2 to 16
                    check sessions --only log-out           | --only 'log-out' is unknown; did you mean logout? There are: logout, attributes,
                    check sessions --faults resett          | --faults 'resett' is unknown; did you mean reset? There are: reset,
                    check limits --operations 0             | --operations is 0: give 1 or more
                    check limits --jvms 17                  | --jvms is 17: give 1 to 16
                    check payloads --count 0                | --count is 0: give 1 or more
                    check payloads --seconds -1             | --seconds is -1: give 0 or more
                    check payloads --only tempering         | --only 'tempering' is unknown; did you mean tampering? There are: tampering, rotation, dictionary, upgrade
                    check coherence --faults black-whole    | --faults 'black-whole' is unknown; did you mean black-hole? There are: all, none, stop-1s
                    """)
    void check_wrongUse_saysWhatIsRight(String command, String message) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void seededBugs_outsideOfTheSourceTree_saysWhereToRun() {
        assertThat(run("check", "seeded-bugs")).isEqualTo(3);
        assertThat(err.toString()).contains("run this from a clone of the repository");
    }
}
