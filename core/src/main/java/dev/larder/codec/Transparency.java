package dev.larder.codec;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.ser.jackson.JsonValueSerializer;
import tools.jackson.databind.ser.jackson.RawSerializer;
import tools.jackson.databind.ser.std.StdConvertingSerializer;

/**
 * Whether what a serialiser says of its values can be believed. Only Jackson's own say all that they write; raw JSON, which they
 * call a text, may hold anything.
 */
final class Transparency {

    private static final String JACKSON = "tools.jackson.";

    private final SerializationContext context;
    private final Set<JavaType> asked = new HashSet<>();

    Transparency(SerializationContext context) {
        this.context = context;
    }

    /** Whether a serialiser, and those that it leaves the writing to, show what they write. */
    boolean shows(JsonFormatVisitable written, JavaType type) {
        JsonFormatVisitable serializer = BoundedNumbers.unbounded(written);
        if (!isJacksons(serializer.getClass())) {
            return false;
        }
        if (serializer instanceof ValueSerializer<?> delegating) {
            ValueSerializer<?> delegatee = delegating.getDelegatee();
            if (delegatee == null
                    ? serializer instanceof StdConvertingSerializer
                    : !isJacksons(BoundedNumbers.unbounded(delegatee).getClass())) {
                return false;
            }
        }
        if (serializer instanceof JsonValueSerializer) {
            AnnotatedMember accessor = context.introspectBeanDescription(type).findJsonValueAccessor();
            return accessor != null && shows(accessor) && shows(accessor.getType());
        }
        return !type.isReferenceType() || shows(type.getReferencedType());
    }

    private boolean shows(JavaType type) {
        return !asked.add(type) || shows(context.findValueSerializer(type), type);
    }

    /** Whether no other serialiser is named by an annotation, for the whole or for what is in it. */
    boolean shows(Annotated annotated) {
        var introspector = context.getAnnotationIntrospector();
        return isJacksons(introspector.findSerializer(context.getConfig(), annotated))
                && isJacksons(introspector.findContentSerializer(context.getConfig(), annotated));
    }

    private static boolean isJacksons(@Nullable Object named) {
        return named == null || isJacksons(named instanceof Class<?> type ? type : named.getClass());
    }

    /** Whether a class is one of Jackson's serialisers that say what they write. */
    static boolean isJacksons(Class<?> serializer) {
        return serializer.getName().startsWith(JACKSON) && serializer != RawSerializer.class;
    }
}
