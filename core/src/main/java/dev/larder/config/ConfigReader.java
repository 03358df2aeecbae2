package dev.larder.config;

import dev.larder.CachePolicy;
import dev.larder.ConfigurationException;
import dev.larder.LarderConfig;
import dev.larder.LarderConfig.CacheSettings;
import dev.larder.Layer;
import dev.larder.config.Setting.Assignment;
import dev.larder.config.Yaml.Entry;
import dev.larder.config.Yaml.Mapping;
import dev.larder.config.Yaml.Position;
import dev.larder.config.Yaml.Scalar;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file into the records, or into the list of all its problems. */
public final class ConfigReader {

    private static final int MOST_BYTES = 1 << 20;

    private final Problems problems;
    private final LarderConfig.Builder config = LarderConfig.builder();

    private ConfigReader(Problems problems) {
        this.problems = problems;
    }

    /** The file's changes to a policy. */
    private record Changes(List<Assignment<CachePolicy.Builder, ?>> assignments)
            implements UnaryOperator<CachePolicy.Builder> {
        @Override
        public CachePolicy.Builder apply(CachePolicy.Builder builder) {
            assignments.forEach(assignment -> assignment.apply(builder));
            return builder;
        }

        /** Returns whether all the settings are said, so that what is between them cannot be changed elsewhere. */
        boolean sayAll(List<String> settings) {
            Set<String> said = assignments.stream()
                    .map(assignment -> assignment.setting().name().split("\\.", 2)[0])
                    .collect(Collectors.toSet());
            return said.containsAll(settings);
        }
    }

    /** Who reads the keys of a file that are not the engine's. */
    public interface Others {

        /** Returns these keys. */
        List<String> keys();

        /**
         * Reads them.
         *
         * @param root the file, with these keys only
         * @param engine the keys of the engine that the file has as well
         * @param problems takes what is wrong
         */
        void read(Mapping root, Set<String> engine, Problems problems);
    }

    /** Nobody: all keys are the engine's. */
    private static final Others NOBODY = new Others() {
        @Override
        public List<String> keys() {
            return List.of();
        }

        @Override
        public void read(Mapping root, Set<String> engine, Problems problems) {}
    };

    /** See {@link LarderConfig#load}. */
    public static LarderConfig load(Path file) {
        return parse(text(file), file.toString());
    }

    /**
     * Returns the text of a configuration file.
     *
     * @throws ConfigurationException if there is none, saying why
     */
    public static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw tooLarge(file.toString());
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such file; create it or correct the path", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** See {@link LarderConfig#parse}. */
    public static LarderConfig parse(String yaml, String source) {
        return parse(yaml, source, NOBODY);
    }

    /**
     * Reads the text of a file that holds the engine's settings and others.
     *
     * @throws ConfigurationException naming every problem of both
     */
    public static LarderConfig parse(String yaml, String source, Others others) {
        if (yaml.length() > MOST_BYTES) {
            throw tooLarge(source);
        }
        Problems problems = new Problems(source);
        Yaml root = YamlReader.read(yaml, problems);
        ConfigReader reader = new ConfigReader(problems);
        Mapping mapping = root == null ? null : Section.mapping(root, "", problems);
        if (root == null || mapping != null) {
            Mapping all = mapping == null ? new Mapping(Position.START, List.of()) : mapping;
            reader.larder(all, others.keys());
            List<Entry> rest = all.entries().stream()
                    .filter(entry -> others.keys().contains(entry.key()))
                    .toList();
            Set<String> engine = all.entries().stream()
                    .map(Entry::key)
                    .filter(key -> !others.keys().contains(key))
                    .collect(Collectors.toSet());
            others.read(new Mapping(all.at(), rest), engine, problems);
        }
        problems.throwIfAny();
        return reader.config.build();
    }

    /** Returns the keys by which two configurations differ; for a layer or a cache only that one does. */
    public static SortedSet<String> differences(LarderConfig one, LarderConfig other) {
        SortedSet<String> keys = new TreeSet<>();
        Settings.LARDER.stream()
                .filter(setting -> !Objects.equals(setting.show(one), setting.show(other)))
                .forEach(setting -> keys.add(setting.name()));
        if (!one.redisOptions().equals(other.redisOptions())) {
            keys.add("redis");
        }
        if (!one.layers().equals(other.layers())) {
            keys.add(Settings.LAYERS);
        }
        if (!said(one).equals(said(other))) {
            keys.add(Settings.CACHES);
        }
        return keys;
    }

    /** What is said of caches, wherever it stands. */
    private static Map<String, List<Object>> said(LarderConfig config) {
        Map<String, List<Object>> said = new TreeMap<>();
        config.caches()
                .forEach((name, settings) ->
                        said.put(name, List.of(Optional.ofNullable(settings.layer()), settings.changes())));
        return said;
    }

