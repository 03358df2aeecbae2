package dev.larder.codec;

import java.lang.reflect.Type;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What turns the values of a cache into bytes and back.
 *
 * <p>A serialiser is stateless and may be used by many threads at once. {@code read(write(value))} is equal to the value,
 * in this process, in another one and in a later release. {@link Serializers} has those that come with Larder.
 *
 * <p>The message of a {@link CodecException} that it throws is shown in logs and events, and so must hold no value and no part of
 * one; of other exceptions only the class is shown.
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

    /**
     * Puts the serialiser under rules for the fields of its values, once, when a cache is made. Formats that write fields
     * answer a {@link Sanitiser}, or themselves if no rule can apply to their type; others know no fields, answer
     * themselves, and refuse rules that name some.
     *
     * @param type the type of the values as the cache knows it
     * @param hash what replaces texts that are to be hashed: at least 128 bits of a keyed hash, as text; null without a
     *     secret
     * @throws IllegalArgumentException naming everything that is wrong with the rules
     */
    default Serializer<T> under(FieldRules rules, Type type, @Nullable UnaryOperator<String> hash) {
        if (rules.explicit()) {
            throw new IllegalArgumentException(
                    "drop-fields, mask-fields and hash-fields concern what is written as JSON, and"
                            + " the values are written as " + format() + "; remove them, or write the values as JSON");
        }
        if (FieldRules.annotated(type)) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has @Sensitive on a field, and the values are written as "
                            + format()
                            + ", where fields are not known; write them as JSON, or remove what is sensitive from the"
                            + " type");
        }
        if (rules.strict() && !rules.allow().contains("*")) {
            throw new IllegalArgumentException("personal-data is strict, and the values are written as " + format()
                    + ", which says nothing of what they hold; add * to allow-fields, or write them as JSON");
        }
        return this;
    }
}
