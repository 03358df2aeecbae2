package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * How a flight ended.
 *
 * @param <V> type of the value
 */
sealed interface Landing<V> {

    /**
     * The source answered.
     *
     * @param proven whether it is known that nothing was invalidated from the start of the load until now
     */
    record Loaded<V>(@Nullable V value, boolean proven) implements Landing<V> {}

    /** Another process had loaded it, at {@code createdMillis} of the server; Redis was asked for it at {@code sinceNanos}. */
    record Found<V>(@Nullable V value, long createdMillis, long sinceNanos) implements Landing<V> {}

    /** There is no value to be had. */
    record Failed<V>(LarderException cause) implements Landing<V> {}

    /** Something is in place that is to be read: somebody else refreshes it, or it was not looked at before. */
    record Elsewhere<V>() implements Landing<V> {}

    /** It takes longer than a lease lives: who waits should see for himself. */
    record Overdue<V>() implements Landing<V> {}
}
