package dev.larder.http.decision;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of how many a part holds (RFC 9110, section 14.4).
 *
 * @param range the bytes
 * @param length how many the representation has, or {@link #UNKNOWN}
 */
record ContentRange(ByteRange range, long length) {

    static final long UNKNOWN = -1;

    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /** Reads one; null if it is invalid or of another unit, and so its content must not be combined with anything. */
    static @Nullable ContentRange parse(@Nullable String text) {
        Matcher m = FORM.matcher(text == null ? "" : lowerUnit(text));
        if (!m.matches()) {
            return null;
        }
        long first = Long.parseLong(m.group(1));
        long last = Long.parseLong(m.group(2));
        long length = m.group(3).equals("*") ? UNKNOWN : Long.parseLong(m.group(3));
        return last < first || (length != UNKNOWN && length <= last)
                ? null
                : new ContentRange(new ByteRange(first, last), length);
    }

    private static String lowerUnit(String text) {
        return text.regionMatches(true, 0, "bytes ", 0, 6) ? "bytes " + text.substring(6) : text;
    }

    /** Writes it as fields carry it. */
    @Override
    public String toString() {
        return "bytes " + range.first() + "-" + range.last() + "/" + (length == UNKNOWN ? "*" : Long.toString(length));
    }
}
