package dev.larder.http;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which paths belong to a route: those below a prefix of whole segments, or one path. {@code {name}} in place of a segment stands for any
 * that is not empty.
 *
 * @param text as it was written
 * @param exact whether nothing below it belongs to it
 * @param segments those of the text; empty if none of them has a name, so that the text can be compared as a whole
 */
record PathPattern(String text, boolean exact, List<String> segments) {

    /** The more a pattern says of a path, the earlier it comes: segments, an end, segments without a name, length. */
    static final Comparator<PathPattern> MOST_SPECIFIC_FIRST = Comparator.comparingInt(PathPattern::depth)
            .reversed()
            .thenComparing(pattern -> !pattern.exact)
            .thenComparing(PathPattern::kinds)
            .thenComparing(Comparator.comparingInt((PathPattern pattern) -> pattern.text.length())
                    .reversed());

    private static final Pattern TEXT = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/{}-]*");
    private static final Pattern NAMED = Pattern.compile("\\{([a-z][a-z0-9_-]*)}");

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static PathPattern of(String text, boolean exact) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a path has to begin with a slash, and has other than ASCII characters percent-encoded");
        }
        List<String> segments = parts(text);
        Set<String> names = new LinkedHashSet<>();
        for (String segment : segments) {
            Matcher named = NAMED.matcher(segment);
            if (named.matches() ? !names.add(named.group(1)) : segment.contains("{") || segment.contains("}")) {
                throw new IllegalArgumentException("a segment with a name is written as {id}, the whole segment, in"
                        + " lower-case letters, digits, - and _, each name once");
            }
        }
        return new PathPattern(text, exact, names.isEmpty() ? List.of() : segments);
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** Returns the names of segments. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (String segment : segments) {
            if (isNamed(segment)) {
                names.add(name(segment));
            }
        }
        return names;
    }

    /** Returns what two patterns have in common that belong to the same paths. */
    String shape() {
        return NAMED.matcher(text).replaceAll("{}") + (exact ? "" : "*");
    }

    /** Returns whether a path, in its one form, belongs to it: as a whole segment, so that {@code /a} is not the prefix of {@code /ab}. */
    boolean covers(String path) {
        if (segments.isEmpty()) {
            return exact
                    ? path.equals(text)
                    : path.startsWith(text)
                            && (text.endsWith("/")
                                    || path.length() == text.length()
                                    || path.charAt(text.length()) == '/');
        }
        List<String> parts = parts(path);
        if (exact ? parts.size() != segments.size() : parts.size() < segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean open = !exact && i == segments.size() - 1 && segment.isEmpty();
            boolean fits = isNamed(segment) ? !parts.get(i).isEmpty() : open || segment.equals(parts.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether there may be a path that belongs to both. */
    boolean overlaps(PathPattern other) {
        List<String> mine = parts(text);
        List<String> theirs = parts(other.text);
        int common = Math.min(mine.size(), theirs.size());
        for (int i = 0; i < common; i++) {
            String one = mine.get(i);
            String two = theirs.get(i);
            if (!one.equals(two) && !one.isEmpty() && !two.isEmpty() && !isNamed(one) && !isNamed(two)) {
                return false;
            }
        }
        return mine.size() == theirs.size() || !(mine.size() < theirs.size() ? exact : other.exact);
    }

    /** Returns the segments of a path that it covers, by their names. */
    Map<String, String> named(String path) {
        Map<String, String> named = new LinkedHashMap<>();
        List<String> parts = segments.isEmpty() ? List.of() : parts(path);
        for (int i = 0; i < segments.size(); i++) {
            if (isNamed(segments.get(i))) {
                named.put(name(segments.get(i)), parts.get(i));
            }
        }
        return named;
    }

    private int depth() {
        return (int) parts(text).stream().filter(part -> !part.isEmpty()).count();
    }

    private String kinds() {
        StringBuilder kinds = new StringBuilder();
        parts(text).stream().filter(part -> !part.isEmpty()).forEach(part -> kinds.append(isNamed(part) ? '1' : '0'));
        return kinds.toString();
    }

    private static boolean isNamed(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }
}
