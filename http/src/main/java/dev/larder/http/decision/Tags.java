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
import org.jspecify.annotations.Nullable;

/**
 * Tags that responses name: those of {@code Surrogate-Key} and {@code Cache-Tag}, which are those of the caches of objects as well,
 * and the groups of {@code Cache-Groups}, which hold within one origin only (RFC 9875).
 */
public final class Tags {

    /** The most tags of a response, unless settings say otherwise: what a listing of 100 things needs that have three tags each. */
    public static final int MOST = 512;

    /** What every implementation has to support (RFC 9875, section 2). */
    private static final int GROUPS = 32;

    private static final int LONGEST = 512;
    private static final Pattern SEPARATOR = Pattern.compile("[ ,\\t]+");

    private Tags() {}

    /**
     * Returns the tags of a response; null if there are more than the settings allow, or one is too long, or no tag at all: stored without
     * it, the response could not be invalidated by it. {@code Cache-Groups} that is no list of strings counts as one of those in the safe
     * profile, and otherwise as if it were not there (RFC 9651, section 4.2).
     */
    public static @Nullable SortedSet<String> of(RequestHead request, Fields response, CacheSettings settings) {
        SortedSet<String> tags = new TreeSet<>();
        for (String field : settings.tagFields()) {
            for (String line : response.all(field)) {
                for (String tag : SEPARATOR.split(line, -1)) {
                    if (tag.isEmpty()) {
                        continue;
                    }
                    if (!isTag(tag, settings.maxTagLength())) {
                        return null;
                    }
                    tags.add(tag);
                }
            }
        }
        SortedSet<String> groups = groups(request, response, settings);
        if (groups == null || tags.size() > settings.maxTags()) {
            return null;
        }
        tags.addAll(groups);
        return Collections.unmodifiableSortedSet(tags);
    }

    private static @Nullable SortedSet<String> groups(RequestHead request, Fields response, CacheSettings settings) {
        List<String> named = strings(response.all("Cache-Groups"));
        if (named == null) {
            return settings.profile() == Profile.SAFE ? null : Collections.emptySortedSet();
        }
        int longest = Math.max(GROUPS, settings.maxTagLength());
        SortedSet<String> groups = new TreeSet<>();
        for (String group : named) {
            String tag = tag(request, group);
            if (group.length() > longest || tag.length() > LONGEST) {
                return null;
            }
            groups.add(tag);
        }
        return groups.size() > Math.max(GROUPS, settings.maxTags()) ? null : groups;
    }

    /** Returns the tags of the groups that a response invalidates; none if the field is no list of strings. */
    static SortedSet<String> invalidated(RequestHead request, Fields response) {
        SortedSet<String> tags = new TreeSet<>();
        List<String> named = strings(response.all("Cache-Group-Invalidation"));
        for (String group : named == null ? List.<String>of() : named) {
            String tag = tag(request, group);
            // Nothing is stored with a longer one.
            if (tag.length() <= LONGEST) {
                tags.add(tag);
            }
        }
        return tags;
    }

    private static String tag(RequestHead request, String group) {
        return "group:" + request.scheme() + "://" + request.authority().toLowerCase(Locale.ROOT) + " " + group;
    }

    private static @Nullable List<String> strings(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        try {
            List<String> strings = new ArrayList<>();
            for (ListElement<?> member : new Parser(lines).parseList().get()) {
                if (!(member instanceof StringItem item)) {
                    return null;
                }
                strings.add(item.get());
            }
            return strings;
        } catch (ParseException e) {
            return null;
        }
    }

    private static boolean isTag(String text, int longest) {
        return text.length() <= longest && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
