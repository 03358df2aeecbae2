package dev.larder.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;

/** Looks for {@link Sensitive} in a type and the types of its fields, whatever format its values are written in. */
final class AnnotatedTypes {

    private final Set<Type> visited = new HashSet<>();

    boolean has(Type type) {
        if (!visited.add(type)) {
            return false;
        }
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                if (has(argument)) {
                    return true;
                }
            }
            return has(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return has(array.getGenericComponentType());
        }
        return type instanceof Class<?> raw && has(raw);
    }

    private boolean has(Class<?> type) {
        if (type.isArray()) {
            return has((Type) type.getComponentType());
        }
        if (type.isPrimitive() || type.getName().startsWith("java.")) {
            return false;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isAnnotated(method)) {
                return true;
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isAnnotated(field) || has(field.getGenericType())) {
                return true;
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent != null && has((Type) parent);
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return element.isAnnotationPresent(Sensitive.class);
    }
}
