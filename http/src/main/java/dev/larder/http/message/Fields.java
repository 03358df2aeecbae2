package dev.larder.http.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message in their order (RFC 9110, section 5): names without regard to case, a name may come several times.
 *
 * <p>Immutable. Names are tokens, values hold no control character but the tab; what else comes from the network is to be refused
 * before it gets here.
 */
public final class Fields implements Iterable<Field> {

    /** No fields. */
    public static final Fields NONE = new Fields(List.of());

    private final List<Field> lines;

    private Fields(List<Field> lines) {
        this.lines = lines;
    }

    /**
     * Makes fields of names and values in turn.
     *
     * @throws IllegalArgumentException if a name is no token, a value holds control characters, or a value is missing
     */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values have to come in pairs");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Begins with no fields. */
    public static Builder builder() {
        return new Builder(new ArrayList<>());
    }

    /** Begins with these. */
    public Builder toBuilder() {
        return new Builder(new ArrayList<>(lines));
    }

    /** Returns the value of the first line of this name, or null. */
    public @Nullable String first(String name) {
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return line.value();
            }
        }
        return null;
    }

    /** Returns the values of all lines of this name, in their order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                values.add(line.value());
            }
        }
        return values;
    }

    /** Returns the lines of this name as one value, with commas between (RFC 9110, section 5.3); null if there is none. */
    public @Nullable String combined(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** Returns whether there is a line of this name. */
    public boolean has(String name) {
        return first(name) != null;
    }

    /** Returns the names, in lower case and in order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        lines.forEach(line -> names.add(line.name().toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Returns these with one line of this name in place of all that were there. */
    public Fields with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    /** Returns these without the lines of these names. */
    public Fields without(String... names) {
        return without(Arrays.asList(names));
    }

    /** Returns these without the lines of these names. */
    public Fields without(Collection<String> names) {
        Builder builder = toBuilder();
        names.forEach(builder::remove);
        return builder.build();
    }

    /** Returns the number of lines. */
    public int size() {
        return lines.size();
    }

    /** Returns the lines. */
    public List<Field> lines() {
        return lines;
    }

    @Override
    public Iterator<Field> iterator() {
        return lines.iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fields fields && fields.lines.equals(lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    /** Shows the names only. */
    @Override
    public String toString() {
        return "Fields" + names();
    }

    /** Makes fields. Not thread-safe. */
    public static final class Builder {
        private final List<Field> lines;

        private Builder(List<Field> lines) {
            this.lines = lines;
        }

        /**
         * Adds a line.
         *
         * @throws IllegalArgumentException if the name is no token, or the value holds control characters
         */
        public Builder add(String name, String value) {
            if (!Syntax.isToken(name)) {
                throw new IllegalArgumentException("the name of a field is no token");
            }
            if (!Syntax.isFieldValue(value)) {
                throw new IllegalArgumentException("the value of the field " + name + " holds control characters");
            }
            lines.add(new Field(name, value.strip()));
            return this;
        }

        /** Adds a line in place of all of this name. */
        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        /** Takes the lines of this name away. */
        public Builder remove(String name) {
            lines.removeIf(line -> line.name().equalsIgnoreCase(name));
            return this;
        }

        /** Builds. */
        public Fields build() {
            return new Fields(List.copyOf(lines));
        }
    }
}
