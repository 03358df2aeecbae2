package dev.larder.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.CachePolicy;
import dev.larder.CachePolicy.Near;
import dev.larder.ConfigurationException;
import dev.larder.DataRules;
import dev.larder.LarderConfig;
import dev.larder.Layer;
import dev.larder.OutagePolicy;
import dev.larder.codec.FieldRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConfigProperties {

    /** Whatever the builder can say of a layer, the file can say. */
    @Property
    void policy_writtenAndRead_isEqual(@ForAll("policies") CachePolicy policy, @ForAll Layer layer) {
        String yaml = Settings.LAYERS + ":\n  " + layer.configName() + ":\n" + write(Settings.POLICY, policy, "    ");

        assertThat(LarderConfig.parse(yaml, "larder.yaml").layers()).containsEntry(layer, policy);
    }

    /** Whatever the builder can say of a cache, the file can say, whatever the layer and the code said before. */
    @Property
    void cache_writtenAndRead_isEqual(@ForAll("policies") CachePolicy policy, @ForAll("policies") CachePolicy code) {
        String yaml = Settings.CACHES + ":\n  contracts:\n" + write(Settings.POLICY, policy, "    ");

        LarderConfig config = LarderConfig.parse(yaml, "larder.yaml");

        assertThat(config.policy("contracts", Layer.LIVE, ignored -> code.toBuilder()))
                .isEqualTo(policy);
    }

    /** Whatever the builder can say of a larder, the file can say. */
    @Property
    void larder_writtenAndRead_isEqual(@ForAll("larders") LarderConfig config) {
        String yaml = write(Settings.LARDER, config, "");

        assertThat(LarderConfig.parse(yaml, "larder.yaml")).isEqualTo(config);
    }

    /** Any text is a configuration or a list of problems with their positions. */
    @Property(tries = 5000)
    void parse_anyText_isReadOrRefused(@ForAll("texts") String text) {
        try {
            assertThat(LarderConfig.parse(text, "larder.yaml")).isNotNull();
        } catch (ConfigurationException e) {
            assertThat(e.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.where()).matches("larder\\.yaml:[1-9]\\d*:[1-9]\\d*"));
        }
    }

    private static <R> String write(List<? extends Setting<?, R, ?>> table, R record, String indent) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Setting<?, R, ?> setting : table) {
            String value = setting.show(record);
            if (value != null) {
                String[] path = setting.name().split("\\.");
                String said = path.length == 1 ? value : "\n" + indent + "  " + path[1] + ": " + value;
                lines.merge(path[0], said, String::concat);
            }
        }
        return lines.entrySet().stream()
                .map(line -> indent + line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Arbitrary<Duration> durations(long minMillis, long maxMillis) {
        return Arbitraries.longs().between(minMillis, maxMillis).map(Duration::ofMillis);
    }

    @Provide
    Arbitrary<CachePolicy> policies() {
        long year = Duration.ofDays(365).toMillis();
        Arbitrary<List<Duration>> lives =
                durations(1, year).list().ofSize(2).map(l -> l.stream().sorted().toList());
        Arbitrary<List<Duration>> graces =
                durations(1, year).list().ofSize(3).map(l -> l.stream().sorted().toList());
        Arbitrary<List<Duration>> loads = durations(1, 100_000)
                .list()
                .ofSize(3)
                .uniqueElements()
                .map(l -> l.stream().sorted().toList());
        Arbitrary<CachePolicy.Builder> times = Combinators.combine(
                        lives,
                        graces,
                        loads,
                        durations(0, year),
                        Arbitraries.integers().between(0, 3))
                .as((life, grace, load, other, timeouts) -> CachePolicy.of(Layer.API).toBuilder()
                        .ttl(life.get(0), life.get(1))
                        .grace(grace.get(2))
                        .staleWhileRevalidate(grace.get(0))
                        .staleIfError(grace.get(1))
                        .softTimeout((timeouts & 1) == 0 ? null : load.get(0))
                        .loadTimeout((timeouts & 2) == 0 ? null : load.get(1))
                        .lease(load.get(2))
                        .negativeTtl(other)
                        .loadQueueTimeout(other.dividedBy(2).truncatedTo(java.time.temporal.ChronoUnit.MILLIS)));
        Arbitrary<Near> nears = Arbitraries.oneOf(
                Arbitraries.just(Near.OFF),
                Arbitraries.longs().greaterOrEqual(1).map(n -> new Near(true, n, 0)),
                Arbitraries.longs().greaterOrEqual(1).map(n -> new Near(true, 0, n)));
        Arbitrary<OutagePolicy> outages = Arbitraries.oneOf(
                Arbitraries.just(new OutagePolicy.FailOpen()),
                Arbitraries.just(new OutagePolicy.FailClosed()),
                Arbitraries.just(new OutagePolicy.ServeStale(Duration.ofMillis(1))));
        Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(1);
        Arbitrary<Double> fractions = Arbitraries.doubles().between(0, 0.5).ofScale(9);
        return Combinators.combine(
                        times,
                        nears,
                        outages,
                        counts,
                        Arbitraries.integers().between(1, 512 << 20),
                        Arbitraries.integers().between(1, 32 << 10),
                        fractions.list().ofSize(2),
                        rules())
                .as((builder, near, outage, count, entry, key, fraction, data) -> builder.near(near)
                        .outage(outage)
                        .maxConcurrentLoads(count)
                        .version(count)
                        .maxEntryBytes(entry)
                        .maxKeyBytes(key)
                        .jitter(fraction.get(0))
                        .earlyRefresh(fraction.get(1) * 200)
                        .data(data)
                        .build());
    }

    private static Arbitrary<DataRules> rules() {
        Arbitrary<List<List<String>>> paths = Arbitraries.of(
                        "a", "none", "owner.email", "workers[].phone", "attributes.*", "*", "**.email", "x-y.z_1")
                .list()
                .uniqueElements()
                .ofMaxSize(8)
                .map(list -> List.of(every(list, 0), every(list, 1), every(list, 2), every(list, 3)));
        Arbitrary<List<String>> names = Arbitraries.of("badge", "staff number", "x-1", "one, two", "it's")
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        paths,
                        names,
                        names,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of("[0-9]+", "it's: #1|\\{a\\}", " x", "\"").injectNull(0.3))
                .as((path, sensitive, personal, flag, keeps, pattern) -> new DataRules(
                        new FieldRules(
                                path.get(0),
                                path.get(1),
                                path.get(2),
                                path.get(3),
                                sensitive,
                                personal,
                                flag,
                                keeps,
                                false),
                        !flag,
                        pattern));
    }

    private static List<String> every(List<String> list, int turn) {
        return IntStream.range(0, list.size())
                .filter(i -> i % 4 == turn)
                .mapToObj(list::get)
                .toList();
    }

    @Provide
    Arbitrary<LarderConfig> larders() {
        Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(1);
        return Combinators.combine(
                        Arbitraries.of("redis://localhost:6379", "rediss://user:p%40ss@[::1]:6380/2")
                                .injectNull(0.3),
                        Arbitraries.strings()
                                .withChars("abcxyz0189._-")
                                .ofMinLength(0)
                                .ofMaxLength(63)
                                .map(rest -> "a" + rest),
                        durations(1, 100_000),
                        counts,
                        counts,
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.maps(
                                        Arbitraries.of("tls-trust", "password-file", "username-env"),
                                        Arbitraries.of("/x", "y"))
                                .ofMaxSize(3),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as((redis, namespace, bound, journal, tags, samples, options, verify) -> {
                    LarderConfig.Builder builder = LarderConfig.builder()
                            .redis(redis)
                            .namespace(namespace)
                            .hashSecret(samples % 2 == 0 ? null : "env:SECRET")
                            .hashTags(samples % 3 == 0)
                            .stalenessBound(bound)
                            .journalEntries(journal)
                            .tagEntries(tags)
                            .divergenceSamplesPerSecond(samples);
                    options.forEach(builder::redisOption);
                    return (verify == null ? builder : builder.redisOption("tls-verify-hostname", verify.toString()))
                            .build();
                });
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "layers:",
                "caches:",
                "api:",
                "ttl:",
                "near:",
                "a:",
                "5m",
                "off",
                " ",
                "  ",
                "\n",
                "\n  ",
                "\n    ",
                "{",
                "}",
                "[",
                "]",
                ",",
                "&x",
                "*x",
                "!t",
                "- ",
                "? ",
                ": ",
                "#",
                "'",
                "\"",
                "|",
                ">",
                "\t",
                "---\n",
                "...\n",
                "%YAML 1.2\n",
                "\\x",
                "\u0000",
                "\uFEFF",
                "é",
                "😀",
                "\uD83D",
                "\u2028",
                "<<: ",
                "~");
        return Arbitraries.oneOf(
                pieces.list().ofMaxSize(30).map(list -> String.join("", list)),
                Arbitraries.strings().ofMaxLength(50));
    }
}
