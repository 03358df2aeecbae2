package dev.larder.http.decision;

import java.util.ArrayList;
import java.util.List;

/** Members of a field that is a list (RFC 9110, section 5.6.1): split at commas outside of quoted strings, empty ones left out. */
final class Members {

    private Members() {}

    /** Splits the lines of a field. Each line is split for itself: a quote that one leaves open swallows nothing of the next. */
    static List<String> of(Iterable<String> lines) {
        List<String> members = new ArrayList<>();
        lines.forEach(line -> split(line, members));
        return members;
    }

    /** Splits one value. */
    static List<String> of(String value) {
        return of(List.of(value));
    }

    private static void split(String line, List<String> members) {
        int begin = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(line, begin, i, members);
                begin = i + 1;
            }
        }
        if (quoted) {
            // A quote that is left open hides nothing: the rest is split as if there were none.
            for (String rest : line.substring(begin).split(",", -1)) {
                add(rest, 0, rest.length(), members);
            }
        } else {
            add(line, begin, line.length(), members);
        }
    }

    private static void add(String line, int begin, int end, List<String> members) {
        String member = line.substring(begin, end).strip();
        if (!member.isEmpty()) {
            members.add(member);
        }
    }
}
