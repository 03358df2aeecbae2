package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.PotentialCreator;
import tools.jackson.databind.introspect.PotentialCreators;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.type.ResolvedRecursiveType;

/**
 * Looks through a type for what would not come back as it was stored: what does not say which class to make, and would be a
 * map, a text or another number; what is abstract, and would be nothing. What an own deserialiser or converter reads is left
 * to it.
 */
final class Unreadable {

    /** What to do about a type that does not say which class to make. */
    static final String REMEDY =
            "Name the class, with its type arguments, take a JsonNode for JSON of any form, or give a Serializer of your own.";

    private static final Set<Class<?>> VAGUE = Set.of(
            Object.class,
            Serializable.class,
            Comparable.class,
            Cloneable.class,
            CharSequence.class,
            Number.class,
            Record.class,
            Enum.class);

    private final ObjectMapper mapper;
    private final Introspection introspection;
    private final DeserializationConfig reading;
    private final AnnotationIntrospector annotations;
    private final WrittenOnly writtenOnly;
    private final Set<Met> met = new HashSet<>();
    private final List<String> vague = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** A type that was looked at, by itself or as one that was chosen by its name, in a property with a format. */
    private record Met(JavaType type, boolean chosen, JsonFormat.Value format) {}

    private Unreadable(ObjectMapper mapper) {
        this.mapper = mapper;
        this.introspection = new Introspection(mapper);
        this.reading = introspection.reading;
        this.annotations = introspection.annotations;
        this.writtenOnly = new WrittenOnly(introspection);
    }

    /** What is wrong with a type, each with the way to it, and what to do; empty if all of it can be read. */
    static String in(ObjectMapper mapper, JavaType type) {
        Unreadable search = new Unreadable(mapper);
        search.look(type, type.getRawClass().getSimpleName().replace("[]", ""), null, JsonFormat.Value.empty());
        if (search.isFine()) {
            search.resolve(type, type.toCanonical());
        }
        if (!search.vague.isEmpty()) {
            search.problems.add(String.join("; ", search.vague) + "; that does not say which class to make. " + REMEDY);
        }
        return String.join("; ", search.problems);
    }

    private void lookAtProperty(JavaType type, String path, AnnotatedMember member) {
        if (introspection.isLeftToOthers(member)) {
            return;
        }
        JavaType read = introspection.readAs(member, type);
        JsonTypeInfo.Value info = annotations.findPolymorphicTypeInfo(reading, member);
        if (info == null || holds(read)) {
            JsonFormat.Value format = annotations.findFormat(reading, member);
            look(read, path, member, format == null ? JsonFormat.Value.empty() : format);
        } else {
            lookAtSubtypes(read, path, info, named(member, read));
        }
    }

    /**
     * Looks at what is at a place.
     *
     * @param at the property that it is; null if it is none
     * @param format what the property says that it is, or is in
     */
    private void look(JavaType declared, String path, @Nullable AnnotatedMember at, JsonFormat.Value format) {
        JavaType type = declared instanceof ResolvedRecursiveType recursive
                ? recursive.getSelfReferencedType()
                : introspection.readAs(declared);
        AnnotatedClass known = introspection.annotated(type);
        if (introspection.isLeftToOthers(known)) {
            return;
        }
        JsonTypeInfo.Value info = holds(type) ? null : annotations.findPolymorphicTypeInfo(reading, known);
        if (VAGUE.contains(type.getRawClass())) {
            vague.add(path + " is declared as " + type.toCanonical());
        } else if (!(at != null && holds(type)) && !met.add(new Met(type, false, format))) {
            return; // A property may say of what it holds what no other of its type does.
        } else if (info == null) {
            lookAtOne(type, path, at, format, known);
        } else {
            lookAtSubtypes(
                    type, path, info, reading.getSubtypeResolver().collectAndResolveSubtypesByTypeId(reading, known));
        }
    }

    private static boolean holds(JavaType type) {
        return type.isContainerType() || type.isReferenceType();
    }

    private Collection<NamedType> named(AnnotatedMember member, JavaType base) {
        return reading.getSubtypeResolver().collectAndResolveSubtypesByTypeId(reading, member, base);
    }

    private void lookInside(JavaType type, String path, @Nullable AnnotatedMember at, JsonFormat.Value format) {
        Class<?> raw = type.getRawClass();
        if (JavaTypes.isOne(raw) && !JavaTypes.comesBack(raw)) {
            addLossy(type, path);
            return;
        }
        if (!type.isArrayType() && !JavaTypes.isOne(raw)) {
            lookAtOwnContainer(type, path);
        }
        if (type.isMapLikeType() && (at == null || annotations.findKeyDeserializer(reading, at) == null)) {
            lookAtKeys(type.getKeyType(), path);
        }
        if (at != null
                && (annotations.findContentDeserializer(reading, at) != null
                        || annotations.findDeserializationContentConverter(reading, at) != null)) {
            return;
        }
        JavaType content = type.getContentType();
        if (type.isReferenceType() && isReadOfNull(content)) {
            problems.add(path + " is declared as " + type.toCanonical()
                    + ", in which nothing is stored as what holds nothing:" + " take one of them");
        }
        String inside = path + (type.isReferenceType() ? "" : type.isMapLikeType() ? ".*" : "[]");
        JsonTypeInfo.Value info = at == null ? null : annotations.findPolymorphicTypeInfo(reading, at);
        if (at == null || info == null || holds(content)) {
            look(content, inside, null, format);
        } else {
            lookAtSubtypes(content, inside, info, named(at, content));
        }
    }

