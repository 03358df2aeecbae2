package dev.larder.codec;

import java.util.Calendar;
import java.util.Date;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JavaType;

/** Types that hold no secret, whatever a field of them is called: what is true or false, times, enums, and several of these. */
final class Harmless {

    private static final String TIMES = "java.time";

    private Harmless() {}

    static boolean is(JavaType type) {
        if (type.isReferenceType() || type.isContainerType() && !type.isMapLikeType()) {
            return is(type.getContentType());
        }
        Class<?> raw = type.getRawClass();
        return isBoolean(type)
                || type.isEnumType()
                || Date.class.isAssignableFrom(raw)
                || Calendar.class.isAssignableFrom(raw)
                || raw.getPackageName().equals(TIMES);
    }

    static boolean isBoolean(JavaType type) {
        return type.hasRawClass(boolean.class)
                || type.hasRawClass(Boolean.class)
                || type.hasRawClass(AtomicBoolean.class);
    }
}
