package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.util.NameTransformer;

/** Writes a value, or a key, by its one member as another serialiser does, and tells the generator beforehand what is said of that member. */
final class AnnouncingValue extends ValueSerializer<Object> {

    private final ValueSerializer<Object> serializer;
    private final RuleBook.Whole whole;
    private final boolean key;

    @SuppressWarnings("unchecked")
    AnnouncingValue(ValueSerializer<?> serializer, RuleBook.Whole whole, boolean key) {
        this.serializer = (ValueSerializer<Object>) serializer;
        this.whole = whole;
        this.key = key;
    }

    @SuppressWarnings("ReferenceEquality") // a serialiser is itself
    private ValueSerializer<?> with(ValueSerializer<?> other) {
        return other == serializer ? this : new AnnouncingValue(other, whole, key);
    }

    private void announce(JsonGenerator generator) {
        SanitisingGenerator sanitising = AnnouncingWriter.sanitising(generator, whole.name());
        if (key) {
            sanitising.announceKey(whole);
        } else {
            sanitising.announceWhole(whole);
        }
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        announce(generator);
        serializer.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
        announce(generator);
        serializer.serializeWithType(value, generator, context, types);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
        return with(serializer.createContextual(context, property));
    }

    @Override
    public void resolve(SerializationContext context) {
        serializer.resolve(context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public ValueSerializer<Object> unwrappingSerializer(NameTransformer unwrapper) {
        return (ValueSerializer<Object>) with(serializer.unwrappingSerializer(unwrapper));
    }

    @Override
    public ValueSerializer<?> withFilterId(Object id) {
        return with(serializer.withFilterId(id));
    }

    @Override
    public ValueSerializer<?> withIgnoredProperties(Set<String> ignored) {
        return with(serializer.withIgnoredProperties(ignored));
    }

    @Override
    public ValueSerializer<?> withFormatOverrides(SerializationConfig config, JsonFormat.Value overrides) {
        return with(serializer.withFormatOverrides(config, overrides));
    }

    @Override
    public Class<?> handledType() {
        return serializer.handledType();
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return serializer.isEmpty(context, value);
    }

    @Override
    public boolean usesObjectId() {
        return serializer.usesObjectId();
    }

    @Override
    public ValueSerializer<?> getDelegatee() {
        return serializer;
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
        serializer.acceptJsonFormatVisitor(visitor, type);
    }
}
