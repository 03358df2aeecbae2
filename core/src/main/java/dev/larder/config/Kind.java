package dev.larder.config;

import dev.larder.CachePolicy;
import dev.larder.Layer;
import dev.larder.OutagePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of value and its notation.
 *
 * @param name what the page calls it
 * @param allowed what is allowed, with examples, as the end of "has to be"
 * @param words the words that a value may begin with, for suggestions; empty if it is not made of words
 * @param reader reads a value
 * @param items reads the items of a list of YAML; null if it is no list
 * @param writer shows a value so that it can be read again
 */
public record Kind<T>(
        String name,
        String allowed,
        List<String> words,
        Reader<T> reader,
        @Nullable Function<List<String>, T> items,
        Function<T, String> writer) {

    /** A kind of which a list is none. */
    public Kind(String name, String allowed, List<String> words, Reader<T> reader, Function<T, String> writer) {
        this(name, allowed, words, reader, null, writer);
    }

    /** Whether a text that is none of these may be the secret itself, put where its place belongs. */
    boolean secret() {
        return words.contains("file:");
    }

    /** Reads a value; null if the text is none. */
    @FunctionalInterface
    public interface Reader<T> {
        @Nullable
        T read(String text);
    }

    /** Two durations, the same ones if it is fixed. */
    public record Range(Duration min, Duration max) {}

    private static final String OFF_WORD = "off";
    private static final String DURATIONS = "a duration such as 500ms, 30s, 5m, 1h30m or 1d";

    static final Kind<String> URI =
            new Kind<>("URI", "a URI such as redis://localhost:6379", List.of(), text -> text, Function.identity());

    static final Kind<String> KEYSET = new Kind<>(
            "`file:` with a path, or `env:` with a variable",
            "file:/etc/larder/keyset.json or env:LARDER_KEYSET",
            List.of("file:", "env:"),
            text -> text.startsWith("file:") || text.startsWith("env:") ? text : null,
            Function.identity());

    static final Kind<String> SECRET = new Kind<>(
            KEYSET.name(),
            "file:/run/secrets/larder-hash or env:LARDER_HASH_SECRET",
            KEYSET.words(),
            KEYSET.reader(),
            Function.identity());

    /** Paths or names, as a list or with commas between; then in quotes, since a path may begin with what YAML takes for something else. */
    static final Kind<List<String>> LIST = new Kind<>(
            "`none`, or a list",
            "none, or a list such as owner.email, workers[].phone",
            List.of(),
            Kind::readList,
            List::copyOf,
            Kind::writeList);

    static final Kind<Boolean> PERSONAL_DATA = new Kind<>(
            "`allowed` or `strict`",
            "allowed or strict",
            List.of("allowed", "strict"),
            text -> switch (text) {
                case "allowed" -> Boolean.FALSE;
                case "strict" -> Boolean.TRUE;
                default -> null;
            },
            value -> value ? "strict" : "allowed");

    static final Kind<Optional<String>> REGEX_OR_OFF = new Kind<>(
            "regular expression or `off`",
            "off, or a regular expression such as '[0-9]{1,10}', best in quotes",
            List.of(),
            text -> Optional.of(text).filter(regex -> !regex.equals(OFF_WORD)),
            value -> value.map(regex -> "'" + quoted(regex) + "'").orElse(OFF_WORD));

    /** A name. */
    public static final Kind<String> NAME =
            new Kind<>("name", "a name such as larder", List.of(), text -> text, Function.identity());

    /** The path of a file. */
    public static final Kind<String> FILE = new Kind<>(
            "file",
            "the path of a file such as /run/secrets/redis/password",
            List.of(),
            text -> text,
            Function.identity());

    /** The name of an environment variable. */
    public static final Kind<String> VARIABLE = new Kind<>(
            "variable",
            "the name of an environment variable such as REDIS_PASSWORD",
            List.of(),
            text -> text,
            Function.identity());

    /** True or false. */
    public static final Kind<Boolean> FLAG = new Kind<>(
            "`true` or `false`",
            "true or false",
            List.of("true", "false"),
            text -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null,
            String::valueOf);

    /** A duration. */
    public static final Kind<Duration> DURATION =
            new Kind<>("duration", DURATIONS, List.of(), Notation::readDuration, Notation::duration);

    /** A duration, or none. */
    public static final Kind<Optional<Duration>> DURATION_OR_OFF = new Kind<>(
            "duration or `off`",
            "off, or " + DURATIONS,
            List.of(),
            text -> {
                if (text.equals(OFF_WORD)) {
                    return Optional.empty();
                }
                Duration value = Notation.readDuration(text);
                return value == null ? null : Optional.of(value);
            },
            value -> value.map(Notation::duration).orElse(OFF_WORD));

    /** A duration, or a range of two. */
    public static final Kind<Range> RANGE = new Kind<>(
            "duration or range",
            DURATIONS + ", or a range of two such as 5m..15m",
            List.of(),
            Kind::readRange,
            value -> Notation.range(value.min(), value.max()));

    /** A whole number. */
    public static final Kind<Long> COUNT = new Kind<>(
            "count", "a whole number such as 10000 or 10_000", List.of(), Notation::readCount, String::valueOf);

    /** A whole number that an int can hold. */
    public static final Kind<Integer> INT =
            new Kind<>("count", COUNT.allowed(), List.of(), text -> fitInt(Notation.readCount(text)), String::valueOf);

    /** A size. */
    public static final Kind<Long> BYTES = new Kind<>(
            "size", "a size such as 512B, 64KiB, 1MB or 1GiB", List.of(), Notation::readBytes, Notation::bytes);

    /** A size that an int can hold. */
    public static final Kind<Integer> INT_BYTES = new Kind<>(
            "size",
            BYTES.allowed(),
            List.of(),
            text -> fitInt(Notation.readBytes(text)),
            value -> Notation.bytes(value));

    static final Kind<Double> DECIMAL =
            new Kind<>("number", "a number such as 0.1", List.of(), Notation::readDecimal, Notation::decimal);

    /** On or off. */
    public static final Kind<Boolean> SWITCH = new Kind<>(
            "`on` or `off`",
            "on or off",
            List.of("on", OFF_WORD),
            text -> switch (text) {
                case "on", "true" -> Boolean.TRUE;
                case OFF_WORD, "false" -> Boolean.FALSE;
                default -> null;
            },
            value -> value ? "on" : OFF_WORD);

    static final Kind<CachePolicy.Encryption> ENCRYPTION = new Kind<>(
            "`on`, `with-keys` or `off`",
            "on, off, or with-keys, which is on as soon as there is a keyring",
            List.of("on", "with-keys", OFF_WORD),
            text -> switch (text) {
                case "on", "true" -> CachePolicy.Encryption.ON;
                case "with-keys" -> CachePolicy.Encryption.WITH_KEYS;
                case OFF_WORD, "false" -> CachePolicy.Encryption.OFF;
                default -> null;
            },
            value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'));

    static final Kind<String> OFF = new Kind<>(
            "`off`",
            "off, { entries: 10000 } or { bytes: 64MiB }",
            List.of(OFF_WORD),
            text -> text.equals(OFF_WORD) ? text : null,
            Function.identity());

    static final Kind<OutagePolicy> OUTAGE = new Kind<>(
            "`fail-open`, `serve-stale` with a duration, or `fail-closed`",
            "fail-open, fail-closed, or serve-stale with a bound such as serve-stale 10m",
            List.of("fail-open", "fail-closed", "serve-stale"),
            Kind::readOutage,
            Kind::writeOutage);

    static final Kind<Layer> LAYER = new Kind<>(
            "name of a layer",
            "session, api, live or static",
            Arrays.stream(Layer.values()).map(Layer::configName).collect(Collectors.toUnmodifiableList()),
            Kind::readLayer,
            Layer::configName);

    /**
     * A list of texts.
     *
     * @param example what one looks like
     */
    public static Kind<List<String>> list(String example) {
        return new Kind<>(
                LIST.name(),
                "none, or a list such as " + example,
                List.of(),
                LIST.reader(),
                LIST.items(),
                LIST.writer());
    }

    /** One of several words: the names of constants, in kebab-case. */
    public static <E extends Enum<E>> Kind<E> words(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        List<String> words = constants.stream().map(Kind::word).toList();
        String name = words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        return new Kind<>(
                name,
                "one of " + String.join(", ", words),
                words,
                text -> constants.stream()
                        .filter(constant -> word(constant).equals(text))
                        .findFirst()
                        .orElse(null),
                Kind::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Integer fitInt(@Nullable Long value) {
        return value == null || value > Integer.MAX_VALUE ? null : Integer.valueOf(value.intValue());
    }

    private static List<String> readList(String text) {
        if (text.equals("none")) {
            return List.of();
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static String writeList(List<String> list) {
        if (list.isEmpty()) {
            return "none";
        }
        if (list.stream().anyMatch(item -> item.contains(","))) {
            return list.stream().map(item -> "'" + quoted(item) + "'").collect(Collectors.joining(", ", "[", "]"));
        }
        return "'" + quoted(String.join(", ", list)) + (list.size() == 1 ? ",'" : "'");
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    private static @Nullable Range readRange(String text) {
        int dots = text.indexOf("..");
        Duration min = Notation.readDuration(dots < 0 ? text : text.substring(0, dots));
        Duration max = dots < 0 ? min : Notation.readDuration(text.substring(dots + 2));
        return min == null || max == null ? null : new Range(min, max);
    }

    private static @Nullable OutagePolicy readOutage(String text) {
        String stale = "serve-stale ";
        if (text.startsWith(stale)) {
            Duration bound =
                    Notation.readDuration(text.substring(stale.length()).strip());
            return bound == null ? null : new OutagePolicy.ServeStale(bound);
        }
        return switch (text) {
            case "fail-open" -> new OutagePolicy.FailOpen();
            case "fail-closed" -> new OutagePolicy.FailClosed();
            default -> null;
        };
    }

    private static String writeOutage(OutagePolicy policy) {
        if (policy instanceof OutagePolicy.ServeStale stale) {
            return "serve-stale " + Notation.duration(stale.bound());
        }
        return policy instanceof OutagePolicy.FailOpen ? "fail-open" : "fail-closed";
    }

    private static @Nullable Layer readLayer(String text) {
        for (Layer layer : Layer.values()) {
            if (layer.configName().equals(text)) {
                return layer;
            }
        }
        return null;
    }
}
