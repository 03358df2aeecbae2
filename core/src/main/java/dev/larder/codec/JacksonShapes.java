package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.PotentialCreator;
import tools.jackson.databind.introspect.PotentialCreators;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.util.NameTransformer;

/** The shapes of types as Jackson writes and reads them: its own introspection, so that the two cannot disagree. */
final class JacksonShapes implements Shape.Finder {

    private final ObjectMapper mapper;
    private final Introspection introspection;
    private final SerializationConfig writing;
    private final DeserializationConfig reading;
    private final AnnotationIntrospector annotations;
    private final JacksonMarks marks;

    /** A property as it is written, or as it is read. */
    private record Side(BeanPropertyDefinition definition, boolean reads) {}

    JacksonShapes(ObjectMapper mapper) {
        this.mapper = mapper;
        this.introspection = new Introspection(mapper);
        this.writing = introspection.writing;
        this.reading = introspection.reading;
        this.annotations = introspection.annotations;
        this.marks = new JacksonMarks(mapper);
    }

    @Override
    public Shape find(JavaType type) {
        AnnotatedClass known = introspection.annotated(type);
        String name = Shape.name(type.getRawClass()) + marks.of(known);
        if (type.isReferenceType()) {
            return new Shape.Content(name, List.of(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return new Shape.Content(name, List.of(type.getKeyType(), type.getContentType()));
        }
        if (type.isContainerType()) {
            return new Shape.Content(type.isArrayType() ? "[]" : name, List.of(type.getContentType()));
        }
        JsonTypeInfo.Value typeInfo = annotations.findPolymorphicTypeInfo(writing, known);
        if (typeInfo != null) {
            Collection<NamedType> subtypes =
                    writing.getSubtypeResolver().collectAndResolveSubtypesByClass(writing, known);
            return new Shape.Choice(name + text(typeInfo), subtypes(type, subtypes));
        }
        JavaType written = introspection.writtenAs(type);
        JavaType read = introspection.readAs(type);
        if (written.equals(type) && read.equals(type)) {
            return plain(type, known);
        }
        return new Shape.Choice(name + " as", new TreeMap<>(Map.of("read", read, "written", written)));
    }

    @Override
    public Shape findChosen(JavaType type) {
        return plain(type, introspection.annotated(type));
    }

    private Shape plain(JavaType type, AnnotatedClass known) {
        String name = Shape.name(type.getRawClass()) + marks.of(known);
        JavaType to = marks.written(known);
        JavaType from = marks.read(known);
        if (to != null && from != null) {
            return new Shape.Content(name, List.of(to, from));
        }
        BeanDescription written = introspection.written(type);
        BeanDescription read = introspection.read(type);
        AnnotatedMember value = written.findJsonValueAccessor();
        name += value == null ? "" : " value " + value.getName() + marks.of(value);
        name += creators(read.getPotentialCreators(), value != null);
        if (value != null && !type.isEnumType()) {
            return new Shape.Content(name, List.of(value.getType()));
        }
        String form = Form.of(mapper, type);
        if (!form.equals(Form.OBJECT) && to == null && from == null) {
            return new Shape.Leaf((type.isEnumType() ? "enum " : "") + name + ' ' + form);
        }
        List<Shape.Property> properties = properties(written, read);
        List<JavaType> converted = Stream.of(Optional.ofNullable(to), Optional.ofNullable(from))
                .flatMap(Optional::stream)
                .toList();
        if (!converted.isEmpty()) {
            properties.add(new Shape.Property("*converted", List.of(), form, converted, false, marks.isArray(known)));
        }
        return new Shape.Bean(name, properties, order(written) + '/' + order(read), marks.isArray(known));
    }

    /** The creators that take the whole value, by their names and those of their parameters, which may say its unit. */
    private String creators(PotentialCreators creators, boolean ofValue) {
        Stream<PotentialCreator> delegating = creators.getExplicitDelegating().stream();
        if (ofValue && creators.propertiesBased != null) {
            delegating = Stream.concat(delegating, Stream.of(creators.propertiesBased));
        }
        return delegating
                .map(one -> one.introspectParamNames(reading))
                .map(one -> " of " + (one.creator() instanceof AnnotatedMethod method ? method.getName() : "new")
                        + IntStream.range(0, one.paramCount())
                                .mapToObj(index -> Objects.toString(one.implicitNameSimple(index), "?")
                                        + ' '
                                        + Shape.name(one.param(index).getRawType()))
                                .toList())
                .sorted()
                .collect(Collectors.joining());
    }

    /** The order in which properties are written or read where they are stored without their names. */
    private static String order(BeanDescription bean) {
        return bean.findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .collect(Collectors.joining(","));
    }

    private List<Shape.Property> properties(BeanDescription written, BeanDescription read) {
        SortedMap<String, List<Side>> found = new TreeMap<>();
        Stream.concat(
                        written.findProperties().stream()
                                .filter(BeanPropertyDefinition::couldSerialize)
                                .map(one -> new Side(one, false)),
                        read.findProperties().stream()
                                .filter(BeanPropertyDefinition::couldDeserialize)
                                .map(one -> new Side(one, true)))
                .forEach(one -> found.computeIfAbsent(one.definition().getName(), name -> new ArrayList<>())
                        .add(one));
        List<Shape.Property> properties = new ArrayList<>();
        found.forEach((name, sides) -> properties.add(property(name, sides)));
        AnnotatedMember any = written.findAnyGetter();
        if (any != null) {
            properties.add(new Shape.Property(
                    "*", List.of(), marks.of(any), List.of(any.getType()), false, marks.isArray(any)));
        }
        return properties;
    }

    private Shape.Property property(String name, List<Side> sides) {
        StringBuilder text = new StringBuilder();
        List<JavaType> types = new ArrayList<>();
        List<String> aliases = new ArrayList<>();
        Set<String> said = new TreeSet<>();
        boolean optional = false;
        boolean positional = false;
        if (sides.size() < 2) {
            text.append(sides.get(0).reads() ? "read only " : "written only ");
        }
        for (Side side : sides) {
            BeanPropertyDefinition one = side.definition();
            AnnotatedMember member = side.reads() ? one.getMutator() : one.getAccessor();
            if (member != null && !types.contains(one.getPrimaryType())) {
                types.add(one.getPrimaryType());
                addSubtypes(member, one.getPrimaryType(), types, text);
            }
            for (AnnotatedMember each : members(one)) {
                said.add(text(each));
                add(types, marks.others(each));
                positional |= marks.isArray(each);
            }
            if (member != null) {
                add(
                        types,
                        List.of(
                                side.reads()
                                        ? introspection.readAs(member, one.getPrimaryType())
                                        : introspection.writtenAs(member, one.getPrimaryType())));
            }
            one.findAliases().forEach(alias -> aliases.add(alias.getSimpleName()));
            optional |= isOptional(one);
        }
        return new Shape.Property(name, aliases, text + String.join("", said), types, optional, positional);
    }

    private static void add(List<JavaType> types, List<JavaType> others) {
        others.stream().filter(other -> !types.contains(other)).forEach(types::add);
    }

    private static List<AnnotatedMember> members(BeanPropertyDefinition property) {
        return Stream.of(Optional.ofNullable(property.getAccessor()), Optional.ofNullable(property.getMutator()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether a property may be missing. */
    static boolean isOptional(BeanPropertyDefinition property) {
        return Nullness.isOptional(property.getRawPrimaryType()) || isNullable(property);
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

    /** What else decides how a property is stored, and whether its own properties take its place. */
    private String text(AnnotatedMember member) {
        NameTransformer unwrapped = annotations.findUnwrappingNameTransformer(writing, member);
        return (unwrapped == null ? "" : "unwrapped " + unwrapped.transform("*") + ' ') + marks.of(member);
    }

    private static String text(JsonTypeInfo.Value info) {
        return " by " + info.getIdType() + ' ' + info.getInclusionType() + ' ' + info.getPropertyName();
    }

    private void addSubtypes(AnnotatedMember member, JavaType type, List<JavaType> types, StringBuilder text) {
        JsonTypeInfo.Value info = annotations.findPolymorphicTypeInfo(writing, member);
        if (info != null) {
            JavaType base = type.isContainerType() ? type.getContentType() : type;
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
            // Annotations are inherited, so those of one subtype name its siblings, too.
            boolean fits = base.getRawClass().isAssignableFrom(type);
            if (fits && (type != base.getRawClass() || base.isConcrete())) {
                String name = one.hasName() ? one.getName() : Shape.name(type);
                subtypes.put(name, mapper.getTypeFactory().constructSpecializedType(base, type));
            }
        }
        return subtypes;
    }
}
