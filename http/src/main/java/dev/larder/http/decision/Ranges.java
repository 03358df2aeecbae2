package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.RequestHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bytes a request asks for (RFC 9110, sections 13.1.5 and 14.2). */
sealed interface Ranges {

    /** All: there is no {@code Range}, or it is to be ignored. */
    record All() implements Ranges {}

    /** None that there are. */
    record Unsatisfiable() implements Ranges {}

    /**
     * These, in the order asked for; those that overlap or touch are joined.
     *
     * @param ranges not empty
     */
    record Some(List<ByteRange> ranges) implements Ranges {}

    /**
     * Decides. Ignored are other methods and units, what is invalid, and more ranges than settings allow.
     *
     * @param length of the representation
     */
    static Ranges of(RequestHead request, Fields response, long length, Instant now, CacheSettings settings) {
        List<String> lines = request.fields().all("Range");
        if (Method.of(request.method()) != Method.GET || lines.size() != 1 || length == 0) {
            return new All();
        }
        if (!isConditionTrue(request.fields(), response, now)) {
            return new All();
        }
        return parse(lines.get(0), length, settings.maxRanges());
    }

    /** Returns whether all that a request asks for is among the parts that are stored. */
    static boolean areStored(RequestHead request, Stored stored, Instant now, CacheSettings settings) {
        Coverage coverage = stored.coverage();
        return coverage == null
                || (of(request, stored.head().fields(), coverage.length(), now, settings) instanceof Some some
                        && some.ranges().stream().allMatch(coverage::contains));
    }

    /** Returns whether a value asks for one range of bytes, whatever the length of the representation. */
    static boolean isOne(String value) {
        int equals = value.indexOf('=');
        List<String> specs = equals < 0 ? List.of() : Members.of(value.substring(equals + 1));
        return specs.size() == 1
                && value.substring(0, equals).toLowerCase(Locale.ROOT).equals("bytes")
                && Spec.parse(specs.get(0)) != null;
    }

    /** Reads {@code Range} for a representation that is not empty. */
    static Ranges parse(String value, long length, int maxRanges) {
        int equals = value.indexOf('=');
        if (equals < 0 || !value.substring(0, equals).toLowerCase(Locale.ROOT).equals("bytes")) {
            return new All();
        }
        List<String> specs = Members.of(value.substring(equals + 1));
        if (specs.isEmpty() || specs.size() > maxRanges) {
            return new All();
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (String spec : specs) {
            Spec read = Spec.parse(spec);
            if (read == null) {
                return new All();
            }
            ByteRange range = read.of(length);
            if (range != null) {
                join(ranges, range);
            }
        }
        if (ranges.isEmpty()) {
            return new Unsatisfiable();
        }
        return new Some(List.copyOf(ranges));
    }

    private static void join(List<ByteRange> ranges, ByteRange added) {
        ByteRange joined = added;
        int place = -1;
        for (int i = ranges.size() - 1; i >= 0; i--) {
            if (ranges.get(i).touches(added)) {
                joined = joined.and(ranges.remove(i));
                place = i;
            }
        }
        ranges.add(place < 0 ? ranges.size() : place, joined);
    }

    private static boolean isConditionTrue(Fields request, Fields response, Instant now) {
        String condition = request.first("If-Range");
        if (condition == null) {
            return true;
        }
        EntityTag asked = EntityTag.parse(condition);
        if (asked != null) {
            EntityTag tag = EntityTag.parse(response.first("ETag"));
            return tag != null && tag.equalsStrongly(asked);
        }
        Instant date = HttpDate.parse(condition, now);
        return date != null
                && date.equals(Freshness.lastModified(response, now))
                && Validators.isStrong(date, response, now);
    }

    /**
     * One range as it was asked for.
     *
     * @param first null if the last so many bytes are asked for
     * @param last position of the last byte, or how many of the last; null for all from {@code first} on
     */
    record Spec(@Nullable Long first, @Nullable Long last) {

        static @Nullable Spec parse(String text) {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return null;
            }
            String before = text.substring(0, dash);
            String after = text.substring(dash + 1);
            if (!isNumber(before) || !isNumber(after) || (before.isEmpty() && after.isEmpty())) {
                return null;
            }
            Long first = before.isEmpty() ? null : number(before);
            Long last = after.isEmpty() ? null : number(after);
            return first != null && last != null && last < first ? null : new Spec(first, last);
        }

        private static boolean isNumber(String text) {
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        /** Numbers of any length: what is larger than any content is the largest. */
        private static long number(String digits) {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                return Long.MAX_VALUE;
            }
        }

        /** Returns the bytes of a representation that is not empty; null if it has none of them. */
        @Nullable
        ByteRange of(long length) {
            if (first == null) {
                return last == null || last == 0 ? null : new ByteRange(Math.max(0, length - last), length - 1);
            }
            return first >= length
                    ? null
                    : new ByteRange(first, last == null ? length - 1 : Math.min(last, length - 1));
        }
    }
}
