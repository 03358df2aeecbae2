package dev.larder.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Finds the text form of a key's type, or says why it has none. */
final class KeyCodecs {

    /** Final types whose {@code toString} is specified and different for different values. */
    private static final Set<Class<?>> PRINTED = Set.of(
            String.class,
            Character.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            UUID.class,
            LocalDate.class,
            Instant.class);

    private static final Set<Class<?>> PRINTED_PRIMITIVES =
            Set.of(char.class, boolean.class, byte.class, short.class, int.class, long.class);

    private KeyCodecs() {}

    static <K> KeyCodec<K> of(Class<K> type) {
        Function<Object, String> text = textOf(type, type.getTypeName(), new HashSet<>());
        return key -> {
            String encoded = text.apply(type.cast(key));
            if (!Unicode.isWellFormed(encoded)) {
                throw new IllegalArgumentException("a key of type " + type.getTypeName()
                        + " holds half of a surrogate pair, so its text could be mistaken for another one");
            }
            return encoded;
        };
    }

    /**
     * The text of any value of a type.
     *
     * @param place how to name the type to the user
     * @param within records around this type, to find one that holds itself
     */
    static Function<Object, String> textOf(Class<?> type, String place, Set<Class<?>> within) {
        if (PRINTED.contains(type) || PRINTED_PRIMITIVES.contains(type)) {
            return Object::toString;
        }
        if (type.isEnum()) {
            return value -> ((Enum<?>) value).name();
        }
        if (type.isArray()) {
            throw new IllegalArgumentException(
                    place + " cannot be a key: two arrays with the same content are not equal."
                            + " Use a String, a UUID or a record, or give a KeyCodec.");
        }
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    place + " has no known text form. Known are String, integers, UUID, enums,"
                            + " dates and records of these; for another type give a KeyCodec whose text is unique to each key.");
        }
        if (!within.add(type)) {
            throw new IllegalArgumentException(
                    place + " is a record within itself, which has no bounded text form. Give a KeyCodec.");
        }
        Function<Object, String> text = new RecordText(type, place, within);
        within.remove(type);
        return text;
    }
}
