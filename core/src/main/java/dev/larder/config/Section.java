package dev.larder.config;

import dev.larder.config.Setting.Assignment;
import dev.larder.config.Yaml.Entry;
import dev.larder.config.Yaml.Mapping;
import dev.larder.config.Yaml.Position;
import dev.larder.config.Yaml.Scalar;
import dev.larder.config.Yaml.Sequence;
import dev.larder.words.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, read against a table of settings.
 *
 * @param assignments the settings that could be read
 * @param said where each of them was said, by its name
 * @param structure the entries that are no settings, by key
 * @param <B> the builder of the settings
 */
public record Section<B>(List<Assignment<B, ?>> assignments, Map<String, Position> said, Map<String, Entry> structure) {

    /**
     * Reads a mapping; what is wrong in it is added to the problems.
     *
     * @param path where the mapping is, by its keys; empty for the whole file
     * @param table the settings that it may hold
     * @param structure further keys that it may hold
     */
    public static <B> Section<B> read(
            Mapping mapping,
            String path,
            List<? extends Setting<B, ?, ?>> table,
            List<String> structure,
            Problems problems) {
        Section<B> section = new Section<>(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        new Reader<>(section, table, structure, problems).read(mapping, path, "");
        return section;
    }

    /** Returns the value as a mapping, an empty one if nothing was written; null, and a problem, if it is none. */
    public static @Nullable Mapping mapping(Yaml value, String path, Problems problems) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        if (value instanceof Scalar scalar && scalar.empty()) {
            return new Mapping(scalar.at(), List.of());
        }
        problems.add(
                value.at(),
                (path.isEmpty() ? "the file" : path) + " is " + value.what()
                        + ", but has to be a mapping of keys and values");
        return null;
    }

    /** Adds the problem of a key that is none of those known. */
    public static void unknown(Entry entry, String path, List<String> known, Problems problems) {
        String nearest = Nearest.of(entry.key(), known);
        problems.add(
                entry.at(),
                "unknown key " + Problems.quote(entry.key()) + in(path) + "; "
                        + (nearest == null
                                ? "known are " + String.join(", ", known)
                                : "did you mean '" + nearest + "'?"));
    }

    /** Adds the problem of a value that is not of its kind. */
    public static void unreadable(Entry entry, String path, Kind<?> kind, Problems problems) {
        String text = entry.value() instanceof Scalar scalar ? scalar.text() : "";
        String nearest = Nearest.of(text.strip().split("\\s", 2)[0], kind.words());
        String what = kind.secret() && !text.isEmpty()
                ? "something else"
                : entry.value().what();
        problems.add(
                entry.value().at(),
                entry.key() + in(path) + " is " + what + ", but has to be " + kind.allowed()
                        + (nearest == null || nearest.equals(text) ? "" : "; did you mean '" + nearest + "'?"));
    }

    private static String in(String path) {
        return path.isEmpty() ? "" : " in " + path;
    }

    private record Reader<B>(
            Section<B> section, List<? extends Setting<B, ?, ?>> table, List<String> structure, Problems problems) {

        /** Reads the keys whose names in the table begin with the prefix. */
        void read(Mapping mapping, String path, String prefix) {
            for (Entry entry : mapping.entries()) {
                String name = prefix + entry.key();
                Setting<B, ?, ?> setting = entry.key().contains(".") ? null : find(name);
                if (prefix.isEmpty() && structure.contains(entry.key())) {
                    section.structure.put(entry.key(), entry);
                } else if (setting == null
                        && !entry.key().contains(".")
                        && !known(name + ".").isEmpty()) {
                    Mapping inner = mapping(entry.value(), entry.key() + in(path), problems);
                    if (inner != null) {
                        read(inner, path.isEmpty() ? name : path + "." + entry.key(), name + ".");
                    }
                } else if (setting == null) {
                    unknown(entry, path, known(prefix), problems);
                } else if (entry.value() instanceof Mapping inner
                        && !known(name + ".").isEmpty()) {
                    nested(setting, inner, path.isEmpty() ? name : path + "." + name, name + ".");
                } else {
                    value(entry, path, setting);
                }
            }
        }

        /** Reads a mapping inside of a setting: what is beside it, or one of its alternatives if it can be off. */
        private void nested(Setting<B, ?, ?> outer, Mapping mapping, String path, String prefix) {
            if (Kind.OFF.equals(outer.kind()) && mapping.entries().size() != 1) {
                problems.add(
                        mapping.at(),
                        path + " has " + mapping.entries().size() + " keys, but has to have one of "
                                + String.join(", ", known(prefix)));
            }
            read(mapping, path, prefix);
        }

        private void value(Entry entry, String path, Setting<B, ?, ?> setting) {
            Assignment<B, ?> assignment = null;
            if (entry.value() instanceof Scalar scalar && !scalar.empty()) {
                assignment = setting.read(scalar.text());
            } else if (entry.value() instanceof Sequence sequence
                    && setting.kind().items() != null) {
                List<String> items = items(sequence, entry.key() + in(path));
                if (items == null) {
                    return;
                }
                assignment = setting.readItems(items);
            }
            if (assignment == null) {
                unreadable(entry, path, setting.kind(), problems);
            } else {
                section.assignments.add(assignment);
                section.said.put(setting.name(), entry.at());
            }
        }

        /** The items of a list, each as it stands; null, and problems, if one is no text. */
        private @Nullable List<String> items(Sequence sequence, String what) {
            List<String> items = new ArrayList<>();
            for (Yaml item : sequence.items()) {
                if (item instanceof Scalar scalar
                        && !scalar.empty()
                        && !scalar.text().isBlank()) {
                    items.add(scalar.text().strip());
                } else {
                    problems.add(
                            item.at(),
                            "an item of " + what + " is " + (item instanceof Scalar ? "empty" : item.what())
                                    + ", but has to be text");
                }
            }
            return items.size() == sequence.items().size() ? items : null;
        }

        private @Nullable Setting<B, ?, ?> find(String name) {
            for (Setting<B, ?, ?> setting : table) {
                if (setting.name().equals(name)) {
                    return setting;
                }
            }
            return null;
        }

        /** The keys known in a mapping. */
        private List<String> known(String prefix) {
            Stream<String> settings = table.stream()
                    .map(Setting::name)
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .map(name -> name.split("\\.", 2)[0])
                    .distinct();
            return Stream.concat(prefix.isEmpty() ? structure.stream() : Stream.of(), settings)
                    .toList();
        }
    }
}
