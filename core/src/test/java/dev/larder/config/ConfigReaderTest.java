package dev.larder.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.larder.CachePolicy;
import dev.larder.ConfigurationException;
import dev.larder.LarderConfig;
import dev.larder.Layer;
import dev.larder.codec.FieldRules;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String DURATIONS = "a duration such as 500ms, 30s, 5m, 1h30m or 1d";

    private static LarderConfig parse(String yaml) {
        return LarderConfig.parse(yaml, "larder.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# nothing\n",
                "---\n",
                "--- {}\n...\n",
                "~",
                "layers:\n",
                "layers: {}\ncaches: ~\n",
                "layers:\n  api:\n",
                "\uFEFFnamespace: larder\n",
                "namespace: 'larder'",
                "\"namespace\": larder\r\n"
            })
    void parse_nothingSaid_isTheDefaults(String yaml) {
        assertThat(parse(yaml)).isEqualTo(LarderConfig.builder().build());
    }

    @Test
    void parse_wholeFile_isWhatTheBuilderSays() {
        LarderConfig config = parse("""
                redis: redis://localhost:6379
                namespace: grounds
                staleness-bound: 250ms
                journal-entries: 5_000
                tag-entries: 50000
                divergence-samples-per-second: 0
                layers:
                  api: { ttl: 5m..20m, grace: 1h, near: { entries: 20_000 } }
                  session:
                    ttl: 8h
                    near: off
                caches:
                  contracts: { layer: static, ttl: 10m, outage: serve-stale 10m, near: off }
                  "equipment.status": {}
                """);

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config.redis()).isEqualTo("redis://localhost:6379");
        assertThat(config.namespace()).isEqualTo("grounds");
        assertThat(config.stalenessBound()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.journalEntries()).isEqualTo(5000);
        assertThat(config.tagEntries()).isEqualTo(50_000);
        assertThat(config.divergenceSamplesPerSecond()).isZero();
        assertThat(config.layers().get(Layer.API))
                .isEqualTo(CachePolicy.of(Layer.API).toBuilder()
                        .ttl(Duration.ofMinutes(5), Duration.ofMinutes(20))
                        .nearEntries(20_000)
                        .build());
        assertThat(config.layers().get(Layer.SESSION))
                .isEqualTo(CachePolicy.of(Layer.SESSION).toBuilder()
                        .ttl(Duration.ofHours(8))
                        .noNear()
                        .build());
        assertThat(config.caches()).containsOnlyKeys("contracts", "equipment.status");
        assertThat(config.policy("contracts", Layer.API, UnaryOperator.identity()))
                .isEqualTo(CachePolicy.of(Layer.STATIC).toBuilder()
                        .ttl(Duration.ofMinutes(10))
                        .serveStale(Duration.ofMinutes(10))
                        .noNear()
                        .build());
    }

    @Test
    void parse_redisAsMapping_isUriAndOptions() {
        LarderConfig config = parse("""
                redis:
                  uri: rediss://cache.example
                  tls-trust: /run/secrets/ca.pem
                  tls-verify-hostname: false
                  password-env: REDIS_PASSWORD
                """);

        assertThat(config.redis()).isEqualTo("rediss://cache.example");
        assertThat(config.redisOptions())
                .isEqualTo(Map.of(
                        "tls-trust",
                        "/run/secrets/ca.pem",
                        "tls-verify-hostname",
                        "false",
                        "password-env",
                        "REDIS_PASSWORD"));
        assertThat(config.toBuilder().build()).isEqualTo(config);
    }

    @Test
    void parse_sameTwice_isEqual() {
        String yaml = "caches: { a: { layer: live, near: { bytes: 1MB } } }";

        assertThat(parse(yaml)).isEqualTo(parse(yaml)).hasToString(parse(yaml).toString());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("namespac: a", "1:1: unknown key 'namespac'; did you mean 'namespace'?"),
                arguments("stalenessBound: 1s", "1:1: unknown key 'stalenessBound'; did you mean 'staleness-bound'?"),
                arguments(
                        "colour: red",
                        "1:1: unknown key 'colour'; known are layers, caches, redis, keyset, hash-secret, hash-tags, namespace, staleness-bound,"
                                + " journal-entries, tag-entries, divergence-samples-per-second"),
                arguments(
                        "caches:\n  contracts:\n    layer: api\n    tll: 5m",
                        "4:5: unknown key 'tll' in caches.contracts; did you mean 'ttl'?"),
                arguments("layers: { apis: {} }", "1:11: unknown key 'apis' in layers; did you mean 'api'?"),
                arguments(
                        "layers: { rest: {} }",
                        "1:11: unknown key 'rest' in layers; known are session, api, live, static"),
                arguments(
                        "layers: { api: { leese: 5s } }",
                        "1:18: unknown key 'leese' in layers.api; did you mean 'lease'?"),
                arguments(
                        "layers: { api: { near: { entrys: 5 } } }",
                        "1:26: unknown key 'entrys' in layers.api.near; did you mean 'entries'?"),
                arguments(
                        "layers: { api: { near.entries: 5 } }",
                        "1:18: unknown key 'near.entries' in layers.api; known are ttl, grace, outage, near,"
                                + " stale-while-revalidate, stale-if-error, negative-ttl, soft-timeout, load-timeout,"
                                + " max-concurrent-loads, version, encryption, secret, compression, drop-fields, mask-fields,"
                                + " hash-fields, allow-fields, sensitive-names, personal-data, personal-names, hash-keys,"
                                + " key-pattern, mask-keeps, pad-bytes, jitter, early-refresh, lease, load-queue-timeout,"
                                + " max-entry-bytes, max-key-bytes"),
                arguments(
                        "<<: { namespace: a }",
                        "1:1: unknown key '<<'; known are layers, caches, redis, keyset, hash-secret, hash-tags, namespace,"
                                + " staleness-bound, journal-entries, tag-entries, divergence-samples-per-second"),
                arguments(
                        "layers: { api: { mask-keeps: 1, drop-fields: a..b } }",
                        "1:33: layers.api: drop-fields has 'a..b', which is no path; write one such as owner.email,"
                                + " workers[].phone, attributes.* or **.email"),
                arguments(
                        "caches: { c: { personal-data: strikt } }",
                        "1:31: personal-data in caches.c is 'strikt', but has to be allowed or strict; did you mean"
                                + " 'strict'?"),
                arguments(
                        "caches: { c: { drop-fields: [a, [b], { c: d }, ~, ''] } }",
                        "1:33: an item of drop-fields in caches.c is a list, but has to be text\n"
                                + "larder.yaml:1:38: an item of drop-fields in caches.c is a mapping, but has to be text\n"
                                + "larder.yaml:1:48: an item of drop-fields in caches.c is empty, but has to be text\n"
                                + "larder.yaml:1:51: an item of drop-fields in caches.c is empty, but has to be text"),
                arguments(
                        "layers: { api: { drop-fields: [notes, a..b] } }",
                        "1:18: layers.api: drop-fields has 'a..b', which is no path; write one such as owner.email,"
                                + " workers[].phone, attributes.* or **.email"),
                arguments("redis: { url: redis://a }", "1:10: unknown key 'url' in redis; did you mean 'uri'?"),
                arguments(
                        "redis: { password: hunter2 }",
                        "1:10: unknown key 'password' in redis; did you mean 'password-env'?"),
                arguments(
                        "redis: { uri: redis://a, tls-verify-hostname: no }",
                        "1:47: tls-verify-hostname in redis is 'no', but has to be true or false"),
                arguments("just text", "1:1: the file is 'just text', but has to be a mapping of keys and values"),
                arguments(
                        "redis:redis://:hunter2@localhost",
                        "1:1: the file is 'redis:redis://***@localhost', but has to be a mapping of keys and values"),
                arguments("- namespace", "1:1: the file is a list, but has to be a mapping of keys and values"),
                arguments("layers: 5m", "1:9: layers is '5m', but has to be a mapping of keys and values"),
                arguments(
                        "caches: { a: [5m] }", "1:14: caches.a is a list, but has to be a mapping of keys and values"),
                arguments(
                        "layers: { api: { grace: { min: 5m } } }",
                        "1:25: grace in layers.api is a mapping, but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: } }",
                        "1:24: grace in layers.api is empty, but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: [5m] } }",
                        "1:25: grace in layers.api is a list, but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: 5x } }",
                        "1:25: grace in layers.api is '5x', but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: -5s } }",
                        "1:25: grace in layers.api is '-5s', but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: 5m1h } }",
                        "1:25: grace in layers.api is '5m1h', but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: 99999999999999999999d } }",
                        "1:25: grace in layers.api is '99999999999999999999d', but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { grace: 9999999999999d } }",
                        "1:25: grace in layers.api is '9999999999999d', but has to be " + DURATIONS),
                arguments(
                        "layers: { api: { ttl: 5m.. } }",
                        "1:23: ttl in layers.api is '5m..', but has to be " + DURATIONS
                                + ", or a range of two such as 5m..15m"),
                arguments(
                        "layers: { api: { soft-timeout: no } }",
                        "1:32: soft-timeout in layers.api is 'no', but has to be off, or " + DURATIONS),
                arguments(
                        "layers: { api: { jitter: 10% } }",
                        "1:26: jitter in layers.api is '10%', but has to be a number such as 0.1"),
                arguments(
                        "layers: { api: { version: 1.5 } }",
                        "1:27: version in layers.api is '1.5', but has to be a whole number such as 10000 or 10_000"),
                arguments(
                        "journal-entries: 3000000000",
                        "1:18: journal-entries is '3000000000', but has to be a whole number such as 10000 or 10_000"),
                arguments(
                        "layers: { api: { max-entry-bytes: 1mb } }",
                        "1:35: max-entry-bytes in layers.api is '1mb', but has to be a size such as 512B, 64KiB, 1MB or"
                                + " 1GiB"),
                arguments(
                        "layers: { api: { outage: serve-stael 5m } }",
                        "1:26: outage in layers.api is 'serve-stael 5m', but has to be fail-open, fail-closed, or"
                                + " serve-stale with a bound such as serve-stale 10m; did you mean 'serve-stale'?"),
                arguments(
                        "layers: { api: { outage: serve-stale } }",
                        "1:26: outage in layers.api is 'serve-stale', but has to be fail-open, fail-closed, or"
                                + " serve-stale with a bound such as serve-stale 10m"),
                arguments(
                        "caches: { a: { layer: sesion } }",
                        "1:23: layer in caches.a is 'sesion', but has to be session, api, live or static; did you mean"
                                + " 'session'?"),
                arguments(
                        "caches: { a: { near: of } }",
                        "1:22: near in caches.a is 'of', but has to be off, { entries: 10000 } or { bytes: 64MiB };"
                                + " did you mean 'off'?"),
                arguments(
                        "caches: { a: { near: { entries: 5, bytes: 1MB } } }",
                        "1:22: caches.a.near has 2 keys, but has to have one of entries, bytes"),
                arguments(
                        "caches: { a: { near: {} } }",
                        "1:22: caches.a.near has 0 keys, but has to have one of entries, bytes"),
                arguments(
                        "namespace: Grounds",
                        "1:1: namespace is 'Grounds'; use 1 to 64 lower-case letters, digits, '.', '_' and '-', beginning"
                                + " with a letter or a digit"),
                arguments(
                        "caches:\n  Contracts: {}",
                        "2:3: the name of a cache is 'Contracts'; use 1 to 64 lower-case letters, digits, '.', '_' and"
                                + " '-', beginning with a letter or a digit"),
                arguments(
                        "layers:\n  live:\n    ttl: 5s\n    stale-if-error: 1h",
                        "4:5: layers.live: stale-if-error is 1h, but expired values are kept for grace 30s only; raise"
                                + " grace or lower stale-if-error"),
                arguments("caches: { a: { jitter: 0.7 } }", "1:16: caches.a: jitter is 0.7; set it between 0 and 0.5"),
                arguments(
                        "caches: { a: { load-timeout: 3s, grace: 5s, lease: 2s } }",
                        "1:45: caches.a: lease is 2s, not longer than load-timeout 3s, so that a load could outlive its"
                                + " right to fill; raise lease or lower load-timeout"),
                arguments(
                        "caches: { a: { near: { entries: 0 } } }",
                        "1:16: caches.a: near has no limit; set its entries or" + " its bytes above 0, or near to off"),
                arguments(
                        "namespace: a\nnamespace: b",
                        "2:1: duplicate key 'namespace', given before at 1:1; remove one"),
                arguments(
                        "layers: { api: { ttl: 5m }, api: { ttl: 6m } }",
                        "1:29: duplicate key 'api', given before at 1:11; remove one"),
                arguments("namespace: a\n---\nnamespace: b", "2:1: a second document; keep one, the file has only one"),
                arguments("namespace: &n a", "1:12: an anchor (&); anchors are not supported, remove it"),
                arguments(
                        "layers:\n  api: &p { ttl: 5m }\n  live: *p",
                        "2:8: an anchor (&); anchors are not supported, remove it\n"
                                + "larder.yaml:3:9: an alias (*); aliases are not supported, write the value out"),
                arguments(
                        "namespace: !!str a",
                        "1:12: a tag ('tag:yaml.org,2002:str'); tags are not supported, remove it"),
                arguments("{ a: b }: c", "1:1: a mapping or a list as a key; keys have to be text"),
                arguments("? [a]\n: c", "1:3: a mapping or a list as a key; keys have to be text"),
                arguments(
                        "layers:\n\tapi: {}",
                        "2:1: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for"
                                + " indentation) while scanning for the next token"),
                arguments("namespace: \"\\x", "1:10: not YAML: what follows holds an escape that cannot be read"),
                arguments(
                        "namespace: \"\\Uffffffff\"",
                        "1:10: not YAML: what follows holds an escape that cannot be read"),
                arguments("namespace: \u0000", "1:12: not YAML: the character U+0000 cannot be in a file"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void parse_problem_saysWhereWhatAndRemedy(String yaml, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse(yaml))
                .withMessage("larder.yaml:" + message);
    }

    @Test
    void parse_severalProblems_saysAllInOrder() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse("""
                        namespace: Grounds
                        caches:
                          contracts: { ttl: 5x, layer: apo }
                          areas: { tll: 5m, jitter: 2 }
                        layers:
                          api: { grace: 1s }
                        staleness-bound: 0s
                        """))
                .withMessage("""
                        larder.yaml:1:1: namespace is 'Grounds'; use 1 to 64 lower-case letters, digits, '.', '_' and '-', beginning with a letter or a digit
                        larder.yaml:3:21: ttl in caches.contracts is '5x', but has to be a duration such as 500ms, 30s, 5m, 1h30m or 1d, or a range of two such as 5m..15m
                        larder.yaml:3:32: layer in caches.contracts is 'apo', but has to be session, api, live or static; did you mean 'api'?
                        larder.yaml:4:12: unknown key 'tll' in caches.areas; did you mean 'ttl'?
                        larder.yaml:4:21: caches.areas: jitter is 2; set it between 0 and 0.5
                        larder.yaml:6:10: layers.api: stale-while-revalidate is 30s, but expired values are kept for grace 1s only; raise grace or lower stale-while-revalidate
                        larder.yaml:6:10: layers.api: stale-if-error is 1h, but expired values are kept for grace 1s only; raise grace or lower stale-if-error
                        larder.yaml:7:1: staleness-bound is 0s; set it to how long an invalidated value may be answered""");
    }

    @Test
    void parse_list_isWhatCommasSay() {
        FieldRules commas = rules("mask-fields: 'owner.email, phones[]'", "personal-names: badge,");
        FieldRules flow = rules("mask-fields: [owner.email, 'phones[]']", "personal-names: [badge]");
        FieldRules block = rules("mask-fields:\n      - owner.email\n      - phones[]", "personal-names:\n    - badge");

        assertThat(flow).isEqualTo(commas);
        assertThat(block).isEqualTo(commas);
        assertThat(rules("drop-fields: []", "sensitive-names: none")).isEqualTo(FieldRules.DEFAULT);
        assertThat(rules("mask-fields: none", "personal-names: ['one, two', none]")
                        .personalNames())
                .containsExactly("one, two", "none");
    }

    private static FieldRules rules(String first, String second) {
        return parse("layers:\n  api:\n    " + first + "\n    " + second + "\n")
                .layers()
                .get(Layer.API)
                .data()
                .fields();
    }

    @Test
    void parse_contradictionThatCodeMayResolve_isLeftToTheCache() {
        LarderConfig config = parse("caches: { a: { stale-if-error: 2h } }");

        CachePolicy policy = config.policy("a", Layer.API, spec -> spec.grace(Duration.ofHours(3)));

        assertThat(policy.staleIfError()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void parse_aliasBomb_isRefusedAtOnce() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse(yaml.toString()))
                .withMessageContaining("larder.yaml:30:6: an anchor (&); anchors are not supported, remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void parse_endlessNesting_isRefused(String open) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse(open.repeat(100_000)))
                .withMessageContaining("nested deeper than 16 levels; no setting is");
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse("{a: ".repeat(5000) + "b" + "}".repeat(5000)))
                .withMessageContaining("larder.yaml:1:65: nested deeper than 16 levels; no setting is");
    }

    @Test
    void parse_tooLarge_isRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> parse("#".repeat((1 << 20) + 1)))
                .withMessage("larder.yaml: larger than 1MiB, the most that is read");
    }
}
