package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a setting of a file is said with its place, also when only the cache can tell. */
class ConfigOriginTest {

    record Worker(String name, String notes, List<String> phones) {}

    private static void make(LarderConfig config) {
        try (Larder larder = Larder.builder().config(config).build()) {
            larder.cache("workers", String.class, Worker.class, spec -> {});
        }
    }

    private static LarderConfig parse(String yaml) {
        return LarderConfig.parse(yaml, "larder.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "caches: { workers: { ttl: 1m, drop-fields: nots } } | 1:31 | drop-fields has 'nots'",
                "caches: { workers: { hash-keys: on } } | 1:22 | hash-keys",
                "caches: { workers: { ttl: 1m, hash-fields: notes } } | 1:31 | notes is to be hashed",
                "caches: { workers: { hash-fields: '**.name' } } | 1:22 | name is to be hashed",
                "caches: { workers: { ttl: 1m, mask-fields: phones } } | 1:31 | phones is a",
                "caches: { workers: { ttl: 1m, personal-names: notes, personal-data: strict } } | 1:54 | personal-data is strict",
                "layers: { api: { drop-fields: nots } } | 1:18 | drop-fields has 'nots'",
                "layers: { api: { drop-fields: nots } }\\ncaches: { workers: { ttl: 1m } } | 1:18 | drop-fields has 'nots'",
                "layers: { api: { drop-fields: name } }\\ncaches: { workers: { drop-fields: [name, nots] } } | 2:22 | drop-fields has 'nots'",
                "caches: { workers: { grace: 1s } } | 1:22 | cache 'workers' in layer api: stale",
            })
    void cache_badSetting_isSaidWithItsPlace(String yaml, String place, String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> make(parse(yaml.replace("\\n", "\n"))))
                .satisfies(e -> assertThat(e.problems().get(0).toString())
                        .startsWith("larder.yaml:" + place + ": ")
                        .contains("workers")
                        .contains(text));
    }

    @Test
    void cache_severalProblems_eachHasItsPlace() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> make(parse("""
                        layers:
                          api: { mask-fields: phones }
                        caches:
                          workers:
                            drop-fields:
                              - nots
                            hash-fields: name
                        """)))
                .satisfies(e -> assertThat(e.problems().stream().map(ConfigurationException.Problem::where))
                        .containsExactlyInAnyOrder("larder.yaml:2:10", "larder.yaml:5:5", "larder.yaml:7:5"));
    }

    @Test
    void origins_whatCodeChanges_areForgotten() {
        LarderConfig config =
                parse("layers: { api: { drop-fields: nots, ttl: 1m } }\ncaches: { workers: { ttl: 2m } }");
        assertThat(config.origins())
                .containsEntry("layers.api.drop-fields", "larder.yaml:1:18")
                .containsEntry("caches.workers.ttl", "larder.yaml:2:22");

        LarderConfig changed = config.toBuilder()
                .layer(Layer.API, policy -> policy.fields(fields -> fields.drop("note")))
                .cache("workers", policy -> policy)
                .build();

        assertThat(changed.origins()).containsOnlyKeys("layers.api.ttl");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> make(changed))
                .withMessageContaining("drop-fields has 'note'")
                .withMessageNotContaining("larder.yaml");
    }

    @Test
    void cache_codeOverridesTheLayer_isNotSaidToBeTheFile() {
        LarderConfig config = parse("layers: { api: { drop-fields: name } }");
        try (Larder larder = Larder.builder().config(config).build()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> larder.cache(
                            "workers",
                            String.class,
                            Worker.class,
                            spec -> spec.policy(policy -> policy.fields(fields -> fields.drop("nots")))))
                    .withMessageStartingWith("cache 'workers': drop-fields has 'nots'");
        }
    }
}
