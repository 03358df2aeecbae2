package dev.larder.grounds;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rows of a listing have in common. Not safe for use by several threads. */
final class Conditions {
    private final List<String> texts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** Adds that a column has a value, unless that is null. */
    Conditions equal(String column, @Nullable Object value) {
        return value == null ? this : holds(column + " = ?", value);
    }

    /** Adds that a column has the name of a constant, unless that is null. */
    Conditions equal(String column, @Nullable Enum<?> value) {
        return equal(column, value == null ? null : (Object) value.name());
    }

    /** Adds that a number is among those of a column that holds a list of them as JSON, unless that is null. */
    Conditions among(String column, @Nullable Long value) {
        return value == null
                ? this
                : holds("REPLACE(REPLACE(" + column + ", '[', ','), ']', ',') LIKE ?", "%," + value + ",%");
    }

    private Conditions holds(String text, Object value) {
        texts.add(text);
        values.add(value);
        return this;
    }

    /** The clause, with a space before it; empty if there are none. */
    String where() {
        return texts.isEmpty() ? "" : " WHERE " + String.join(" AND ", texts);
    }

    /** What to bind, in order. */
    List<Object> values() {
        return values;
    }
}
