package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.util.NameTransformer;

/** The shapes of types as Jackson writes and reads them: its own introspection, so that the two cannot disagree. */
final class JacksonShapes implements Shape.Finder {

    private final ObjectMapper mapper;
    private final SerializationConfig writing;
    private final DeserializationConfig reading;
    private final AnnotationIntrospector annotations;

    JacksonShapes(ObjectMapper mapper) {
        this.mapper = mapper;
        this.writing = mapper.serializationConfig();
        this.reading = mapper.deserializationConfig();
        this.annotations = writing.getAnnotationIntrospector();
    }

    @Override
    public Shape find(JavaType type) {
        Class<?> raw = type.getRawClass();
        String name = Shape.name(raw);
        if (type.isReferenceType()) {
            return new Shape.Content(name, List.of(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return new Shape.Content(name, List.of(type.getKeyType(), type.getContentType()));
        }
        if (type.isContainerType()) {
            return new Shape.Content(type.isArrayType() ? "[]" : name, List.of(type.getContentType()));
        }
        ClassIntrospector introspector = writing.classIntrospectorInstance();
        AnnotatedClass known = introspector.introspectClassAnnotations(type);
        JsonTypeInfo.Value typeInfo = annotations.findPolymorphicTypeInfo(writing, known);
        if (typeInfo != null) {
            Collection<NamedType> subtypes =
                    writing.getSubtypeResolver().collectAndResolveSubtypesByClass(writing, known);
            return new Shape.Choice(name + text(typeInfo), subtypes(type, subtypes));
        }
        return plain(type, known, introspector);
    }

    @Override
    public Shape findChosen(JavaType type) {
        ClassIntrospector introspector = writing.classIntrospectorInstance();
        return plain(type, introspector.introspectClassAnnotations(type), introspector);
    }

    private Shape plain(JavaType type, AnnotatedClass known, ClassIntrospector introspector) {
        String name = Shape.name(type.getRawClass());
        BeanDescription written = introspector.introspectForSerialization(type, known);
        AnnotatedMember value = written.findJsonValueAccessor();
        if (value != null && !type.isEnumType()) {
            return new Shape.Content(name, List.of(value.getType()));
        }
        String form = Form.of(mapper, type);
        if (!form.equals(Form.OBJECT)) {
            return new Shape.Leaf((type.isEnumType() ? "enum " : "") + name + ' ' + form + format(known));
        }
        ClassIntrospector reader = reading.classIntrospectorInstance();
        BeanDescription read = reader.introspectForDeserialization(type, reader.introspectClassAnnotations(type));
        return new Shape.Bean(name, properties(written, read), order(written) + '/' + order(read), isArray(known));
    }

    /** The order in which properties are written or read where they are stored without their names. */
    private static String order(BeanDescription bean) {
        return bean.findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.joining(","));
    }

    private boolean isArray(Annotated annotated) {
        JsonFormat.Value format = annotations.findFormat(writing, annotated);
        return format != null && format.getShape() == JsonFormat.Shape.ARRAY;
    }

    private List<Shape.Property> properties(BeanDescription written, BeanDescription read) {
        SortedMap<String, List<BeanPropertyDefinition>> found = new TreeMap<>();
        Stream.concat(
                        written.findProperties().stream().filter(BeanPropertyDefinition::couldSerialize),
                        read.findProperties().stream().filter(BeanPropertyDefinition::couldDeserialize))
                .forEach(one -> found.computeIfAbsent(one.getName(), name -> new ArrayList<>())
                        .add(one));
        List<Shape.Property> properties = new ArrayList<>();
        found.forEach((name, definitions) -> properties.add(property(name, definitions)));
        AnnotatedMember any = written.findAnyGetter();
        if (any != null) {
            properties.add(new Shape.Property("*", List.of(), "", List.of(any.getType()), false, isArray(any)));
        }
        return properties;
    }

    private Shape.Property property(String name, List<BeanPropertyDefinition> definitions) {
        StringBuilder text = new StringBuilder();
        List<JavaType> types = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        boolean optional = false;
        boolean positional = false;
        if (definitions.size() < 2) {
            text.append(definitions.get(0).couldSerialize() ? "written only " : "read only ");
        }
        for (BeanPropertyDefinition one : definitions) {
            AnnotatedMember member = one.couldSerialize() ? one.getAccessor() : one.getMutator();
            if (member != null && !types.contains(member.getType())) {
                types.add(member.getType());
                text.append(text(member)).append(format(member));
                addSubtypes(member, types, text);
            }
            positional |= member != null && isArray(member);
            one.findAliases().forEach(alias -> aliases.add(alias.getSimpleName()));
            optional |= Nullness.isOptional(one.getRawPrimaryType()) || isNullable(one);
        }
        return new Shape.Property(name, aliases, text.toString(), types, optional, positional);
    }

    private static boolean isNullable(BeanPropertyDefinition property) {
        AnnotatedParameter parameter = property.getConstructorParameter();
        return isNullable(property.getField())
                || isNullable(property.getGetter())
                || isNullable(property.getSetter())
                || parameter != null && Nullness.isNullable(parameter.getOwner().getMember(), parameter.getIndex());
    }

    private static boolean isNullable(@Nullable AnnotatedMember member) {
        return member != null && Nullness.isNullable(member.getMember());
    }

    /** What else decides how a property is stored: its own serialiser, and whether its own properties take its place. */
    private String text(AnnotatedMember member) {
        NameTransformer unwrapped = annotations.findUnwrappingNameTransformer(writing, member);
        return (unwrapped == null ? "" : "unwrapped " + unwrapped.transform("*") + ' ')
                + text(annotations.findSerializer(writing, member))
                + text(annotations.findDeserializer(reading, member));
    }

    private static String text(@Nullable Object serializer) {
        if (serializer == null) {
            return "";
        }
        return Shape.name(serializer instanceof Class<?> type ? type : serializer.getClass()) + ' ';
    }

    private static String text(JsonTypeInfo.Value info) {
        return " by " + info.getIdType() + ' ' + info.getInclusionType() + ' ' + info.getPropertyName();
    }

    private String format(Annotated annotated) {
        JsonFormat.Value format = annotations.findFormat(writing, annotated);
        return format == null
                ? ""
                : format.getShape() + " " + Objects.toString(format.getPattern(), "") + ' '
                        + Objects.toString(format.timeZoneAsString(), "") + ' ';
    }

    private void addSubtypes(AnnotatedMember member, List<JavaType> types, StringBuilder text) {
        JsonTypeInfo.Value info = annotations.findPolymorphicTypeInfo(writing, member);
        if (info != null) {
            JavaType base =
                    member.getType().isContainerType() ? member.getType().getContentType() : member.getType();
            SortedMap<String, JavaType> subtypes = subtypes(
                    base, writing.getSubtypeResolver().collectAndResolveSubtypesByClass(writing, member, base));
            text.append(text(info)).append(subtypes.keySet());
            types.addAll(subtypes.values());
        }
    }

    private SortedMap<String, JavaType> subtypes(JavaType base, Collection<NamedType> named) {
        SortedMap<String, JavaType> subtypes = new TreeMap<>();
        for (NamedType one : named) {
            Class<?> type = one.getType();
            if (type != base.getRawClass() || base.isConcrete()) {
                String name = one.hasName() ? one.getName() : Shape.name(type);
                subtypes.put(name, mapper.getTypeFactory().constructSpecializedType(base, type));
            }
        }
        return subtypes;
    }
}
