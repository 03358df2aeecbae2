package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LarderConfigTest {

    @Test
    void build_untouched_hasTheDefaults() {
        LarderConfig config = LarderConfig.builder().build();

        assertThat(config.redis()).isNull();
        assertThat(config.namespace()).isEqualTo("larder");
        assertThat(config.stalenessBound()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.layers().keySet()).isEqualTo(EnumSet.allOf(Layer.class));
        assertThat(config.layers())
                .allSatisfy((layer, policy) -> assertThat(policy).isEqualTo(CachePolicy.of(layer)));
        assertThat(config.caches()).isEmpty();
        assertThat(config.divergenceSamplesPerSecond()).isEqualTo(10);
        assertThat(config.toBuilder().build()).isEqualTo(config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Larder", "-a", "a b", "a:b", "{a}", "a\n"})
    void build_badNamespace_isRefused(String namespace) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(LarderConfig.builder().namespace(namespace)::build)
                .withMessage("namespace is '" + namespace + "'; use 1 to 64 lower-case letters, digits, '.', '_' and"
                        + " '-', beginning with a letter or a digit");
    }

    @Test
    void build_namespaceOf65_isRefused() {
        assertThat(LarderConfig.builder().namespace("a".repeat(64)).build().namespace())
                .hasSize(64);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(LarderConfig.builder().namespace("a".repeat(65))::build);
    }

    @Test
    void build_badCacheName_isRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(LarderConfig.builder().cache("a:b", spec -> spec)::build)
                .withMessage("the name of a cache is 'a:b'; use 1 to 64 lower-case letters, digits, '.', '_' and '-',"
                        + " beginning with a letter or a digit");
    }

    @Test
    void build_severalProblems_namesAll() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(LarderConfig.builder()
                        .stalenessBound(Duration.ZERO)
                        .journalEntries(0)
                        .tagEntries(-1)
                        .divergenceSamplesPerSecond(1_001)::build)
                .withMessage("""
                        staleness-bound is 0s; set it to how long an invalidated value may be answered
                        journal-entries is 0; set it between 1 and 2147483647
                        tag-entries is -1; set it between 1 and 2147483647
                        divergence-samples-per-second is 1001; set it between 0 and 1000""");
    }

    @Test
    void policy_everyoneSpeaks_operatorWinsOverCodeOverLayer() {
        LarderConfig config = LarderConfig.parse("""
                layers:
                  api: { grace: 3h, version: 3, max-key-bytes: 100 }
                caches:
                  contracts: { version: 5 }
                """, "larder.yaml");

        CachePolicy policy =
                config.policy("contracts", Layer.API, spec -> spec.version(4).maxKeyBytes(200));

        assertThat(policy.version()).isEqualTo(5);
        assertThat(policy.maxKeyBytes()).isEqualTo(200);
        assertThat(policy.grace()).isEqualTo(Duration.ofHours(3));
        assertThat(policy.ttlMax()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.policy("others", Layer.API, spec -> spec).version()).isEqualTo(3);
        assertThat(config.policy("others", Layer.LIVE, spec -> spec)).isEqualTo(CachePolicy.of(Layer.LIVE));
    }

    @Test
    void layer_operatorMovesTheCache_wins() {
        LarderConfig config = LarderConfig.builder()
                .cache("areas", Layer.STATIC, UnaryOperator.identity())
                .cache("workers", spec -> spec.version(2))
                .build();

        assertThat(config.layer("areas", Layer.API)).isEqualTo(Layer.STATIC);
        assertThat(config.policy("areas", Layer.API, spec -> spec)).isEqualTo(CachePolicy.of(Layer.STATIC));
        assertThat(config.layer("workers", Layer.LIVE)).isEqualTo(Layer.LIVE);
        assertThat(config.layer("unknown", Layer.LIVE)).isEqualTo(Layer.LIVE);
    }

    @Test
    void policy_fileContradictsCode_saysWhereTheFileSpoke() {
        LarderConfig config = LarderConfig.parse("caches:\n  contracts: { grace: 1m }\n", "larder.yaml");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config.policy(
                        "contracts",
                        Layer.API,
                        spec -> spec.staleIfError(Duration.ofMinutes(1)).staleWhileRevalidate(Duration.ofMinutes(2))))
                .withMessage(
                        "larder.yaml:2:16: cache 'contracts' in layer api: stale-while-revalidate is 2m, but expired"
                                + " values are kept for grace 1m only; raise grace or lower stale-while-revalidate")
                .satisfies(e -> assertThat(e.problems().get(0).settings())
                        .isEqualTo(List.of("stale-while-revalidate", "grace")));
    }

    @Test
    void policy_codeContradictsItself_namesTheCache() {
        LarderConfig config = LarderConfig.builder().build();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config.policy("contracts", Layer.API, spec -> spec.version(0)))
                .withMessage("cache 'contracts' in layer api: version is 0; set it between 1 and 2147483647");
    }

    @Test
    void toString_credentials_areNotShown() {
        LarderConfig config =
                LarderConfig.builder().redis("redis://:hunter2@localhost").build();

        assertThat(config.toString()).doesNotContain("hunter2").contains("larder");
    }

    @Test
    void load_file_readsIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("larder.yaml"), "namespace: grounds\n");

        assertThat(LarderConfig.load(file).namespace()).isEqualTo("grounds");
    }

    @Test
    void load_badFile_namesItsPath(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("larder.yaml"), "namespac: grounds\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LarderConfig.load(file))
                .withMessage(file + ":1:1: unknown key 'namespac'; did you mean 'namespace'?");
    }

    @Test
    void load_unreadable_saysWhy(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.yaml");
        Path latin = Files.write(directory.resolve("latin.yaml"), "namespace: é".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat((1 << 20) + 1));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LarderConfig.load(missing))
                .withMessage(missing + ": no such file; create it or correct the path");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LarderConfig.load(latin))
                .withMessage(latin + ": not UTF-8 text; save it as UTF-8");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LarderConfig.load(large))
                .withMessage(large + ": larger than 1MiB, the most that is read");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> LarderConfig.load(directory))
                .withMessageStartingWith(directory + ": cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/nowhere/keyset.json", "file:", "file:a\0b", "env:LARDER_NO_SUCH_VARIABLE"})
    void buildLarder_keysetCannotBeRead_isRefusedWithoutRedisToo(String keyset) {
        LarderBuilder builder =
                Larder.builder().config(LarderConfig.builder().keyset(keyset).build());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(builder::build)
                .withMessageStartingWith("keyset: ");
    }
}