    /** A collection of the application: its elements are stored, and made into one of its class. */
    private void lookAtOwnContainer(JavaType type, String path) {
        JsonFormat.Value format = annotations.findFormat(reading, introspection.annotated(type));
        boolean asBean = format != null && isObject(format.getShape());
        if (!asBean && WrittenOnly.isMoreThanItsElements(type.getRawClass())) {
            problems.add(
                    path + " is declared as " + type.toCanonical() + ", which has fields besides its elements, and they"
                            + " would not be stored: take a class with a collection in it");
        }
        if (isFine()) {
            resolve(type, path);
        }
    }

    private void lookAtKeys(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        String place = "a key of " + path + " is declared as " + type.toCanonical();
        if (VAGUE.contains(raw)) {
            vague.add(place);
        } else if (JavaTypes.isOne(raw)) {
            if (!raw.isEnum() && !JavaTypes.comesBackAsKey(raw)) {
                problems.add(place + ", which is no text: take a key that is one, or a list of entries");
            }
        } else if (!type.isEnumType()
                && annotations.findKeyDeserializer(reading, introspection.annotated(type)) == null
                && introspection.written(type).findJsonKeyAccessor() == null
                && introspection.written(type).findJsonValueAccessor() == null) {
            problems.add(place + ", which would be written by its toString(): say by @JsonKey which text it is, and by"
                    + " @JsonCreator how it is made of that; or take a list of entries");
        }
    }

    private boolean isFine() {
        return vague.isEmpty() && problems.isEmpty();
    }

    private void addLossy(JavaType type, String path) {
        problems.add(path + " is declared as " + type.toCanonical() + ", of which not all would come back. "
                + JavaTypes.REMEDY);
    }

    /** Whether there is a value for a null, so that nothing and what holds nothing are one. */
    private static boolean isReadOfNull(JavaType type) {
        return type.isReferenceType()
                || JsonNode.class.isAssignableFrom(type.getRawClass())
                || Nullness.isOptional(type.getRawClass());
    }

