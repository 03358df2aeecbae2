package dev.larder.codec;

import dev.larder.codec.NameList.Match;
import java.util.Calendar;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.JavaType;

/**
 * Types that hold no secret, however sure the name of a field of them is: what is true or false, times, enums, fractions, and several
 * of these. Whole numbers are no tokens, but may be a card number or a PIN. Several tokens are texts, and no types of the application.
 */
final class Harmless {

    private static final String JDK = "java.";
    private static final String TIMES = "java.time";
    private static final Set<Class<?>> FRACTIONS = Set.of(double.class, Double.class, float.class, Float.class);
    private static final Set<Class<?>> WHOLE = Set.of(byte.class, short.class, int.class, long.class);

    private Harmless() {}

    /** The surest match that leaves a field of a type as it is. */
    static Match upTo(JavaType type) {
        if (type.isMapLikeType()) {
            Match content = upTo(type.getContentType());
            return content.isSurerThan(Match.TOKEN) ? Match.TOKEN : content;
        }
        if (type.hasRawClass(byte[].class)) {
            return Match.NONE;
        }
        if (type.isReferenceType() || type.isContainerType()) {
            return upTo(type.getContentType());
        }
        Match scalar = upToAsScalar(type);
        if (scalar != Match.NONE) {
            return scalar;
        }
        Class<?> raw = type.getRawClass();
        if (type.isEnumType()
                || Date.class.isAssignableFrom(raw)
                || Calendar.class.isAssignableFrom(raw)
                || raw.getPackageName().equals(TIMES)) {
            return Match.SECRET;
        }
        boolean mayBeText = raw.isPrimitive()
                || raw.getName().startsWith(JDK)
                || CharSequence.class.isAssignableFrom(raw)
                || TreeNode.class.isAssignableFrom(raw);
        return mayBeText ? Match.NONE : Match.TOKENS;
    }

    /** As {@link #upTo}, of what shows when it is written, without the type of a field: what is true or false, and numbers. */
    static Match upToAsScalar(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.hasRawClass(boolean.class)
                || type.hasRawClass(Boolean.class)
                || type.hasRawClass(AtomicBoolean.class)
                || FRACTIONS.contains(raw)) {
            return Match.SECRET;
        }
        return Number.class.isAssignableFrom(raw) || WHOLE.contains(raw) ? Match.TOKEN : Match.NONE;
    }
}
