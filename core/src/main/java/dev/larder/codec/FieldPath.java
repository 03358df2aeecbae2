package dev.larder.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path to fields of a value: names with dots between, {@code []} for each element, {@code *} for every field or key, or
 * {@code **.} and one name for that name at any depth.
 *
 * @param text as it was written
 * @param steps its steps; for a name at any depth that one step
 * @param anywhere whether it is a name at any depth
 */
record FieldPath(String text, List<String> steps, boolean anywhere) {

    static final String ELEMENT = "[]";
    static final String ANY = "*";
    static final String ANYWHERE = "**.";
    private static final int MOST_STEPS = 32;

    /** Reads a path; null if it is none. */
    static @Nullable FieldPath read(String text) {
        if (text.startsWith(ANYWHERE)) {
            String name = text.substring(ANYWHERE.length());
            return isName(name) ? new FieldPath(text, List.of(name), true) : null;
        }
        List<String> steps = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            String name = part;
            int elements = 0;
            while (name.endsWith(ELEMENT)) {
                name = name.substring(0, name.length() - ELEMENT.length());
                elements++;
            }
            boolean whole = name.isEmpty() && elements > 0 && steps.isEmpty();
            if (!whole) {
                if (!name.equals(ANY) && !isName(name)) {
                    return null;
                }
                steps.add(name);
            }
            for (int i = 0; i < elements; i++) {
                steps.add(ELEMENT);
            }
        }
        return steps.size() > MOST_STEPS ? null : new FieldPath(text, List.copyOf(steps), false);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.chars().noneMatch(c -> c == '*' || c == '[' || c == ']' || c == ',' || c == '.' || c <= ' ');
    }

    /** Whether it ends with an element, which cannot be left out by itself. */
    boolean endsWithElement() {
        return !steps.isEmpty() && steps.get(steps.size() - 1).equals(ELEMENT);
    }

    /** How many of its steps take any name. */
    int wildcards() {
        return (int) steps.stream().filter(ANY::equals).count();
    }

    /** Returns the path of a field. */
    static String field(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns the path of an element. */
    static String element(String path) {
        return path + ELEMENT;
    }
}
