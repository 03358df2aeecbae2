package dev.larder.http;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a gate adds to the answer to a request that it has let in: what it tells the client, and, where the answer is not for all, that caches
 * which others share are not to keep it. Pure.
 */
final class Additions {

    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String SET_COOKIE = "Set-Cookie";

    /** They say to shared caches what {@code Cache-Control} says to all. */
    private static final Pattern FOR_ALL = Pattern.compile("(?i)(public|private|s-maxage|proxy-revalidate)( *=.*)?");

    private static final List<String> FOR_SHARED = List.of("CDN-Cache-Control", "Surrogate-Control");

    private Additions() {}

    /** Returns the names, without regard to case, of the fields that an answer does not carry just as they are said. */
    static Set<String> decided(Gate.Entry.Let let) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        let.told().forEach(line -> names.add(line.name()));
        if (let.isPrivate()) {
            names.add(CACHE_CONTROL);
            names.addAll(FOR_SHARED);
        }
        return Collections.unmodifiableSet(names);
    }

    /** Returns the head of an answer as its client gets it. */
    static ResponseHead to(Gate.Entry.Let let, ResponseHead head) {
        Fields.Builder fields = head.fields().toBuilder();
        for (String name : decided(let)) {
            fields.remove(name);
            lines(let, name, head.fields().all(name)).forEach(value -> fields.add(name, value));
        }
        return head.with(fields.build());
    }

    /** Returns the lines of one name as the client gets them. */
    static List<String> lines(Gate.Entry.Let let, String name, List<String> said) {
        if (let.isPrivate() && FOR_SHARED.stream().anyMatch(name::equalsIgnoreCase)) {
            return List.of();
        }
        boolean withheld = let.isPrivate() && name.equalsIgnoreCase(CACHE_CONTROL);
        List<String> lines = new ArrayList<>(withheld ? List.of(withheld(said)) : said);
        let.told().all(name).stream()
                .filter(told -> !isReplaced(name, told, said))
                .forEach(lines::add);
        return lines;
    }

    /** The first of several directives counts, and what is private is so whatever else is said. */
    private static String withheld(List<String> said) {
        List<String> directives = new ArrayList<>(List.of("private"));
        Arrays.stream(String.join(",", said).split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !FOR_ALL.matcher(one).matches())
                .forEach(directives::add);
        return String.join(", ", directives);
    }

    /** Returns whether the answer sets a cookie itself: that is the newer one, as of a login, and the last line would count. */
    private static boolean isReplaced(String name, String told, List<String> said) {
        return name.equalsIgnoreCase(SET_COOKIE)
                && said.stream().anyMatch(line -> cookie(line).equals(cookie(told)));
    }

    private static String cookie(String line) {
        int equals = line.indexOf('=');
        return equals < 0 ? "" : line.substring(0, equals).strip();
    }
}
