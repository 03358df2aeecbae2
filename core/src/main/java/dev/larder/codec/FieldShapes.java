package dev.larder.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/** The shapes of types that are stored by their fields. */
final class FieldShapes implements Shape.Finder {

    private final TypeFactory types;
    private final SortedMap<String, JavaType> others = new TreeMap<>();

    FieldShapes(TypeFactory types, Class<?> root, Class<?>... others) {
        this.types = types;
        for (Class<?> other : others) {
            if (other != root) {
                this.others.put(Shape.name(other), types.constructType(other));
            }
        }
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
        if (raw.isEnum()) {
            return new Shape.Leaf("enum " + name);
        }
        if (raw.isPrimitive() || raw.getName().startsWith("java.") && raw != Object.class) {
            return new Shape.Leaf(name);
        }
        if (raw == Object.class || raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
            return new Shape.Choice("any of " + name, others);
        }
        return new Shape.Bean(name, properties(type), "", false);
    }

    @Override
    public Shape findChosen(JavaType type) {
        return find(type);
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
