package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * What a conditional load found.
 *
 * @param <V> type of the value
 */
public sealed interface Loaded<V> {

    /** A value, or null if the source has none. */
    record Value<V>(@Nullable V value) implements Loaded<V> {}

    /** The previous value is still the right one. */
    record Unchanged<V>() implements Loaded<V> {}

    /** A value, or null, for those who wait for it now, in this process: it is not stored, and what is in place stays there. */
    record Unstored<V>(@Nullable V value) implements Loaded<V> {}

    /** Returns a value, or null for none. */
    static <V> Loaded<V> value(@Nullable V value) {
        return new Value<>(value);
    }

    /** Returns a value, or null, that answers those who wait for it now and says nothing about what is stored. */
    static <V> Loaded<V> unstored(@Nullable V value) {
        return new Unstored<>(value);
    }

    /** Returns that the previous value still holds. */
    static <V> Loaded<V> unchanged() {
        return new Unchanged<>();
    }
}
