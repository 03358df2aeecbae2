package dev.larder.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tag that a route gives to what it stores: text with {@code {name}} for a segment of the path and {@code {header.Name}} for a field of
 * the request.
 *
 * @param pieces in their order
 */
record TagPattern(List<Piece> pieces) {

    /** A piece of a tag. */
    sealed interface Piece {}

    /** Text as it stands. */
    record Text(String text) implements Piece {}

    /** A segment of the path. */
    record Segment(String name) implements Piece {}

    /** The value of a field, as it is in the key; its name in lower case. */
    record Header(String name) implements Piece {}

    private static final Pattern PIECE = Pattern.compile("\\{([^{}]*)}|([^{}]+)|([{}])");
    private static final String HEADER = "header.";

    /**
     * Reads a pattern.
     *
     * @param names of the segments of the path
     * @param fields names, in lower case, of the fields that are in the key
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static TagPattern of(String text, Set<String> names, Set<String> fields) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(3) != null) {
                throw new IllegalArgumentException(
                        "a tag has a brace that stands alone; {name} and {header.Name} are what braces are for");
            }
            pieces.add(matcher.group(2) == null ? named(matcher.group(1), names, fields) : text(matcher.group(2)));
        }
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a tag cannot be empty");
        }
        return new TagPattern(List.copyOf(pieces));
    }

    private static Piece text(String text) {
        if (!text.chars().allMatch(TagPattern::isVisible)) {
            throw new IllegalArgumentException("a tag has visible ASCII characters only, and no spaces");
        }
        return new Text(text);
    }

    private static Piece named(String name, Set<String> names, Set<String> fields) {
        if (!name.startsWith(HEADER)) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("a tag names the segment {" + name
                        + "}, which the path of its route does not have; known are " + names);
            }
            return new Segment(name);
        }
        String field = name.substring(HEADER.length()).toLowerCase(Locale.ROOT);
        if (field.equals("authorization") || field.equals("cookie")) {
            throw new IllegalArgumentException(
                    "a tag names the field " + field + ", which holds secrets; tags stand in Redis for all to read");
        }
        if (!fields.contains(field)) {
            throw new IllegalArgumentException("a tag names the field " + field
                    + ", which is not in the key: a stored response would have the tag of whoever came first; add it to"
                    + " the fields of the key");
        }
        return new Header(field);
    }

    /**
     * Returns the tag; null if the request does not have a field that it names. What is no visible character is percent-encoded.
     *
     * @param absent what stands in the key for a field that is not there
     */
    @Nullable
    String tag(Map<String, String> named, Map<String, String> keyed, String absent) {
        StringBuilder tag = new StringBuilder();
        for (Piece piece : pieces) {
            String value = absent;
            if (piece instanceof Text text) {
                value = text.text();
            } else if (piece instanceof Segment segment) {
                value = named.getOrDefault(segment.name(), absent);
            } else if (piece instanceof Header header) {
                value = keyed.getOrDefault(header.name(), absent);
            }
            if (value.equals(absent)) {
                return null;
            }
            append(tag, value);
        }
        return tag.toString();
    }

    private static void append(StringBuilder tag, String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isVisible(b)) {
                tag.append((char) b);
            } else {
                tag.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }
}
