package dev.larder.http.guard;

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
        return parts(value, ',').stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
