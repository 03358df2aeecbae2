package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
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
    private final Member member;

    /** What is written in place of a value, or of a key, and what a subclass that may be written by it says of it. */
    record Member(
            Class<?> owner,
            RuleBook.Whole whole,
            boolean key,
            RuleBook book,
            Map<Class<?>, RuleBook.Whole> inSubclasses) {

        Member(Class<?> owner, RuleBook.Whole whole, boolean key, RuleBook book) {
            this(owner, whole, key, book, new ConcurrentHashMap<>(0));
        }

        RuleBook.Whole of(Object value, SerializationContext context) {
            Class<?> type = value.getClass();
            return type == owner ? whole : inSubclasses.computeIfAbsent(type, one -> inSubclass(one, context));
        }

        private RuleBook.Whole inSubclass(Class<?> subclass, SerializationContext context) {
            BeanDescription form = context.introspectBeanDescription(context.constructType(subclass));
            ValueMember member = key ? ValueMember.ofKey(form) : ValueMember.of(form);
            return member == null
                    ? whole
                    : new RuleBook.Whole(whole.name(), whole.known().said(member.annotation()));
        }
    }

    @SuppressWarnings("unchecked")
    AnnouncingValue(ValueSerializer<?> serializer, Member member) {
        this.serializer = (ValueSerializer<Object>) serializer;
        this.member = member;
    }

    @SuppressWarnings("ReferenceEquality") // a serialiser is itself
    private ValueSerializer<?> with(ValueSerializer<?> other) {
        return other == serializer ? this : new AnnouncingValue(other, member);
    }

    private void announce(Object value, JsonGenerator generator, SerializationContext context) {
        RuleBook.Whole whole = member.of(value, context);
        SanitisingGenerator sanitising = AnnouncingWriter.sanitising(generator, whole.name());
        if (member.key) {
            sanitising.announceKey(whole);
        } else {
            sanitising.announceWhole(whole);
        }
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        announce(value, generator, context);
        serializer.serialize(value, generator, context);
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer types) {
        announce(value, generator, context);
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
