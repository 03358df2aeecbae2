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

    /** Returns a value, or null for none. */
    static <V> Loaded<V> value(@Nullable V value) {
        return new Value<>(value);
    }

    /** Returns that the previous value still holds. */
    static <V> Loaded<V> unchanged() {
        return new Unchanged<>();
    }
}
