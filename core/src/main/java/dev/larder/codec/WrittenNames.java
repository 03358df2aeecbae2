package dev.larder.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.util.TokenBuffer;

/** The names that the constants of an enum have as keys of a map. */
final class WrittenNames {

    private WrittenNames() {}

    /**
     * Has all constants written.
     *
     * @param serializer what writes the keys
     * @return null if it cannot be told beforehand
     */
    static @Nullable List<String> of(JsonFormatVisitable serializer, JavaType type, SerializationContext context) {
        Object[] constants = type.getRawClass().getEnumConstants();
        if (constants == null
                || !(serializer instanceof ValueSerializer<?>)
                || !Transparency.isJacksons(serializer.getClass())) {
            return null;
        }
        @SuppressWarnings("unchecked")
        ValueSerializer<Object> keys = (ValueSerializer<Object>) serializer;
        List<String> names = new ArrayList<>();
        for (Object constant : constants) {
            try (TokenBuffer written = context.bufferForValueConversion()) {
                written.writeStartObject();
                keys.serialize(constant, written, context);
                names.add(written.streamWriteContext().currentName());
            }
        }
        return names;
    }
}
