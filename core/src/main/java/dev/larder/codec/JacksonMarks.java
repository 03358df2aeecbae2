package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ObjectIdInfo;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.ClassUtil;
import tools.jackson.databind.util.Converter;

/** What annotations at a class or a member say about how Jackson stores it, as a text; nothing if there are none. */
final class JacksonMarks {

    private final SerializationConfig writing;
    private final DeserializationConfig reading;
    private final AnnotationIntrospector annotations;
    private final TypeFactory types;

    JacksonMarks(ObjectMapper mapper) {
        this.writing = mapper.serializationConfig();
        this.reading = mapper.deserializationConfig();
        this.annotations = writing.getAnnotationIntrospector();
        this.types = mapper.getTypeFactory();
    }

    /** The text; throws if what is left out depends on a default that another release may not share. */
    String of(Annotated annotated) {
        Map<String, Object> found = new TreeMap<>();
        put(found, "writer", annotations.findSerializer(writing, annotated));
        put(found, "key writer", annotations.findKeySerializer(writing, annotated));
        put(found, "content writer", annotations.findContentSerializer(writing, annotated));
        put(found, "null writer", annotations.findNullSerializer(writing, annotated));
        put(found, "typing", annotations.findSerializationTyping(writing, annotated));
        put(found, "to", annotations.findSerializationConverter(writing, annotated));
        put(found, "reader", annotations.findDeserializer(reading, annotated));
        put(found, "key reader", annotations.findKeyDeserializer(reading, annotated));
        put(found, "content reader", annotations.findContentDeserializer(reading, annotated));
        put(found, "from", annotations.findDeserializationConverter(reading, annotated));
        if (annotated instanceof AnnotatedMember member) {
            put(found, "content to", annotations.findSerializationContentConverter(writing, member));
            put(found, "content from", annotations.findDeserializationContentConverter(reading, member));
        }
        putIdentity(found, annotated);
        putFormat(found, annotations.findFormat(writing, annotated));
        putInclusion(found, annotations.findPropertyInclusion(writing, annotated), annotated);
        return found.isEmpty() ? "" : found.toString();
    }

    /** Whether beans are stored as arrays. */
    boolean isArray(Annotated annotated) {
        JsonFormat.Value format = annotations.findFormat(writing, annotated);
        return format != null && format.getShape() == JsonFormat.Shape.ARRAY;
    }

    /** What a converter writes in place of this; or null. */
    @Nullable
    JavaType written(Annotated annotated) {
        Converter<?, ?> to = converter(annotations.findSerializationConverter(writing, annotated));
        return to == null ? null : to.getOutputType(types);
    }

    /** What a converter reads in place of this; or null. */
    @Nullable
    JavaType read(Annotated annotated) {
        Converter<?, ?> from = converter(annotations.findDeserializationConverter(reading, annotated));
        return from == null ? null : from.getInputType(types);
    }

    /** What converters store in place of a member's type. */
    List<JavaType> others(AnnotatedMember member) {
        List<JavaType> others = new ArrayList<>();
        others.add(written(member));
        others.add(read(member));
        Converter<?, ?> to = converter(annotations.findSerializationContentConverter(writing, member));
        others.add(to == null ? null : to.getOutputType(types));
        Converter<?, ?> from = converter(annotations.findDeserializationContentConverter(reading, member));
        others.add(from == null ? null : from.getInputType(types));
        others.removeIf(Objects::isNull);
        return others;
    }

    private static @Nullable Converter<?, ?> converter(@Nullable Object found) {
        if (found instanceof Class<?> type && Converter.class.isAssignableFrom(type)) {
            return type == Converter.None.class ? null : (Converter<?, ?>) ClassUtil.createInstance(type, true);
        }
        return found instanceof Converter<?, ?> converter ? converter : null;
    }

    private static void put(Map<String, Object> found, String name, @Nullable Object value) {
        if (value instanceof Class<?> type) {
            found.put(name, Shape.name(type));
        } else if (value instanceof Enum<?> constant) {
            found.put(name, constant.name());
        } else if (value != null) {
            found.put(name, Shape.name(value.getClass()));
        }
    }

    /** Objects that are stored once, and by an identity from then on. */
    private void putIdentity(Map<String, Object> found, Annotated annotated) {
        ObjectIdInfo identity = annotations.findObjectReferenceInfo(
                writing, annotated, annotations.findObjectIdInfo(writing, annotated));
        if (identity != null) {
            put(found, "identity", identity.getGeneratorType());
            put(found, "identity scope", identity.getScope());
            put(found, "identity resolver", identity.getResolverType());
            found.put("identity name", identity.getPropertyName().getSimpleName());
            found.put("identity alone", identity.getAlwaysAsId());
        }
    }

    private static void putFormat(Map<String, Object> found, JsonFormat.@Nullable Value format) {
        if (format == null) {
            return;
        }
        found.put("shape", format.getShape().name());
        if (format.hasPattern()) {
            found.put("pattern", format.getPattern());
        }
        if (format.hasLocale()) {
            found.put("locale", format.getLocale().toLanguageTag());
        }
        if (format.hasTimeZone()) {
            found.put("zone", String.valueOf(format.timeZoneAsString()));
        }
        if (format.hasLenient()) {
            found.put("lenient", format.getLenient());
        }
        if (format.hasNonDefaultRadix()) {
            found.put("radix", format.getRadix());
        }
        for (JsonFormat.Feature feature : JsonFormat.Feature.values()) {
            Boolean set = format.getFeature(feature);
            if (set != null) {
                found.put(feature.name(), set);
            }
        }
    }

    private static void putInclusion(
            Map<String, Object> found, JsonInclude.@Nullable Value inclusion, Annotated annotated) {
        if (inclusion == null || inclusion.equals(JsonInclude.Value.empty())) {
            return;
        }
        if (inclusion.getValueInclusion() == JsonInclude.Include.NON_DEFAULT
                || inclusion.getContentInclusion() == JsonInclude.Include.NON_DEFAULT) {
            String where = annotated instanceof AnnotatedMember member ? member.getFullName() : annotated.getName();
            throw new IllegalArgumentException("@JsonInclude(NON_DEFAULT) on " + where
                    + " leaves out what another release may take for another default. Use NON_NULL or NON_EMPTY.");
        }
        put(found, "included", inclusion.getValueInclusion());
        put(found, "content included", inclusion.getContentInclusion());
        put(found, "filter", inclusion.getValueFilter());
        put(found, "content filter", inclusion.getContentFilter());
    }
}
