package dev.larder.codec;

import java.util.List;

/**
 * A serialiser that has rules for the fields of its values. Its {@code write} takes values that the rules were applied to
 * before; what was not written by it does not have its fingerprint.
 *
 * @param <T> type of the values
 */
public interface Sanitiser<T> extends Serializer<T> {

    /**
     * Applies the rules to a value from outside.
     *
     * @throws CodecException or another unchecked exception when the value cannot be written or read back under the rules;
     *     no message shows a part of it
     */
    Sanitised<T> sanitise(T value);

    /**
     * Returns the paths of the fields that are dropped because of nothing but their names, as far as the type shows them; a field
     * that can be reached in several ways may be there once.
     */
    default List<String> droppedByName() {
        return List.of();
    }

    /**
     * A value after the rules.
     *
     * @param value what {@code read} makes of the bytes, or the given value itself if the rules changed nothing in it
     * @param bytes its form; not to be changed
     * @param <T> type of the value
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sanitised<T>(T value, byte[] bytes) {}
}
