package dev.larder.http;

import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.ResponseScreening;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A route at work: with what it has seen lately.
 *
 * @param rules a number of its rules
 * @param origin where its requests go
 */
record Site(
        Route route,
        int rules,
        PathPattern path,
        List<TagPattern> tags,
        Origin origin,
        ResponseScreening screening,
        Bounds bounds) {

    /** What stands in the key for a field that is not there; no field has it. */
    static final String ABSENT = "\u0000";

    static Site of(Route route, Origin origin, Bounds bounds) {
        return new Site(
                route,
                route.rules(),
                route.path(),
                route.tagPatterns(),
                origin,
                new ResponseScreening(route.responses()),
                bounds);
    }

    /**
     * Returns the tags that the route gives to a response; null if one of them is too long, so that what has it could not be invalidated by
     * it.
     *
     * @param at the path, in its one form
     * @param keyed the values of fields that are in the key
     */
    @Nullable
    SortedSet<String> tags(String at, Map<String, String> keyed) {
        SortedSet<String> given = new TreeSet<>();
        given.add(route.tag());
        Map<String, String> named = tags.isEmpty() ? Map.of() : path.named(at);
        for (TagPattern pattern : tags) {
            String tag = pattern.tag(named, keyed, ABSENT);
            if (tag != null && tag.length() > route.settings().maxTagLength()) {
                return null;
            }
            if (tag != null) {
                given.add(tag);
            }
        }
        return given;
    }
}
