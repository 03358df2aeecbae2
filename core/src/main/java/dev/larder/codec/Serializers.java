package dev.larder.codec;

import java.lang.reflect.Type;

/**
 * The serialisers that come with Larder.
 *
 * <p>{@code json} is the one for everything: records, beans, generics, enums by name, {@code java.time} with its offset and
 * zone. It is compact and deterministic: properties have a fixed order, collections and maps keep the order of the value, so that a
 * value comes back in the order in which it was stored. Properties that the type does not have are ignored, so an entry
 * of a newer release that added one can be read; everything else is strict, including what follows the value.
 * No byte ever decides which class is loaded: subtypes need names that the type itself declares
 * ({@code @JsonTypeInfo(use = NAME)} with {@code @JsonSubTypes}); class names are refused.
 *
 * <p>Types of which a part would come back as something else, at any depth, are refused by an {@code IllegalArgumentException}
 * that names the way to it: {@code Object} and others that do not say which class to make, abstract ones without one, enums
 * by position. The cache that is made with such a type throws its {@code ConfigurationException}.
 */
public final class Serializers {

    private static final Serializer<byte[]> BYTES = new BytesSerializer();
    private static final Serializer<String> TEXT = new TextSerializer();

    private Serializers() {}

    /**
     * JSON of a type without type parameters, within {@link JsonLimits#DEFAULT}.
     *
     * @throws IllegalArgumentException for a type that cannot be read back from JSON alone, such as {@code Object} or a
     *     class that has type parameters
     */
    public static <T> Serializer<T> json(Class<T> type) {
        return JsonSerializer.of(JsonEncoding.JSON, type, JsonLimits.DEFAULT);
    }

    /** JSON of a type with type arguments, within {@link JsonLimits#DEFAULT}. */
    public static <T> Serializer<T> json(TypeRef<T> type) {
        return JsonSerializer.of(JsonEncoding.JSON, type.type(), JsonLimits.DEFAULT);
    }

    /** JSON of a type with type arguments, within own limits. */
    public static <T> Serializer<T> json(TypeRef<T> type, JsonLimits limits) {
        return JsonSerializer.of(JsonEncoding.JSON, type.type(), limits);
    }

    /** JSON of a type that is known at run time only, within {@link JsonLimits#DEFAULT}. */
    public static Serializer<?> json(Type type) {
        return JsonSerializer.of(JsonEncoding.JSON, type, JsonLimits.DEFAULT);
    }

    /**
     * CBOR (RFC 8949) of a type without type parameters, within {@link JsonLimits#DEFAULT}: the same as JSON in fewer bytes,
     * where most are numbers or byte arrays.
     *
     * @throws IllegalArgumentException for a type that cannot be read back, as with JSON
     * @throws IllegalStateException if {@code tools.jackson.dataformat:jackson-dataformat-cbor} is not there, which an
     *     application that uses CBOR adds
     */
    public static <T> Serializer<T> cbor(Class<T> type) {
        return JsonSerializer.of(JsonEncoding.CBOR, type, JsonLimits.DEFAULT);
    }

    /** CBOR of a type with type arguments, within {@link JsonLimits#DEFAULT}. */
    public static <T> Serializer<T> cbor(TypeRef<T> type) {
        return JsonSerializer.of(JsonEncoding.CBOR, type.type(), JsonLimits.DEFAULT);
    }

    /** CBOR of a type with type arguments, within own limits. */
    public static <T> Serializer<T> cbor(TypeRef<T> type, JsonLimits limits) {
        return JsonSerializer.of(JsonEncoding.CBOR, type.type(), limits);
    }

    /** The bytes themselves. Both ways copy them, so a caller that changes its array does not change what is cached. */
    public static Serializer<byte[]> bytes() {
        return BYTES;
    }

    /** UTF-8. Text with half of a surrogate pair is refused, and so are bytes that are not UTF-8. */
    public static Serializer<String> text() {
        return TEXT;
    }
}
