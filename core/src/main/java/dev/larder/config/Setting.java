package dev.larder.config;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting: the only place where its name in the file, its notation, its method of the builder and its description
 * meet.
 *
 * @param name name in the file; a dot separates the key of a nested mapping from the keys in it
 * @param importance who has to know of it
 * @param kind notation of its values
 * @param setter sets it on the builder
 * @param getter gets it from what was built; null where another setting says it
 * @param description what it is, one sentence
 * @param <B> the builder
 * @param <R> what it builds
 * @param <T> its values
 */
public record Setting<B, R, T>(
        String name,
        Importance importance,
        Kind<T> kind,
        BiConsumer<B, T> setter,
        Getter<R, T> getter,
        String description) {

    /** Who has to know of a setting. */
    public enum Importance {
        /** Everybody. */
        ESSENTIAL,
        /** Who tunes. */
        FREQUENT,
        /** Who was told to. */
        RARE
    }

    /** Gets a value; null where another setting says it. */
    @FunctionalInterface
    public interface Getter<R, T> {
        @Nullable
        T get(R record);
    }

    /** A value that was read; applying it calls the builder. */
    public record Assignment<B, T>(Setting<B, ?, T> setting, T value) {

        /** Calls the builder. */
        public void apply(B builder) {
            setting.setter().accept(builder, value);
        }

        /** Returns {@code name: value}. */
        @Override
        public String toString() {
            return setting.name() + ": " + setting.kind().writer().apply(value);
        }
    }

    /** Reads a value; null if the text is none. */
    @Nullable
    Assignment<B, T> read(String text) {
        T value = kind.reader().read(text);
        return value == null ? null : new Assignment<>(this, value);
    }

    /** Reads the items of a list; null if it is none. */
    @Nullable
    Assignment<B, T> readItems(List<String> items) {
        Function<List<String>, T> reader = kind.items();
        return reader == null ? null : new Assignment<>(this, reader.apply(items));
    }

    /** Shows the setting's value as it is written in the file; null where another setting says it. */
    @Nullable
    public String show(R record) {
        T value = getter.get(record);
        Function<T, String> writer = kind.writer();
        return value == null ? null : writer.apply(value);
    }
}
