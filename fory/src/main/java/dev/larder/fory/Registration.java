package dev.larder.fory;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The classes that may be in a value, each by the name that stands for it in the bytes. */
final class Registration {

    private static final Set<Class<?>> SAY_NOTHING =
            Set.of(Object.class, java.io.Serializable.class, Comparable.class, Class.class);

    private Registration() {}

    /** Names the classes, and looks whether they are all that there are. */
    static Map<String, Class<?>> of(Class<?> type, Class<?>[] others) {
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(
                    type.getTypeName()
                            + " has type parameters, which Fory would not know. Give a class without, such as a record around it.");
        }
        Set<Class<?>> classes = new LinkedHashSet<>(Set.of(others));
        classes.add(type);
        for (Class<?> found : classes) {
            for (Class<?> owner = found; isOurs(owner); owner = owner.getSuperclass()) {
                for (Field field : owner.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                        requireKnown(field.getGenericType(), field, classes);
                    }
                }
            }
        }
        Map<String, Class<?>> named = new TreeMap<>();
        for (Class<?> found : classes) {
            boolean alone = classes.stream()
                            .filter(other -> other.getSimpleName().equals(found.getSimpleName()))
                            .count()
                    == 1;
            String name = alone
                    ? found.getSimpleName()
                    : found.getName().substring(found.getPackageName().length());
            Class<?> before = named.put(name, found);
            if (before != null) {
                throw new IllegalArgumentException(before.getTypeName() + " and " + found.getTypeName()
                        + " have the same name in Fory: rename one");
            }
        }
        return named;
    }

    private static boolean isOurs(Class<?> type) {
        return type != null
                && !type.isPrimitive()
                && !type.isEnum()
                && !type.isInterface()
                && !type.getName().startsWith("java.");
    }

    private static void requireKnown(Type type, Field field, Set<Class<?>> classes) {
        if (type instanceof ParameterizedType generic) {
            requireKnown(generic.getRawType(), field, classes);
            for (Type argument : generic.getActualTypeArguments()) {
                requireKnown(argument, field, classes);
            }
        } else if (type instanceof GenericArrayType array) {
            requireKnown(array.getGenericComponentType(), field, classes);
        } else if (type instanceof WildcardType wildcard) {
            requireKnown(wildcard.getUpperBounds()[0], field, classes);
        } else if (type instanceof TypeVariable<?> variable) {
            requireKnown(variable.getBounds()[0], field, classes);
        } else if (type instanceof Class<?> found) {
            requireKnown(found, field, classes);
        }
    }

    private static void requireKnown(Class<?> type, Field field, Set<Class<?>> classes) {
        if (type.isArray()) {
            requireKnown(type.getComponentType(), field, classes);
        } else if (SAY_NOTHING.contains(type)) {
            throw new IllegalArgumentException(named(field) + " is a " + type.getTypeName()
                    + ", which does not say what may be in it. Name the class.");
        } else if (!classes.contains(type)
                && (type.isEnum() || isOurs(type))
                && !type.getName().startsWith("java.")) {
            throw new IllegalArgumentException(named(field) + " is a " + type.getTypeName()
                    + ", which is not registered. Give it to ForySerializer.of as well.");
        }
    }

    private static String named(Field field) {
        return field.getDeclaringClass().getTypeName() + "." + field.getName();
    }
}
