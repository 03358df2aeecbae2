package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.Cache;
import dev.larder.CachePolicy;
import dev.larder.Larder;
import dev.larder.LarderConfig;
import dev.larder.Lookup;
import dev.larder.crypto.KeysetFile;
import dev.larder.embedded.EmbeddedRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code larder keys reencrypt} on a real Redis. */
class ReencryptCommandIT {

    private static EmbeddedRedis redis;

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.command(Duration.ofSeconds(10), "FLUSHALL");
    }

    private int run(String... args) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(stdout)).setErr(new PrintWriter(stderr));
        int status = command.execute(args);
        out = stdout.toString();
        err = stderr.toString();
        return status;
    }

    private Path keyset() {
        return folder.resolve("keyset.json");
    }

    private Larder larder() {
        return Larder.builder()
                .redis(redis.uri())
                .config(LarderConfig.builder()
                        .namespace("grounds")
                        .keyset("file:" + keyset())
                        .build())
                .build();
    }

    private static Cache<Integer, String> gates(Larder larder) {
        return larder.cache(
                "gates",
                Integer.class,
                String.class,
                spec -> spec.policy(policy -> policy.encryption(CachePolicy.Encryption.ON)));
    }

    @Test
    void reencrypt_afterPromotion_letsTheOldKeyBeDestroyed() {
        KeysetFile file = new KeysetFile(keyset());
        file.create();
        try (Larder larder = larder()) {
            gates(larder).put(1, "the code");
        }
        int old = file.status().get(0).id();
        file.promote(file.add());
        String[] command = {
            "keys",
            "reencrypt",
            "--keyset",
            keyset().toString(),
            "--redis",
            redis.uri(),
            "--namespace",
            "grounds",
            "--json"
        };

        assertThat(run(command)).as(err).isZero();

        JsonNode report = JsonMapper.shared().readTree(out);
        assertThat(report.get("renewed").asInt()).isEqualTo(1);
        assertThat(report.get("complete").asBoolean()).isTrue();
        file.retire(old, true);
        try (Larder larder = larder()) {
            assertThat(gates(larder).lookup(1)).isInstanceOf(Lookup.Hit.class);
        }
        assertThat(run(command)).isZero();
        assertThat(JsonMapper.shared().readTree(out).get("renewed").asInt()).isZero();
    }

    @Test
    void reencrypt_wrongUse_saysWhatIsWrong() {
        assertThat(run("keys", "reencrypt", "--keyset", keyset().toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--redis");
        assertThat(run("keys", "reencrypt", "--keyset", keyset().toString(), "--redis", redis.uri(), "--rate", "0"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--rate is 0");
        assertThat(run("keys", "reencrypt", "--keyset", keyset().toString(), "--redis", redis.uri()))
                .isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(err).contains("keys create");
        new KeysetFile(keyset()).create();
        assertThat(run("keys", "reencrypt", "--keyset", keyset().toString(), "--redis", "http://nowhere"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--redis: ").contains("http");
        assertThat(run(
                        "keys",
                        "reencrypt",
                        "--keyset",
                        keyset().toString(),
                        "--redis",
                        redis.uri(),
                        "--namespace",
                        "a*"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--namespace: ");
    }

    @Test
    void reencrypt_anotherKeyset_saysThatRunningAgainIsOfNoUse() throws Exception {
        KeysetFile file = new KeysetFile(keyset());
        file.create();
        String key = file.status().get(0).name();
        try (Larder larder = larder()) {
            gates(larder).putAll(Map.of(1, "the code", 2, "the code"));
        }
        Path other = folder.resolve("other.json");
        new KeysetFile(other).create();
        String[] command = {
            "keys", "reencrypt", "--keyset", other.toString(), "--redis", redis.uri(), "--namespace", "grounds"
        };

        assertThat(run(command)).isEqualTo(ExitCode.BAD);

        assertThat(out)
                .containsPattern(" 2 that this keyset cannot open")
                .containsPattern(" 2 +of these by the key " + key)
                .contains("Next: do not run it again: for the 2 that this keyset cannot open")
                .contains("give the keyset that has their keys");
        String[] json = java.util.Arrays.copyOf(command, command.length + 1);
        json[command.length] = "--json";
        assertThat(run(json)).isEqualTo(ExitCode.BAD);
        JsonNode report = JsonMapper.shared().readTree(out);
        assertThat(report.get("missingKeys").get(key).asInt()).isEqualTo(2);
        assertThat(report.get("next").asString()).startsWith("do not run it again");
    }

    private static String everything() {
        List<String> command = new ArrayList<>(
                List.of("EVAL", "return redis.sha1hex(table.concat(redis.call('MGET', unpack(KEYS))))", "30"));
        for (int id = 0; id < 30; id++) {
            command.add("grounds:gates:{" + id + "}");
        }
        return redis.command(Duration.ofSeconds(10), command.toArray(String[]::new));
    }

    @Test
    void reencrypt_toldToStop_printsOneObjectWithWhatWasReached() throws Exception {
        KeysetFile file = new KeysetFile(keyset());
        file.create();
        try (Larder larder = larder()) {
            Cache<Integer, String> gates = gates(larder);
            for (int id = 0; id < 30; id++) {
                gates.put(id, "the code");
            }
        }
        file.promote(file.add());
        String before = everything();
        try (Started command = new Started(
                "keys",
                "reencrypt",
                "--keyset",
                keyset().toString(),
                "--redis",
                redis.uri(),
                "--namespace",
                "grounds",
                "--rate",
                "1",
                "--json")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !everything().equals(before));
            command.stop();

            JsonNode report = JsonMapper.shared().readTree(command.out());

            assertThat(command.status()).isNotZero();
            assertThat(command.out().strip()).hasLineCount(1);
            assertThat(report.get("interrupted").asBoolean()).isTrue();
            assertThat(report.get("complete").asBoolean()).isFalse();
            assertThat(report.get("renewed").asInt()).isBetween(0, 29);
        }
    }

    @Test
    void reencrypt_nothingInTheNamespace_isBadAndSaysSo() {
        new KeysetFile(keyset()).create();

        assertThat(run(
                        "keys",
                        "reencrypt",
                        "--keyset",
                        keyset().toString(),
                        "--redis",
                        redis.uri(),
                        "--namespace",
                        "nope"))
                .isEqualTo(ExitCode.BAD);

        assertThat(err).contains("nope").contains("--namespace");
    }

    @Test
    void reencrypt_redisAway_isImpossible() {
        new KeysetFile(keyset()).create();

        assertThat(run("keys", "reencrypt", "--keyset", keyset().toString(), "--redis", "redis://127.0.0.1:1"))
                .isEqualTo(ExitCode.IMPOSSIBLE);

        assertThat(err).contains("127.0.0.1:1").contains("run it again");
    }
}
