package dev.larder.codec;

import dev.larder.codec.Shape.Bean;
import dev.larder.codec.Shape.Choice;
import dev.larder.codec.Shape.Content;
import dev.larder.codec.Shape.Leaf;
import dev.larder.codec.Shape.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.ResolvedRecursiveType;

/**
 * The structure of a type as a text, down to its leaves. Whatever is met again is a number, so that types may hold
 * themselves; optional properties stay out of it unless they are asked for, or are known by their position.
 */
final class Structure {

    /** Types in types, beyond which something makes a new type at each step. */
    private static final int MOST_DEPTH = 200;

    /** Steps of a search for optional properties; a type that takes more is compared as a whole. */
    private static final int MOST_STEPS = 5_000;

    /**
     * A type, once by itself, and once as one that was chosen by its name; and whether beans are arrays here, because a
     * property around it says so.
     */
    private record Part(JavaType type, boolean chosen, boolean positional) {

        static Part of(JavaType type, Property property) {
            return new Part(followed(type), false, property.positional());
        }

        Part inner(JavaType inner, boolean chosenByName) {
            return new Part(followed(inner), chosenByName, positional);
        }

        private static JavaType followed(JavaType type) {
            return type instanceof ResolvedRecursiveType recursive ? recursive.getSelfReferencedType() : type;
        }
    }

    /**
     * An optional property.
     *
     * @param text its structure
     * @param around the way to the optional property that it is in; null if it is in none
     * @param holder whether it is an {@code Optional} or one of its like, which is never null
     */
    record Option(String text, @Nullable String around, boolean holder) {}

    private final Map<Part, Shape> shapes = new HashMap<>();
    private final Shape.Finder finder;

    Structure(Shape.Finder finder) {
        this.finder = finder;
    }

    private Shape shape(Part part) {
        Shape known = shapes.get(part);
        if (known == null) {
            known = part.chosen() ? finder.findChosen(part.type()) : finder.find(part.type());
            shapes.put(part, known);
        }
        return known;
    }

    /** The structure of a type, with or without optional properties. */
    String describe(JavaType type, boolean whole) {
        return describe(new Part(type, false, false), whole);
    }

    private String describe(Part part, boolean whole) {
        StringBuilder text = new StringBuilder();
        describe(part, whole, text, new HashMap<>(), 0);
        return text.toString();
    }

    private void describe(Part part, boolean whole, StringBuilder text, Map<Part, Integer> met, int depth) {
        Shape shape = shape(part);
        if (shape instanceof Leaf leaf) {
            text.append(leaf.text());
            return;
        }
        Integer before = met.putIfAbsent(part, met.size());
        if (before != null) {
            text.append('#').append(before.intValue());
            return;
        }
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException(
                    part.type().getRawClass().getTypeName() + " holds other types without end; more than " + MOST_DEPTH
                            + " within each other are not followed");
        }
        if (shape instanceof Content content) {
            text.append(content.text()).append('<');
            for (JavaType inner : content.parts()) {
                describe(part.inner(inner, false), whole, text, met, depth + 1);
                text.append(';');
            }
            text.append('>');
        } else if (shape instanceof Choice choice) {
            text.append(choice.text()).append('(');
            choice.types().forEach((name, chosen) -> {
                text.append(name).append('=');
                describe(part.inner(chosen, true), whole, text, met, depth + 1);
                text.append(';');
            });
            text.append(')');
        } else if (shape instanceof Bean bean) {
            boolean positional = part.positional() || bean.positional();
            text.append(bean.text()).append(positional ? "[" + bean.order() + "]{" : "{");
            for (Property property : bean.properties()) {
                if (whole || positional || !property.optional()) {
                    describe(property, whole, text, met, depth);
                }
            }
            text.append('}');
        }
    }

    private void describe(Property property, boolean whole, StringBuilder text, Map<Part, Integer> met, int depth) {
        text.append(property.name()).append(property.optional() ? "?:" : ":").append(property.text());
        for (JavaType inner : property.types()) {
            describe(Part.of(inner, property), whole, text, met, depth + 1);
            text.append(';');
        }
    }

    /**
     * The optional properties in a type, by the names on the way to them, each with its structure; or null if there are too many
     * ways.
     */
    @Nullable
    SortedMap<String, Option> options(JavaType type) {
        Search search = new Search();
        search.look("", null, new Part(type, false, false), List.of());
        return search.steps >= MOST_STEPS ? null : search.found;
    }

    /** Follows each way, but none through the same object twice. */
    private final class Search {
        final SortedMap<String, Option> found = new TreeMap<>();
        int steps;

        void look(String path, @Nullable String around, Part part, List<Part> within) {
            Shape shape = shape(part);
            if (shape instanceof Leaf || within.contains(part) || ++steps >= MOST_STEPS) {
                return;
            }
            if (within.size() > MOST_DEPTH) {
                steps = MOST_STEPS;
                return;
            }
            List<Part> inside = new ArrayList<>(within);
            inside.add(part);
            if (shape instanceof Content content) {
                content.parts().forEach(inner -> look(path, around, part.inner(inner, false), inside));
            } else if (shape instanceof Choice choice) {
                choice.types()
                        .forEach((name, chosen) -> look(path + '|' + name, around, part.inner(chosen, true), inside));
            } else if (shape instanceof Bean bean) {
                boolean positional = part.positional() || bean.positional();
                bean.properties().forEach(property -> look(path, around, property, positional, inside));
            }
        }

        private void look(
                String path, @Nullable String around, Property property, boolean positional, List<Part> inside) {
            String here = path + '.' + property.name();
            boolean listed = property.optional() && !positional;
            if (listed) {
                StringBuilder text = new StringBuilder(property.text());
                property.types()
                        .forEach(inner -> text.append(describe(Part.of(content(inner), property), false))
                                .append(';'));
                boolean holder = property.types().stream().anyMatch(inner -> Nullness.isOptional(inner.getRawClass()));
                Option option = new Option(text.toString(), around, holder);
                found.put(here, option);
                property.aliases().forEach(alias -> found.put(path + '.' + alias, option));
            }
            property.types().forEach(inner -> look(here, listed ? here : around, Part.of(inner, property), inside));
        }
    }

    /** An {@code Optional} of something is stored as that something is. */
    private static JavaType content(JavaType type) {
        return type.getRawClass() == java.util.Optional.class ? type.getContentType() : type;
    }
}
