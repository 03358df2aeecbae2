package dev.larder.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.PotentialCreators;

/**
 * Finds the state of a class that is written and that nothing reads back: fields with a getter, but without a parameter of the
 * constructor or a setter. A getter without a field of its name, or with a transient one, is computed again, and no state.
 */
final class WrittenOnly {

    /** What to do about such a property. */
    static final String REMEDY = "which is written and would not be read back: give it a parameter of the constructor"
            + " (@JsonCreator) or a setter, @JsonMerge if its getter returns the collection itself, or @JsonIgnore if it need"
            + " not be stored";

    private final Introspection introspection;

    WrittenOnly(Introspection introspection) {
        this.introspection = introspection;
    }

    /** The names of such properties. */
    List<String> in(AnnotatedClass type, BeanDescription written, BeanDescription read) {
        Class<?> raw = type.getRawType();
        if (takesObjects(read.getPotentialCreators())) {
            return List.of();
        }
        Set<String> passed = new HashSet<>(
                introspection.writing.getDefaultPropertyIgnorals(raw, type).findIgnoredForSerialization());
        passed.addAll(readable(type, read));
        wholes(read.getPotentialCreators())
                .map(this::readAs)
                .forEach(whole -> passed.addAll(readable(introspection.annotated(whole), introspection.read(whole))));
        JsonTypeInfo.Value info = introspection.annotations.findPolymorphicTypeInfo(introspection.reading, type);
        if (info != null && info.getPropertyName() != null) {
            passed.add(info.getPropertyName());
        }
        AnnotatedMember any = written.findAnyGetter();
        return written.findProperties().stream()
                .filter(one -> one.couldSerialize() && !passed.contains(one.getName()))
                .filter(one -> one.getAccessor() != null && !one.getAccessor().equals(any))
                .filter(one -> !isIgnored(one) && isState(raw, one))
                .filter(one -> !isUnwrapped(one.getAccessor())
                        || read.findProperties().stream().noneMatch(other -> isUnwrapped(other.getMutator())))
                .map(BeanPropertyDefinition::getName)
                .toList();
    }

    /** What a property is read by: its getter, if it is to be merged into what that returns; null if it is not read. */
    static @Nullable AnnotatedMember mutator(BeanPropertyDefinition property) {
        AnnotatedMember mutator = property.getMutator();
        return mutator == null && property.getMetadata().getMergeInfo() != null ? property.getGetter() : mutator;
    }

    /** Whether a creator takes the whole object, of whatever properties: a map, a tree, or what the author's own reader makes. */
    boolean takesObjects(PotentialCreators creators) {
        return wholes(creators).anyMatch(whole -> {
            JavaType type = readAs(whole);
            return type.isMapLikeType()
                    || type.isTypeOrSubTypeOf(JsonNode.class)
                    || introspection.isLeftToOthers(whole)
                    || introspection.isLeftToOthers(introspection.annotated(type));
        });
    }

    private JavaType readAs(AnnotatedParameter whole) {
        return introspection.readAs(introspection.readAs(whole, whole.getType()));
    }

    /** What creators take that are said to take the whole value. */
    private static Stream<AnnotatedParameter> wholes(PotentialCreators creators) {
        return creators.getExplicitDelegating().stream()
                .flatMap(one -> IntStream.range(0, one.paramCount()).mapToObj(one::param));
    }

    private Set<String> readable(AnnotatedClass type, BeanDescription read) {
        Set<String> names = new HashSet<>();
        for (BeanPropertyDefinition one : read.findProperties()) {
            if (mutator(one) != null) {
                names.add(one.getName());
                one.findAliases().forEach(alias -> names.add(alias.getSimpleName()));
            }
        }
        names.removeAll(read.getIgnoredPropertyNames());
        names.removeAll(introspection
                .reading
                .getDefaultPropertyIgnorals(type.getRawType(), type)
                .findIgnoredForDeserialization());
        return names;
    }

    /** What is unwrapped may be read under another name. */
    private boolean isUnwrapped(@Nullable AnnotatedMember member) {
        return member != null
                && introspection.annotations.findUnwrappingNameTransformer(introspection.reading, member) != null;
    }

    private boolean isIgnored(BeanPropertyDefinition property) {
        AnnotatedClass type = introspection.annotated(property.getPrimaryType());
        return Boolean.TRUE.equals(introspection.annotations.isIgnorableType(introspection.writing, type));
    }

    /** Whether a class adds fields to a collection of Java, which holds the elements. */
    static boolean isMoreThanItsElements(Class<?> type) {
        boolean fields = false;
        Class<?> one = type;
        for (; one != null && !JavaTypes.isOne(one); one = one.getSuperclass()) {
            fields |= Stream.of(one.getDeclaredFields())
                    .map(Field::getModifiers)
                    .anyMatch(modifiers -> !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers));
        }
        return fields && one != null && one != Object.class && !Modifier.isAbstract(one.getModifiers());
    }

    private static boolean isState(Class<?> type, BeanPropertyDefinition property) {
        if (property.getAccessor() instanceof AnnotatedField) {
            return true;
        }
        String name = property.getInternalName();
        Set<String> names = name.isEmpty()
                ? Set.of()
                : Set.of(name, "is" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            for (Field field : one.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                boolean state = !Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers);
                if (state && names.contains(field.getName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
