package dev.larder.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;

/** What Jackson finds out of a type before it writes or reads it. */
final class Introspection {

    final SerializationConfig writing;
    final DeserializationConfig reading;
    final AnnotationIntrospector annotations;

    private final ObjectMapper mapper;

    Introspection(ObjectMapper mapper) {
        this.mapper = mapper;
        this.writing = mapper.serializationConfig();
        this.reading = mapper.deserializationConfig();
        this.annotations = writing.getAnnotationIntrospector();
    }

    /** The annotations at a class, those of what it extends included. */
    AnnotatedClass annotated(JavaType type) {
        return writing.classIntrospectorInstance().introspectClassAnnotations(type);
    }

    /** What is written of a type. */
    BeanDescription written(JavaType type) {
        ClassIntrospector introspector = writing.classIntrospectorInstance();
        return introspector.introspectForSerialization(type, introspector.introspectClassAnnotations(type));
    }

    /** What is read of a type: that of its builder, if it has one. */
    BeanDescription read(JavaType type) {
        ClassIntrospector introspector = reading.classIntrospectorInstance();
        AnnotatedClass known = introspector.introspectClassAnnotations(type);
        BeanDescription read = introspector.introspectForDeserialization(type, known);
        JavaType builder = builder(known);
        return builder == null ? read : introspector.introspectForDeserializationWithBuilder(builder, read);
    }

    /** The class that makes the values of a type; or null. */
    @Nullable
    JavaType builder(AnnotatedClass known) {
        Class<?> builder = annotations.findPOJOBuilder(reading, known);
        return builder == null ? null : mapper.constructType(builder);
    }

    /** Whether a deserialiser or converter of the author's reads it. */
    boolean isLeftToOthers(Annotated annotated) {
        return annotations.findDeserializer(reading, annotated) != null
                || annotations.findDeserializationConverter(reading, annotated) != null;
    }

    /** What a type is read as: another one, if an annotation at its class names it. */
    JavaType readAs(JavaType type) {
        return annotations.refineDeserializationType(reading, annotated(type), type);
    }

    /** What a type is written as: another one, if an annotation at its class names it. */
    JavaType writtenAs(JavaType type) {
        return annotations.refineSerializationType(writing, annotated(type), type);
    }

    /** What a property is read as: another type than it has, if an annotation at it names one. */
    JavaType readAs(AnnotatedMember member, JavaType type) {
        return annotations.refineDeserializationType(reading, member, type);
    }

    /** What a property is written as: another type than it has, if an annotation at it names one. */
    JavaType writtenAs(AnnotatedMember member, JavaType type) {
        return annotations.refineSerializationType(writing, member, type);
    }
}
