package dev.larder.http.decision;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110, section 8.8.3).
 *
 * @param weak whether it only says that representations are equivalent, not that they are equal byte by byte
 * @param opaque what stands between the quotes
 */
record EntityTag(boolean weak, String opaque) {

    /** Reads one tag; null if it is none. */
    static @Nullable EntityTag parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        boolean weak = text.startsWith("W/");
        int begin = weak ? 2 : 0;
        int end = text.length() - 1;
        if (end <= begin || text.charAt(begin) != '"' || text.charAt(end) != '"') {
            return null;
        }
        String opaque = text.substring(begin + 1, end);
        return opaque.chars().allMatch(c -> c == 0x21 || (c >= 0x23 && c != 0x7f)) ? new EntityTag(weak, opaque) : null;
    }

    /** Reads a list of tags. Commas may stand in tags, backslashes have no meaning. What is no tag is left out. */
    static List<EntityTag> parseAll(List<String> lines) {
        List<EntityTag> tags = new ArrayList<>();
        for (String line : lines) {
            int begin = 0;
            boolean quoted = false;
            for (int i = 0; i <= line.length(); i++) {
                if (i == line.length() || (line.charAt(i) == ',' && !quoted)) {
                    EntityTag tag = parse(line.substring(begin, i).strip());
                    if (tag != null) {
                        tags.add(tag);
                    }
                    begin = i + 1;
                } else if (line.charAt(i) == '"') {
                    quoted = !quoted;
                }
            }
        }
        return tags;
    }

    /** Returns whether both are strong and the same. */
    boolean equalsStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Returns whether both are the same, weak or not. */
    boolean equalsWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** Writes it as fields carry it. */
    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}
