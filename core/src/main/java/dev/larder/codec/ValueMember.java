package dev.larder.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;

/**
 * The member that is written in place of a whole value: its {@code @JsonValue}, or the {@code @JsonKey} of a key.
 *
 * @param name what it is called in Java, as a property
 * @param annotation what stands on it, or on the component, field or getter of the same name; or null
 */
record ValueMember(String name, @Nullable Sensitive annotation, JavaType type) {

    /** The one of a value; null if it is written by its fields. */
    static @Nullable ValueMember of(BeanDescription type) {
        return of(type.findJsonValueAccessor());
    }

    /** The one of a key of a map; null if its text comes from elsewhere. */
    static @Nullable ValueMember ofKey(BeanDescription type) {
        AnnotatedMember key = type.findJsonKeyAccessor();
        return of(key == null ? type.findJsonValueAccessor() : key);
    }

    private static @Nullable ValueMember of(@Nullable AnnotatedMember accessor) {
        if (accessor == null) {
            return null;
        }
        String name = property(accessor.getName());
        Sensitive direct = accessor.getAnnotation(Sensitive.class);
        return new ValueMember(
                name, direct == null ? besides(accessor.getDeclaringClass(), name) : direct, accessor.getType());
    }

    private static String property(String member) {
        for (String prefix : new String[] {"get", "is"}) {
            int length = prefix.length();
            if (member.startsWith(prefix) && member.length() > length && Character.isUpperCase(member.charAt(length))) {
                return member.substring(length, length + 1).toLowerCase(Locale.ROOT) + member.substring(length + 1);
            }
        }
        return member;
    }

    /** A component says it to its field, but not to an accessor that is written out. */
    private static @Nullable Sensitive besides(Class<?> type, String name) {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name) && said(field) != null) {
                    return said(field);
                }
            }
            for (Method method : at.getDeclaredMethods()) {
                String called = method.getName();
                boolean getter = called.equals(name) || called.equals("get" + capital) || called.equals("is" + capital);
                if (getter && method.getParameterCount() == 0 && said(method) != null) {
                    return said(method);
                }
            }
        }
        return null;
    }

    private static @Nullable Sensitive said(AnnotatedElement element) {
        return element.getAnnotation(Sensitive.class);
    }
}
