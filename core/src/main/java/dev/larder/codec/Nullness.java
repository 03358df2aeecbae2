package dev.larder.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Tells what may be missing: optionals, and what any annotation called {@code Nullable} stands at, of whatever origin. */
final class Nullness {

    private static final String NULLABLE = "Nullable";
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Nullness() {}

    static boolean isOptional(Class<?> type) {
        return OPTIONALS.contains(type);
    }

    /** Whether a field, what a method returns, or the only parameter of a method may be null. */
    static boolean isNullable(Member member) {
        if (member instanceof Field field) {
            return hasNullable(field, field.getAnnotatedType());
        }
        if (member instanceof Method method) {
            return hasNullable(method, method.getAnnotatedReturnType())
                    || method.getParameterCount() == 1 && isNullable(method, 0);
        }
        return false;
    }

    /** Whether a parameter may be null. */
    static boolean isNullable(Executable owner, int index) {
        Parameter[] parameters = owner.getParameters();
        return index < parameters.length && hasNullable(parameters[index], parameters[index].getAnnotatedType());
    }

    /** Whether a parameter of a constructor or a static method may be null; any member. */
    static boolean isNullable(Member owner, int index) {
        if (owner instanceof Constructor<?> constructor) {
            return isNullable((Executable) constructor, index);
        }
        return owner instanceof Method method && isNullable((Executable) method, index);
    }

    private static boolean hasNullable(AnnotatedElement element, AnnotatedType type) {
        return Stream.concat(Stream.of(element.getAnnotations()), Stream.of(type.getAnnotations()))
                .map(Annotation::annotationType)
                .anyMatch(found -> found.getSimpleName().equals(NULLABLE));
    }
}
