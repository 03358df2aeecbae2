package dev.larder.config;

import dev.larder.config.Yaml.Entry;
import dev.larder.config.Yaml.Mapping;
import dev.larder.config.Yaml.Position;
import dev.larder.config.Yaml.Scalar;
import dev.larder.config.Yaml.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the one document of a file into a tree with positions. Settings are plain trees: anchors, aliases, tags, keys
 * that are no text, keys given twice, further documents and deep nesting are problems, so that no input expands.
 */
final class YamlReader {

    private static final int DEEPEST = 16;
    private static final Set<String> NULLS = Set.of("", "~", "null");

    private final Problems problems;
    private final Iterator<Event> events;
    private int depth;
    private Position reached = Position.START;

    private YamlReader(String text, Problems problems) {
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder().build();
        events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /**
     * Reads the text.
     *
     * @return the tree, or null if the text holds none
     * @throws dev.larder.ConfigurationException if it is not YAML, as then no more can be said of it
     */
    static @Nullable Yaml read(String text, Problems problems) {
        try {
            return new YamlReader(text, problems).document();
        } catch (MarkedYamlEngineException e) {
            throw problems.last(position(e.getProblemMark().or(e::getContextMark)), "not YAML: " + reason(e), e);
        } catch (ReaderException e) {
            throw problems.last(
                    positionOf(text, e.getPosition()),
                    "not YAML: the character U+%04X cannot be in a file".formatted(e.getCodePoint()),
                    e);
        } catch (YamlEngineException e) {
            throw problems.last(Position.START, "not YAML: " + e.getMessage(), e);
        }
    }

    private static String reason(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        String context = e.getContext();
        if (problem == null || context == null) {
            return String.valueOf(problem == null ? context : problem);
        }
        return problem + " " + context;
    }

    private @Nullable Yaml document() {
        Yaml root = null;
        int documents = 0;
        for (Event event = next(); event.getEventId() != Event.ID.StreamEnd; event = next()) {
            if (event.getEventId() == Event.ID.DocumentStart) {
                documents++;
                if (documents == 2) {
                    problems.add(position(event.getStartMark()), "a second document; keep one, the file has only one");
                }
            } else if (event instanceof NodeEvent node) {
                Yaml read = node(node);
                root = documents == 1 ? read : root;
            }
        }
        return root;
    }

    /** Returns the next event; nesting ends here, as the parser's time grows with its square. */
    private Event next() {
        Event event;
        try {
            event = events.next();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The parser itself fails at escapes that are cut off or too large.
            throw problems.last(reached, "not YAML: what follows holds an escape that cannot be read", e);
        }
        reached = position(event.getEndMark());
        if (event instanceof CollectionStartEvent) {
            depth++;
        } else if (event instanceof CollectionEndEvent) {
            depth--;
        }
        if (depth > DEEPEST) {
            throw problems.last(
                    position(event.getStartMark()), "nested deeper than " + DEEPEST + " levels; no setting is", null);
        }
        return event;
    }

    /** Reads the node that begins with the event; null if it is a problem by itself. */
    private @Nullable Yaml node(NodeEvent event) {
        Position at = position(event.getStartMark());
        if (event instanceof AliasEvent) {
            problems.add(at, "an alias (*); aliases are not supported, write the value out");
            return null;
        }
        if (event.getAnchor().isPresent()) {
            problems.add(at, "an anchor (&); anchors are not supported, remove it");
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), at);
            return new Scalar(at, scalar.getValue(), scalar.isPlain() && NULLS.contains(scalar.getValue()));
        }
        CollectionStartEvent collection = (CollectionStartEvent) event;
        refuseTag(collection.getTag(), at);
        if (collection instanceof MappingStartEvent) {
            return mapping(at);
        }
        return sequence(at);
    }

    private Sequence sequence(Position at) {
        List<Yaml> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            Yaml item = node((NodeEvent) event);
            if (item != null) {
                items.add(item);
            }
        }
        return new Sequence(at, items);
    }

    private Mapping mapping(Position at) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Position> seen = new HashMap<>();
        Event event = next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            Position keyAt = position(event.getStartMark());
            Scalar key = key((NodeEvent) event, keyAt);
            Yaml value = node((NodeEvent) next());
            event = next();
            if (key != null) {
                Position first = seen.putIfAbsent(key.text(), keyAt);
                if (first != null) {
                    problems.add(
                            keyAt,
                            "duplicate key " + Problems.quote(key.text()) + ", given before at " + first.line() + ":"
                                    + first.column() + "; remove one");
                } else if (value != null) {
                    entries.add(new Entry(keyAt, key.text(), value));
                }
            }
        }
        return new Mapping(at, entries);
    }

    private @Nullable Scalar key(NodeEvent event, Position at) {
        if (event instanceof CollectionStartEvent) {
            problems.add(at, "a mapping or a list as a key; keys have to be text");
            skip();
            return null;
        }
        return node(event) instanceof Scalar scalar ? scalar : null;
    }

    /** Skips the rest of a collection whose start was read. */
    private void skip() {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    private void refuseTag(Optional<String> tag, Position at) {
        tag.ifPresent(
                name -> problems.add(at, "a tag (" + Problems.quote(name) + "); tags are not supported, remove it"));
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
    }

    private static Position positionOf(String text, int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        String before = text.substring(0, end);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, end - before.lastIndexOf('\n'));
    }
}
