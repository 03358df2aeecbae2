package dev.larder.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/** The shapes of types that are stored by their fields; where a class may stand for its subclasses, those that are known. */
final class FieldShapes implements Shape.Finder {

    private final TypeFactory types;
    private final SortedMap<String, JavaType> known = new TreeMap<>();

    FieldShapes(TypeFactory types, Class<?> root, Class<?>... others) {
        this.types = types;
        Set<Class<?>> all = new LinkedHashSet<>(List.of(others));
        all.add(root);
        for (Class<?> one : all) {
            known.put(name(one, all), types.constructType(one));
        }
    }

    /** The simple name, with that of the class around it if there are two. */
    private static String name(Class<?> type, Set<Class<?>> all) {
        boolean alone = all.stream()
                        .filter(other -> Shape.name(other).equals(Shape.name(type)))
                        .count()
                == 1;
        return alone
                ? Shape.name(type)
                : type.getName().substring(type.getPackageName().length());
    }

    @Override
    public Shape find(JavaType type) {
        SortedMap<String, JavaType> choices = choices(type);
        if (choices.isEmpty()) {
            return findChosen(type);
        }
        String name = Shape.name(type.getRawClass());
        choices.put("", type);
        return new Shape.Choice("any of " + name, choices);
    }

    /** The known classes that may stand where this one is declared. */
    private SortedMap<String, JavaType> choices(JavaType type) {
        SortedMap<String, JavaType> choices = new TreeMap<>();
        known.forEach((name, one) -> {
            if (one.getRawClass() != type.getRawClass() && type.getRawClass().isAssignableFrom(one.getRawClass())) {
                choices.put(name, one);
            }
        });
        return choices;
    }

    @Override
    public Shape findChosen(JavaType type) {
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
        if (raw.isEnum()) {
            return new Shape.Leaf("enum " + name);
        }
        if (raw.isPrimitive() || raw.getName().startsWith("java.")) {
            return new Shape.Leaf(name);
        }
        return new Shape.Bean(name, properties(type), "", false);
    }

    private List<Shape.Property> properties(JavaType type) {
        List<Shape.Property> properties = new ArrayList<>();
        for (JavaType owner = type;
                owner != null && owner.getRawClass() != Object.class;
                owner = owner.getSuperClass()) {
            for (Field field : owner.getRawClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    JavaType found = types.resolveMemberType(field.getGenericType(), owner.getBindings());
                    boolean optional = Nullness.isOptional(field.getType()) || Nullness.isNullable(field);
                    properties.add(new Shape.Property(field.getName(), List.of(), "", List.of(found), optional, false));
                }
            }
        }
        properties.sort(Comparator.comparing(Shape.Property::name));
        return properties;
    }
}
