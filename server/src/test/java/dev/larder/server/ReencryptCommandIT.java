package dev.larder.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
