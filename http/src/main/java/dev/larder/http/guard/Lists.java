package dev.larder.http.guard;

import dev.larder.http.message.Field;
import java.util.ArrayList;
import java.util.List;

/** Texts taken apart. */
final class Lists {

    private Lists() {}

    /** Returns the parts between a character, all of them: one more than there are such characters. */
    static List<String> parts(String text, char between) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int end = text.indexOf(between); end >= 0; end = text.indexOf(between, begin)) {
            parts.add(text.substring(begin, end));
            begin = end + 1;
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /** Returns the elements of a list of tokens: without white space, and without empty ones (RFC 9110, section 5.6.1). */
    static List<String> elements(String value) {
        List<String> elements = new ArrayList<>();
        for (String part : parts(value, ',')) {
            String element = part.strip();
            if (!element.isEmpty()) {
                elements.add(element);
            }
        }
        return elements;
    }

    /** Returns the values of all lines of this name, in their order. */
    static List<String> values(List<Field> lines, String name) {
        List<String> values = new ArrayList<>(1);
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                values.add(line.value());
            }
        }
        return values;
    }
}
