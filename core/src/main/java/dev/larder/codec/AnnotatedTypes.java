package dev.larder.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks for {@link Sensitive} in a type and the types that its values are made of, whatever format they are written in: its
 * fields, getters and constructors, its parents and its permitted subtypes, and the arguments and bounds of all of them.
 */
final class AnnotatedTypes {

    private final Set<Type> visited = new HashSet<>();

    boolean has(Type type) {
        if (!visited.add(type)) {
            return false;
        }
        if (type instanceof ParameterizedType generic) {
            return any(generic.getActualTypeArguments()) || has(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return has(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return any(wildcard.getUpperBounds()) || any(wildcard.getLowerBounds());
        }
        if (type instanceof TypeVariable<?> variable) {
            return any(variable.getBounds());
        }
        return type instanceof Class<?> raw && has(raw);
    }

    private boolean any(Type... types) {
        for (Type type : types) {
            if (has(type)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(Class<?> type) {
        if (type.isArray()) {
            return has((Type) type.getComponentType());
        }
        if (type.isPrimitive() || type.getName().startsWith("java.")) {
            return false;
        }
        return inFields(type)
                || inMethods(type)
                || inConstructors(type)
                || any(type.getTypeParameters())
                || any(type.getGenericInterfaces())
                || type.getGenericSuperclass() != null && has(type.getGenericSuperclass())
                || type.isSealed() && any(type.getPermittedSubclasses());
    }

    private boolean inFields(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (isAnnotated(field) || has(field.getGenericType())) {
                return true;
            }
        }
        return false;
    }

    private boolean inMethods(Class<?> type) {
        for (Method method : type.getDeclaredMethods()) {
            if (isAnnotated(method)
                    || areAnnotated(method.getParameters())
                    || isGetter(method) && has(method.getGenericReturnType())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGetter(Method method) {
        String name = method.getName();
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && (Modifier.isAbstract(method.getModifiers()) || name.startsWith("get") || name.startsWith("is"));
    }

    private boolean inConstructors(Class<?> type) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (areAnnotated(constructor.getParameters()) || any(constructor.getGenericParameterTypes())) {
                return true;
            }
        }
        return false;
    }

    private static boolean areAnnotated(Parameter... parameters) {
        for (Parameter parameter : parameters) {
            if (isAnnotated(parameter)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        return element.isAnnotationPresent(Sensitive.class);
    }
}
