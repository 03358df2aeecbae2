package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.Syntax;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a response was selected by, beside method and target (RFC 9111, section 4.1).
 *
 * @param names the selecting fields, in lower case
 * @param any whether by more than fields ({@code *}), so that it never matches another request
 */
public record Vary(SortedSet<String> names, boolean any) {

    private static final Vary NOTHING = new Vary(Collections.emptySortedSet(), false);

    /** Reads what a response says. What cannot be read as the name of a field counts as {@code *}. */
    public static Vary of(Fields response, CacheSettings settings) {
        List<String> members = Members.of(response.all("Vary"));
        if (members.isEmpty()) {
            return NOTHING;
        }
        SortedSet<String> names = new TreeSet<>();
        boolean any = false;
        for (String member : members) {
            any |= member.equals("*") || !Syntax.isToken(member);
            names.add(member.toLowerCase(Locale.ROOT));
        }
        if (settings.encodingHandled()) {
            names.remove("accept-encoding");
        }
        return new Vary(Collections.unmodifiableSortedSet(names), any);
    }

    /**
     * Returns the form of the selecting fields of a request: the same for two requests only if they match. Empty if nothing selects.
     * A field that is not there is other than an empty one.
     */
    public String key(Fields request, CacheSettings settings) {
        StringBuilder key = new StringBuilder();
        for (String name : names) {
            List<String> lines = request.all(name);
            key.append(name).append(lines.isEmpty() ? "-" : "=");
            if (!lines.isEmpty()) {
                key.append(SelectingValue.normalised(name, lines, settings));
            }
            key.append('\n');
        }
        return key.toString();
    }
}
