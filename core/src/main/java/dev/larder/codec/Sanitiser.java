package dev.larder.codec;

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
     * A value after the rules.
     *
     * @param value what {@code read} makes of the bytes, or the given value itself if the rules changed nothing in it
     * @param bytes its form; not to be changed
     * @param <T> type of the value
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sanitised<T>(T value, byte[] bytes) {}
}
