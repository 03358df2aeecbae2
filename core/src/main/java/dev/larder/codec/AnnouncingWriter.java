package dev.larder.codec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.AnyGetterWriter;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jackson.JsonValueSerializer;
import tools.jackson.databind.util.NameTransformer;

/** Writes a property as another writer does, and tells the generator beforehand what the type says of it. */
final class AnnouncingWriter extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    private final transient BeanPropertyWriter writer;
    private final transient RuleBook book;
    private final transient RuleBook.Known known;
    private final transient Class<?> owner;

    /** What is known where the property is one of a subclass, which may be written by what its superclass has. */
    private final transient Map<Class<?>, RuleBook.Known> inSubclasses = new ConcurrentHashMap<>(0);

    private AnnouncingWriter(BeanPropertyWriter writer, Class<?> owner, RuleBook book) {
        super(writer);
        this.writer = writer;
        this.owner = owner;
        this.book = book;
        this.known = book.known(writer);
    }

    private RuleBook.Known known(Object bean, SerializationContext context) {
        Class<?> type = bean.getClass();
        return type == owner ? known : inSubclasses.computeIfAbsent(type, subclass -> inSubclass(subclass, context));
    }

    private RuleBook.Known inSubclass(Class<?> subclass, SerializationContext context) {
        for (BeanPropertyDefinition property : context.introspectBeanDescription(context.constructType(subclass))
                .findProperties()) {
            AnnotatedMember accessor = property.getAccessor();
            if (accessor != null && property.getName().equals(getName())) {
                return known.said(accessor.getAnnotation(Sensitive.class));
            }
        }
        return known;
    }

    @Override
    public BeanPropertyWriter rename(NameTransformer transformer) {
        return new AnnouncingWriter(writer.rename(transformer), owner, book);
    }

    @Override
    public void assignTypeSerializer(TypeSerializer serializer) {
        super.assignTypeSerializer(serializer);
        writer.assignTypeSerializer(serializer);
    }

    @Override
    public void assignSerializer(ValueSerializer<Object> serializer) {
        super.assignSerializer(serializer);
        writer.assignSerializer(serializer);
    }

    @Override
    public void assignNullSerializer(ValueSerializer<Object> serializer) {
        super.assignNullSerializer(serializer);
        writer.assignNullSerializer(serializer);
    }

    @Override
    public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        SanitisingGenerator sanitising = sanitising(generator, getName());
        sanitising.announce(known(bean, context));
        try {
            writer.serializeAsProperty(bean, generator, context);
        } finally {
            sanitising.announce(null);
        }
    }

    @Override
    public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        sanitising(generator, getName()).announceElement(getName(), known(bean, context));
        writer.serializeAsElement(bean, generator, context);
    }

    static SanitisingGenerator sanitising(JsonGenerator generator, String name) {
        if (generator instanceof SanitisingGenerator sanitising) {
            return sanitising;
        }
        throw new StreamWriteException(
                generator,
                "the property " + name + " is written aside by a serialiser, where the rules of the cache do not"
                        + " reach; give its value another form");
    }

    /** Says what is wrong with an annotation on what is no field itself. */
    static String noField(String name) {
        return "@Sensitive on " + name
                + ", which is unwrapped and so no field itself; put it on the fields in it, or name them by paths";
    }

    /** Has all properties written so. */
    static final class Modifier extends ValueSerializerModifier {

        private static final long serialVersionUID = 1L;

        private final transient RuleBook book;

        Modifier(RuleBook book) {
            this.book = book;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier type, List<BeanPropertyWriter> properties) {
            Class<?> owner = type.getBeanClass();
            properties.replaceAll(property -> announcing(property, owner));
            return properties;
        }

        /** A value that is written as one member of it. */
        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier type, ValueSerializer<?> serializer) {
            return serializer instanceof JsonValueSerializer
                    ? announcing(serializer, type.getBeanClass(), ValueMember.of(type.get()), false)
                    : serializer;
        }

        @Override
        public ValueSerializer<?> modifyKeySerializer(
                SerializationConfig config,
                JavaType keyType,
                BeanDescription.Supplier type,
                ValueSerializer<?> serializer) {
            return serializer instanceof JsonValueSerializer
                    ? announcing(serializer, type.getBeanClass(), ValueMember.ofKey(type.get()), true)
                    : serializer;
        }

        private ValueSerializer<?> announcing(
                ValueSerializer<?> serializer, Class<?> owner, @Nullable ValueMember member, boolean key) {
            if (member == null) {
                return serializer;
            }
            RuleBook.Whole whole = book.whole(member);
            boolean open = !java.lang.reflect.Modifier.isFinal(owner.getModifiers());
            return open || book.concerns(whole)
                    ? new AnnouncingValue(serializer, new AnnouncingValue.Member(owner, whole, key, book))
                    : serializer;
        }

        /** The keys of an any-getter are judged by themselves. */
        @Override
        public BeanSerializerBuilder updateBuilder(
                SerializationConfig config, BeanDescription.Supplier type, BeanSerializerBuilder builder) {
            for (BeanPropertyWriter property : builder.getProperties()) {
                if (property instanceof AnyGetterWriter && property.getAnnotation(Sensitive.class) != null) {
                    throw new IllegalArgumentException(noField(property.getName()));
                }
            }
            return builder;
        }

        /** The properties of one that is unwrapped announce themselves. */
        private BeanPropertyWriter announcing(BeanPropertyWriter property, Class<?> owner) {
            if (!property.isUnwrapping()) {
                return new AnnouncingWriter(property, owner, book);
            }
            if (property.getAnnotation(Sensitive.class) != null) {
                throw new IllegalArgumentException(noField(property.getName()));
            }
            return property;
        }
    }
}
