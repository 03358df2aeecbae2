package dev.larder.http.guard;

import dev.larder.http.message.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large a head may be. They have to be less than what the origin allows: what passes here and is too much there comes back as an error
 * that could be stored (CPDoS). The defaults leave a kilobyte to what the gateway adds under the 8 KiB of most servers.
 *
 * @param fields the most field lines
 * @param field the most bytes of a field line
 * @param head the most bytes of target and field lines together
 */
public record Limits(int fields, int field, int head) {

    /** 64 lines, 4 KiB a line, 7 KiB in all. */
    public static final Limits DEFAULT = new Limits(64, 4_096, 7_168);

    /** What a line takes beside name and value: colon, space and line end. */
    private static final int AROUND = 4;

    /** Checks. */
    public Limits {
        if (fields < 1 || field < 1 || head < 1) {
            throw new IllegalArgumentException("the limits of a head have to be at least 1");
        }
    }

    @Nullable
    Refusal check(Arrival arrival) {
        List<Field> lines = arrival.lines();
        if (lines.size() > fields) {
            return Refusal.FIELDS_TOO_MANY;
        }
        if (lines.stream().anyMatch(line -> length(line) > field)) {
            return Refusal.FIELD_TOO_LONG;
        }
        int others = arrival.method().length() + arrival.target().length();
        return isExceededBy(lines, others) ? Refusal.HEAD_TOO_LONG : null;
    }

    /** Returns whether lines, and so many bytes more, are too many or too long. */
    boolean isExceededBy(List<Field> lines, int others) {
        return lines.size() > fields
                || lines.stream().anyMatch(line -> length(line) > field)
                || lines.stream().mapToLong(Limits::length).sum() + others > head;
    }

    private static int length(Field line) {
        return line.name().length() + line.value().length() + AROUND;
    }
}
