package dev.larder.codec;

import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.JavaType;

/** What the values of a type are made of, as they are stored. Texts say what alone tells one shape from another. */
sealed interface Shape {

    /** Nothing inside that could change: a number, a text, a date, a constant. */
    record Leaf(String text) implements Shape {}

    /** Values of other types: a list, a map, an array. */
    record Content(String text, List<JavaType> parts) implements Shape {}

    /** One of several types, each known by a name. */
    record Choice(String text, SortedMap<String, JavaType> types) implements Shape {}

    /**
     * Properties, in the order of their names.
     *
     * @param order their order where they are stored without names, as an array
     * @param positional whether they always are
     */
    record Bean(String text, List<Property> properties, String order, boolean positional) implements Shape {}

    /**
     * One property.
     *
     * @param name as it is stored
     * @param aliases other names under which it is read
     * @param text how it is stored, apart from its type
     * @param types its type, and others that it may have
     * @param optional whether it may be missing
     * @param positional whether beans in it are stored as arrays, up to their own properties
     */
    record Property(
            String name,
            List<String> aliases,
            String text,
            List<JavaType> types,
            boolean optional,
            boolean positional) {}

    /** Finds the shape of a type. */
    interface Finder {

        /** Looks at one type; throws if it cannot be stored. */
        Shape find(JavaType type);

        /** Looks at one of the types that were found as a choice. */
        Shape findChosen(JavaType type);
    }

    /** How a class is named in texts: those of Java in full, others without package, which may change. */
    static String name(Class<?> type) {
        return type.isPrimitive() || type.getName().startsWith("java.") ? type.getName() : type.getSimpleName();
    }
}