    /**
     * Returns whether two policies say the same of a setting.
     *
     * @param setting its name in the file
     */
    public static boolean same(String setting, CachePolicy one, CachePolicy other) {
        return Settings.POLICY.stream()
                .filter(known -> known.name().equals(setting))
                .allMatch(known -> Objects.equals(known.show(one), known.show(other)));
    }

    /** Returns the rules for fields that a text names, in its order. */
    public static List<String> named(String text) {
        return Settings.POLICY.stream()
                .filter(setting ->
                        setting.kind().equals(Kind.LIST) || setting.kind().equals(Kind.PERSONAL_DATA))
                .map(Setting::name)
                .filter(name -> index(text, name) >= 0)
                .sorted(Comparator.comparingInt(name -> index(text, name)))
                .toList();
    }

    private static int index(String text, String name) {
        Matcher matcher = Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w.-])")
                .matcher(text);
        return matcher.find() ? matcher.start() : -1;
    }

    private static ConfigurationException tooLarge(String source) {
        return new ConfigurationException(
                source + ": larger than " + Notation.bytes(MOST_BYTES) + ", the most that is read");
    }

    private void larder(Mapping mapping, List<String> others) {
        List<String> structure = Stream.concat(Stream.of(Settings.LAYERS, Settings.CACHES), others.stream())
                .toList();
        Section<LarderConfig.Builder> section = Section.read(mapping, "", Settings.LARDER, structure, problems);
        section.assignments().forEach(assignment -> assignment.apply(config));
        try {
            config.build();
        } catch (ConfigurationException e) {
            e.problems()
                    .forEach(problem ->
                            problems.add(locate(mapping, problem.settings()), problem.settings(), problem.text()));
        }
        for (Entry entry : mappings(section.structure().get(Settings.LAYERS))) {
            layer(entry);
        }
        for (Entry entry : mappings(section.structure().get(Settings.CACHES))) {
            cache(entry);
        }
    }

    private List<Entry> mappings(@Nullable Entry entry) {
        Mapping mapping = entry == null ? null : Section.mapping(entry.value(), entry.key(), problems);
        return mapping == null ? List.of() : mapping.entries();
    }

    private void layer(Entry entry) {
        Layer layer = Kind.LAYER.reader().read(entry.key());
        if (layer == null) {
            Section.unknown(entry, Settings.LAYERS, Kind.LAYER.words(), problems);
            return;
        }
        String path = Settings.LAYERS + "." + entry.key();
        Mapping mapping = Section.mapping(entry.value(), path, problems);
        if (mapping == null) {
            return;
        }
        Section<CachePolicy.Builder> section = Section.read(mapping, path, Settings.POLICY, List.of(), problems);
        try {
            config.layer(layer, new Changes(section.assignments()));
            origins(path, section);
        } catch (ConfigurationException e) {
            e.problems()
                    .forEach(problem -> problems.add(
                            locate(mapping, problem.settings()), problem.settings(), path + ": " + problem.text()));
        }
    }

    private void origins(String path, Section<?> section) {
        section.said().forEach((setting, at) -> config.origin(path + "." + setting, problems.where(at)));
    }

    private void cache(Entry entry) {
        if (!Notation.isName(entry.key())) {
            problems.add(
                    entry.at(),
                    "the name of a cache is " + Problems.quote(entry.key()) + "; use " + Notation.NAME_RULE);
            return;
        }
        String path = Settings.CACHES + "." + entry.key();
        Mapping mapping = Section.mapping(entry.value(), path, problems);
        if (mapping == null) {
            return;
        }
        Section<CachePolicy.Builder> section =
                Section.read(mapping, path, Settings.POLICY, List.of(Settings.LAYER), problems);
        Entry layerEntry = section.structure().get(Settings.LAYER);
        Layer layer = layerEntry == null ? null : layer(layerEntry, path);
        Changes changes = new Changes(section.assignments());
        config.cache(entry.key(), new CacheSettings(layer, changes, problems.where(entry.at())));
        origins(path, section);
        try {
            changes.apply(CachePolicy.of(Layer.API).toBuilder()).build();
        } catch (ConfigurationException e) {
            // What depends on the layer or on the code is checked when the cache is made.
            e.problems().stream()
                    .filter(problem -> changes.sayAll(problem.settings()))
                    .forEach(problem -> problems.add(
                            locate(mapping, problem.settings()), problem.settings(), path + ": " + problem.text()));
        }
    }

    private @Nullable Layer layer(Entry entry, String path) {
        Layer layer =
                entry.value() instanceof Scalar scalar ? Kind.LAYER.reader().read(scalar.text()) : null;
        if (layer == null) {
            Section.unreadable(entry, path, Kind.LAYER, problems);
        }
        return layer;
    }

    /** Returns where the first of the settings is said that is said at all. */
    public static Position locate(Mapping mapping, List<String> settings) {
        return settings.stream()
                .flatMap(setting ->
                        mapping.entries().stream().filter(entry -> entry.key().equals(setting)))
                .map(Entry::at)
                .findFirst()
                .orElse(mapping.at());
    }
}
