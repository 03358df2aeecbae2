package dev.larder.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;

/** Reads a null as no tree, where Jackson would make a tree of it; a null inside of a tree stays a part of it. */
final class NoTree extends SimpleDeserializers {

    private static final long serialVersionUID = 1L;

    @Override
    public ValueDeserializer<?> findTreeNodeDeserializer(
            JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
        return new Reader(JsonNodeDeserializer.getDeserializer(type.getRawClass()));
    }

    /** Jackson's own reader of trees, which is not asked for a null. */
    private static final class Reader extends DelegatingDeserializer {

        private Reader(ValueDeserializer<?> trees) {
            super(trees);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> other) {
            return new Reader(other);
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            return null;
        }
    }
}
