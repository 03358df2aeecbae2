package dev.larder.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.InvalidDefinitionException;

/** Values of one type as JSON or in another encoding of the same, with reader and writer built beforehand. */
final class JsonSerializer<T> implements Serializer<T> {

    private final JsonEncoding encoding;
    private final Type type;
    private final JsonLimits limits;
    private final ObjectMapper mapper;
    private final JavaType javaType;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Schema schema;

    private JsonSerializer(JsonEncoding encoding, Type type, JsonLimits limits) {
        this.mapper = encoding.within(limits);
        this.javaType = mapper.constructType(type);
        this.encoding = encoding;
        this.type = type;
        this.limits = limits;
        this.schema = schema(encoding, mapper, javaType);
        this.reader = mapper.readerFor(javaType);
        this.writer = mapper.writerFor(javaType);
    }

    static <T> Serializer<T> of(JsonEncoding encoding, Type type, JsonLimits limits) {
        requireReadable(type, type);
        return new JsonSerializer<>(encoding, type, limits);
    }

    private static Schema schema(JsonEncoding encoding, ObjectMapper mapper, JavaType type) {
        try {
            Schema schema = Schema.of(encoding.format(), type, new JacksonShapes(mapper));
            String unreadable = Unreadable.in(mapper, type);
            if (!unreadable.isEmpty()) {
                throw new IllegalArgumentException(
                        encoding + " cannot bring back a " + type.toCanonical() + ": " + unreadable);
            }
            return schema;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    type.getRawClass().getTypeName() + " cannot be stored as " + encoding + ": "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** Refuses what JSON alone cannot bring back: the reader would answer maps and lists of something else. */
    private static void requireReadable(Type part, Type whole) {
        if (part == Object.class || part instanceof TypeVariable || part instanceof WildcardType) {
            throw new IllegalArgumentException("JSON cannot bring back a " + whole.getTypeName() + ": "
                    + part.getTypeName() + " does not say which class to make. " + Unreadable.REMEDY);
        }
        if (part instanceof Class<?> raw && raw.getTypeParameters().length > 0) {
            throw new IllegalArgumentException("JSON cannot bring back a " + whole.getTypeName() + ": "
                    + raw.getName() + " is without its type arguments. Give them by new TypeRef<"
                    + raw.getSimpleName() + "<...>>() {}.");
        }
        if (part instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                requireReadable(argument, whole);
            }
        }
    }

    @Override
    public byte[] write(T value) {
        Objects.requireNonNull(value, "value");
        byte[] bytes;
        try {
            bytes = writer.writeValueAsBytes(value);
        } catch (BoundedNumbers.TooLong e) {
            throw new CodecException(
                    "a " + type.getTypeName() + " cannot be written as " + encoding + ": " + e.getOriginalMessage(),
                    null);
        } catch (JacksonException e) {
            throw new CodecException("a " + type.getTypeName() + " cannot be written as " + encoding + where(e), e);
        }
        bytes = schema.before(bytes);
        if (bytes.length > limits.maxDocumentLength()) {
            throw tooLong("a " + type.getTypeName() + " takes ", bytes.length);
        }
        return bytes;
    }

    @Override
    public T read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > limits.maxDocumentLength()) {
            throw tooLong("the " + encoding + " of a " + type.getTypeName() + " has ", length);
        }
        int options = schema.skip(bytes, offset, length);
        T value;
        try {
            value = reader.readValue(bytes, offset + options, length - options);
        } catch (JacksonException e) {
            throw new CodecException(
                    length + " bytes are not the " + encoding + " of a " + type.getTypeName() + ": "
                            + e.getClass().getSimpleName() + where(e),
                    // Only what is wrong with the type: other messages may show a part of the value.
                    e instanceof InvalidDefinitionException ? e : null);
        }
        if (value == null && javaType.hasRawClass(JsonNode.class)) {
            @SuppressWarnings("unchecked")
            T tree = (T) mapper.nullNode();
            return tree;
        }
        if (value == null) {
            throw new CodecException("the " + encoding + " of a " + type.getTypeName() + " is null", null);
        }
        return value;
    }

    @Override
    public Serializer<T> under(FieldRules rules, Type declared, @Nullable UnaryOperator<String> hash) {
        return SanitisingSerializer.of(this, mapper, javaType, schema, limits, rules, hash);
    }

    private CodecException tooLong(String what, int length) {
        return new CodecException(
                what + length + " bytes, and JsonLimits.maxDocumentLength is " + limits.maxDocumentLength(), null);
    }

    private static String where(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getByteOffset() < 0 ? "" : " at byte " + location.getByteOffset();
    }

    @Override
    public String format() {
        return encoding.format();
    }

    @Override
    public long fingerprint() {
        return schema.fingerprint();
    }
}
