package dev.larder.codec;

/**
 * What turns the values of a cache into bytes and back.
 *
 * <p>A serialiser is stateless and may be used by many threads at once. {@code read(write(value))} is equal to the value,
 * in this process, in another one and in a later release. {@link Serializers} has those that come with Larder.
 *
 * @param <T> type of the values
 */
public interface Serializer<T> {

    /**
     * Turns a value into bytes that the caller may keep: the serialiser neither holds nor changes them afterwards.
     *
     * @throws CodecException or another unchecked exception when the value has no form in this format
     */
    byte[] write(T value);

    /**
     * Turns bytes back into a value. The value does not share the array, which must not be changed.
     *
     * @param bytes array that holds the bytes among others
     * @param offset where they begin
     * @param length how many they are
     * @throws RuntimeException of any kind when the bytes are not of this format; the cache counts it and goes on as if
     *     there were no entry
     */
    T read(byte[] bytes, int offset, int length);

    /**
     * Short name of the format, such as {@code json}: 1 to 32 visible ASCII characters. An entry whose format has another
     * name is not read.
     */
    String format();

    /**
     * Fingerprint of the schema, the same in every process that runs the same release. An entry that was written with
     * another one is not read.
     */
    long fingerprint();
}
