package dev.larder.session;

import static java.util.Objects.requireNonNull;

import dev.larder.codec.CodecException;
import dev.larder.codec.Serializer;
import dev.larder.codec.Serializers;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The form of values: a byte that says which, then text as UTF-8, bytes as they are, or JSON. Says nothing of classes. */
final class Values {

    private static final byte TEXT = 't';
    private static final byte BYTES = 'b';
    private static final byte JSON = 'j';

    private final int maxBytes;
    private final Map<Type, Serializer<Object>> json = new ConcurrentHashMap<>();

    Values(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Returns the type that a value has by itself. */
    static Type typeOf(Object value) {
        return value instanceof Enum<?> constant
                ? constant.getDeclaringClass()
                : requireNonNull(value, "value").getClass();
    }

    /**
     * Encodes a value.
     *
     * @throws AttributeRefusedException if JSON could not bring it back, or it is too large
     */
    byte[] encode(String name, Object value, Type type) {
        byte kind = kind(type);
        byte[] payload;
        try {
            payload = serializer(kind, type).write(value);
        } catch (CodecException | IllegalArgumentException e) {
            throw new AttributeRefusedException(
                    "a " + type.getTypeName() + " cannot be an attribute (" + name + "): " + e.getMessage(), e);
        } catch (RuntimeException e) { // a getter of the value threw, whose message may show something of it
            throw new AttributeRefusedException(
                    "a " + type.getTypeName() + " cannot be an attribute (" + name + "): writing it threw "
                            + e.getClass().getName(),
                    null);
        }
        if (payload.length > maxBytes) {
            throw new AttributeRefusedException(
                    "the attribute " + name + " takes " + payload.length + " bytes, and max-attribute-bytes is "
                            + maxBytes + "; store less, such as an ID of what lies elsewhere, or raise it",
                    null);
        }
        byte[] plain = new byte[payload.length + 1];
        plain[0] = kind;
        System.arraycopy(payload, 0, plain, 1, payload.length);
        return plain;
    }

    /**
     * Decodes a value; null if it is none of the type.
     *
     * @throws IllegalArgumentException if JSON can bring no value of the type back
     */
    @Nullable
    Object decode(byte[] plain, Type type) {
        byte kind = kind(type);
        Serializer<?> serializer = serializer(kind, type);
        if (plain.length == 0 || plain[0] != kind) {
            return null;
        }
        try {
            return serializer.read(plain, 1, plain.length - 1);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static byte kind(Type type) {
        return type == String.class ? TEXT : type == byte[].class ? BYTES : JSON;
    }

    @SuppressWarnings("unchecked") // a serialiser is asked for values of its own type only
    private Serializer<Object> serializer(byte kind, Type type) {
        Serializer<?> serializer = switch (kind) {
            case TEXT -> Serializers.text();
            case BYTES -> Serializers.bytes();
            default -> jsonOf(type);
        };
        return (Serializer<Object>) serializer;
    }

    @SuppressWarnings("unchecked")
    private Serializer<Object> jsonOf(Type type) {
        Serializer<Object> known = json.get(type);
        return known == null
                ? json.computeIfAbsent(type, unknown -> (Serializer<Object>) Serializers.json(unknown))
                : known;
    }
}
