package dev.larder.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of a record: its components joined by a colon, and escaped so that no two records share a text. An unescaped
 * colon only ever separates, and {@code \-} only ever is null, so the components can be read off again.
 */
final class RecordText implements Function<Object, String> {

    private static final char SEPARATOR = ':';
    private static final char ESCAPE = '\\';
    private static final String NULL = ESCAPE + "-";

    private final List<Component> components = new ArrayList<>();

    private record Component(Method accessor, Function<Object, String> text) {}

    RecordText(Class<?> type, String place, Set<Class<?>> within) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = place + "." + component.getName() + " ("
                    + component.getType().getTypeName() + ")";
            components.add(new Component(
                    accessible(component.getAccessor(), type), KeyCodecs.textOf(component.getType(), name, within)));
        }
    }

    private static Method accessible(Method accessor, Class<?> type) {
        try {
            accessor.setAccessible(true);
            return accessor;
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "the components of " + type.getTypeName() + " cannot be read: open the package "
                            + type.getPackageName() + " to Larder, or give a KeyCodec.",
                    e);
        }
    }

    @Override
    public String apply(Object key) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < components.size(); i++) {
            if (i > 0) {
                text.append(SEPARATOR);
            }
            Component component = components.get(i);
            Object value = read(component.accessor(), key);
            if (value == null) {
                text.append(NULL);
            } else {
                escape(component.text().apply(value), text);
            }
        }
        return text.toString();
    }

    private static void escape(String part, StringBuilder into) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == SEPARATOR || c == ESCAPE) {
                into.append(ESCAPE);
            }
            into.append(c);
        }
    }

    private static @Nullable Object read(Method accessor, Object key) {
        try {
            return accessor.invoke(key);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("cannot read " + accessor, e);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(accessor + " failed", e.getCause());
        }
    }
}