    private void lookAtSubtypes(JavaType base, String path, JsonTypeInfo.Value info, Collection<NamedType> named) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        named.stream()
                .map(NamedType::getType)
                .filter(one -> one != Object.class)
                .forEach(classes::add);
        Class<?> otherwise = info.getDefaultImpl();
        if (otherwise != null) {
            classes.add(otherwise);
        }
        boolean any = false;
        for (Class<?> one : classes) {
            if (base.getRawClass().isAssignableFrom(one)) {
                JavaType subtype = mapper.getTypeFactory().constructSpecializedType(base, one);
                if (subtype.isConcrete()) {
                    any = true;
                    lookAtChosen(subtype, path);
                }
            }
        }
        if (!any) {
            problems.add(path + " is declared as " + base.toCanonical()
                    + ", of which no subtype is known: name them by @JsonSubTypes");
        }
    }

    private void lookAtChosen(JavaType type, String path) {
        AnnotatedClass known = introspection.annotated(type);
        if (met.add(new Met(type, true, JsonFormat.Value.empty())) && !introspection.isLeftToOthers(known)) {
            lookAtOne(type, path, null, JsonFormat.Value.empty(), known);
        }
    }

    private void lookAtOne(
            JavaType type, String path, @Nullable AnnotatedMember at, JsonFormat.Value format, AnnotatedClass known) {
        if (type.isEnumType()) {
            lookAtEnum(type, path, format, known);
        } else if (holds(type)) {
            lookInside(type, path, at, format);
        } else {
            lookAtClass(type, path, known);
        }
    }

    private void lookAtClass(JavaType type, String path, AnnotatedClass known) {
        Class<?> raw = type.getRawClass();
        if (raw == Class.class) {
            problems.add(path + " is declared as a Class, which would let cached bytes choose what is loaded: store its"
                    + " name as a text");
        } else if (raw == Map.Entry.class) {
            lookAtKeys(type.containedTypeOrUnknown(0), path);
            look(type.containedTypeOrUnknown(1), path + ".*", null, JsonFormat.Value.empty());
        } else if (!type.isConcrete() && introspection.builder(known) == null && isAbstractToJackson(type)) {
            problems.add(path + " is declared as " + type.toCanonical() + ", which is abstract, and says of no class"
                    + " that is to be made: name its subtypes by @JsonTypeInfo(use = NAME) and @JsonSubTypes, or the"
                    + " one class by @JsonDeserialize(as = ...)");
        } else if (JavaTypes.isOne(raw)) {
            if (!JavaTypes.comesBack(raw)) {
                addLossy(type, path);
            }
            for (int index = 0; index < type.containedTypeCount(); index++) {
                look(type.containedTypeOrUnknown(index), path + "[]", null, JsonFormat.Value.empty());
            }
        } else if (!raw.getName().startsWith("tools.jackson.")) {
            lookAtProperties(type, path);
            if (isFine()) {
                resolve(type, path);
            }
        }
    }

    /** Has Jackson find all that it needs to read a type, at any depth. */
    private void resolve(JavaType type, String path) {
        try (JsonParser nothing = mapper.treeAsTokens(mapper.createObjectNode())) {
            DeserializationContext context = (DeserializationContext) nothing.objectReadContext();
            ValueDeserializer<?> found = context.findNonContextualValueDeserializer(type);
            context.findRootValueDeserializer(type);
            if ((found instanceof BeanDeserializerBase || type.isContainerType())
                    && found instanceof ValueInstantiator.Gettable made
                    && !isMade(type, made.getValueInstantiator())) {
                problems.add(
                        path + " is declared as " + type.toCanonical() + ", which has no constructor that Jackson could"
                                + " use: give it one without parameters, or @JsonCreator, with names by @JsonProperty or -parameters");
            }
        } catch (JacksonException e) {
            // At a type, which is all that is known here, the message names types.
            problems.add(path + " cannot be read: " + e.getOriginalMessage());
        }
    }

    /** Whether there is a creator for what is written: properties, unless a value takes their place. */
    private boolean isMade(JavaType type, @Nullable ValueInstantiator instantiator) {
        if (instantiator == null) {
            return true; // a type of Java that Jackson makes itself
        }
        if (introspection.written(type).findJsonValueAccessor() != null) {
            return instantiator.canInstantiate();
        }
        return instantiator.canCreateUsingDefault()
                || instantiator.canCreateFromObjectWith()
                || instantiator.canCreateUsingDelegate()
                || instantiator.canCreateUsingArrayDelegate();
    }

    /** Whether nothing can make a value of an abstract type: Jackson says so before it looks at what there is. */
    private boolean isAbstractToJackson(JavaType type) {
        try {
            mapper.treeToValue(mapper.createObjectNode(), type);
            return false;
        } catch (InvalidDefinitionException e) {
            return true;
        } catch (RuntimeException e) {
            return false; // an empty object is no value of it
        }
    }

    private void lookAtProperties(JavaType type, String path) {
        AnnotatedMember value = introspection.written(type).findJsonValueAccessor();
        if (value != null) {
            lookAtProperty(value.getType(), path, value);
            return;
        }
        BeanDescription read = introspection.read(type);
        for (PotentialCreator creator : read.getPotentialCreators().getExplicitDelegating()) {
            for (int index = 0; index < creator.paramCount(); index++) {
                lookAtProperty(creator.param(index).getType(), path, creator.param(index));
            }
        }
        for (String name : writtenOnly.in(introspection.annotated(type), introspection.written(type), read)) {
            problems.add(path + '.' + name + " is a field " + WrittenOnly.REMEDY);
        }
        AnnotatedMember any = read.findAnySetterAccessor();
        for (BeanPropertyDefinition property : read.findProperties()) {
            AnnotatedMember member = WrittenOnly.mutator(property);
            boolean ignored = read.getIgnoredPropertyNames().contains(property.getName());
            if (member != null && !ignored && !member.equals(any)) {
                lookAtProperty(property.getPrimaryType(), path + '.' + property.getName(), member);
            }
        }
        if (any != null) {
            JavaType held = any instanceof AnnotatedMethod method ? method.getParameterType(1) : any.getType();
            lookAtProperty(held.isMapLikeType() ? held.getContentType() : held, path + ".*", any);
        }
    }

    /** Constants by their position are refused by the reader, and would be others when one is added; objects need a creator. */
    private void lookAtEnum(JavaType type, String path, JsonFormat.Value format, AnnotatedClass known) {
        JsonFormat.Value whole = annotations.findFormat(reading, known);
        JsonFormat.Shape shape =
                whole == null ? format.getShape() : whole.withOverrides(format).getShape();
        if (introspection.written(type).findJsonValueAccessor() != null) {
            return;
        }
        if (shape.isNumeric() || shape == JsonFormat.Shape.ARRAY) {
            problems.add(path + " stores constants of " + type.toCanonical()
                    + " by their position (@JsonFormat), which is another when one is added: store them by their names, or a"
                    + " number of their own by @JsonValue");
        } else if (isObject(shape) && !isReadOfObjects(introspection.read(type).getPotentialCreators())) {
            problems.add(path + " is stored as an object (@JsonFormat), of which no constant of " + type.toCanonical()
                    + " would be made: store it by its name, or say by @JsonCreator which one it is");
        }
    }

    private static boolean isObject(JsonFormat.Shape shape) {
        return shape == JsonFormat.Shape.OBJECT || shape == JsonFormat.Shape.POJO;
    }

    private boolean isReadOfObjects(PotentialCreators creators) {
        return creators.propertiesBased != null || writtenOnly.takesObjects(creators);
    }
}
