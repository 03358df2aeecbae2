package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * A value as it may be stored and answered: the rules of its cache were applied, if it has any. Made by {@link Payloads} alone.
 *
 * @param value null for "nothing is there"
 * @param bytes its form if that is known already, or null
 * @param <V> type of the value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Clean<V>(@Nullable V value, byte @Nullable [] bytes) {}
