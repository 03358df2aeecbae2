package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;

/**
 * Tags that responses name: those of {@code Surrogate-Key} and {@code Cache-Tag}, which are those of the caches of objects as well,
 * and the groups of {@code Cache-Groups}, which hold within one origin only (RFC 9875).
 */
public final class Tags {

    /** What every implementation has to support (RFC 9875, section 2). */
    private static final int GROUPS = 32;

    private static final int LONGEST = 512;
    private static final Pattern SEPARATOR = Pattern.compile("[ ,\\t]+");

    private Tags() {}

    /** Returns the tags of a stored response. Those beyond the limits, and those with other than visible characters, do not count. */
    public static SortedSet<String> of(RequestHead request, Fields response, CacheSettings settings) {
        SortedSet<String> tags = new TreeSet<>();
        for (String field : settings.tagFields()) {
            for (String line : response.all(field)) {
                for (String tag : SEPARATOR.split(line, -1)) {
                    if (tags.size() < settings.maxTags() && isTag(tag, settings.maxTagLength())) {
                        tags.add(tag);
                    }
                }
            }
        }
        tags.addAll(groups("Cache-Groups", request, response, settings));
        return Collections.unmodifiableSortedSet(tags);
    }

    /** Returns the tags that groups have; none if the field is no list of strings. */
    static SortedSet<String> groups(String field, RequestHead request, Fields response, CacheSettings settings) {
        SortedSet<String> tags = new TreeSet<>();
        String prefix =
                "group:" + request.scheme() + "://" + request.authority().toLowerCase(Locale.ROOT) + " ";
        int most = Math.max(GROUPS, settings.maxTags());
        int longest = Math.min(Math.max(GROUPS, settings.maxTagLength()), LONGEST - prefix.length());
        for (String group : strings(response.all(field))) {
            if (tags.size() < most && group.length() <= longest) {
                tags.add(prefix + group);
            }
        }
        return tags;
    }

    private static List<String> strings(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        try {
            List<String> strings = new ArrayList<>();
            for (ListElement<?> member : new Parser(lines).parseList().get()) {
                if (!(member instanceof StringItem item)) {
                    return List.of();
                }
                strings.add(item.get());
            }
            return strings;
        } catch (ParseException e) {
            return List.of();
        }
    }

    private static boolean isTag(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
