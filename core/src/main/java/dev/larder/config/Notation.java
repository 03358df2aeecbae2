package dev.larder.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How values are written in the configuration file and in messages. What is shown can be read again; what cannot be read
 * gives null.
 */
public final class Notation {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private static final Pattern COUNT = Pattern.compile("\\d(?:_?\\d)*");
    private static final Pattern DECIMAL = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern BYTES = Pattern.compile("(\\d(?:_?\\d)*)(B|[kK]B|KiB|MB|MiB|GB|GiB)?");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** What names may be, as the end of "use". */
    public static final String NAME_RULE =
            "1 to 64 lower-case letters, digits, '.', '_' and '-', beginning with a letter or a digit";

    private Notation() {}

    /** Returns whether the text can name a cache or a namespace. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Shows a duration as {@code 1h30m}, {@code 500ms} or {@code 0s}; fractions of a millisecond are dropped. */
    public static String duration(Duration value) {
        if (value.isZero()) {
            return "0s";
        }
        if (value.isNegative()) {
            return "-" + duration(value.negated());
        }
        StringBuilder text = new StringBuilder();
        part(text, value.toDaysPart(), 0);
        part(text, value.toHoursPart(), 1);
        part(text, value.toMinutesPart(), 2);
        part(text, value.toSecondsPart(), 3);
        part(text, value.toMillisPart(), 4);
        return text.isEmpty() ? value.toString() : text.toString();
    }

    private static void part(StringBuilder text, long count, int unit) {
        if (count > 0) {
            text.append(count).append(UNITS[unit]);
        }
    }

    /** Shows a fixed duration as {@code 5m} and a range as {@code 5m..15m}. */
    public static String range(Duration min, Duration max) {
        return min.equals(max) ? duration(min) : duration(min) + ".." + duration(max);
    }

    /** Shows a size with the largest binary unit that divides it: {@code 64MiB}, {@code 1000B}. */
    public static String bytes(long value) {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        long count = value;
        while (count != 0 && count % 1024 == 0 && unit < units.length - 1) {
            count /= 1024;
            unit++;
        }
        return count + units[unit];
    }

    /** Shows a number without an exponent and without needless zeros. */
    public static String decimal(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    static @Nullable Duration readDuration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return null;
        }
        try {
            long millis = 0;
            for (int i = 0; i < UNITS.length; i++) {
                String count = matcher.group(i + 1);
                if (count != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(count), UNIT_MILLIS[i]));
                }
            }
            return Duration.ofMillis(millis);
        } catch (ArithmeticException | NumberFormatException overflow) {
            return null;
        }
    }

    static @Nullable Long readCount(String text) {
        return COUNT.matcher(text).matches() ? readLong(text) : null;
    }

    static @Nullable Double readDecimal(String text) {
        return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    static @Nullable Long readBytes(String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        Long count = readLong(matcher.group(1));
        String unit = matcher.group(2);
        if (count == null || unit == null) {
            return count;
        }
        try {
            return Math.multiplyExact(count, unitBytes(unit));
        } catch (ArithmeticException overflow) {
            return null;
        }
    }

    private static long unitBytes(String unit) {
        long step = unit.endsWith("iB") ? 1024 : 1000;
        return switch (unit.charAt(0)) {
            case 'k', 'K' -> step;
            case 'M' -> step * step;
            case 'G' -> step * step * step;
            default -> 1;
        };
    }

    private static @Nullable Long readLong(String digits) {
        try {
            return Long.valueOf(digits.replace("_", ""));
        } catch (NumberFormatException overflow) {
            return null;
        }
    }
}
