package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import java.util.regex.Pattern;

/**
 * A part of a site, and how its responses are cached. Begin with {@link #of}.
 *
 * @param name names it in keys, tags and statistics
 * @param prefix of the paths that belong to it; the longest one wins
 * @param cached whether anything is cached
 * @param settings what RFC 9111 leaves to choose
 * @param fields which fields of requests reach the origin, and which are in the key
 * @param query which parameters reach the origin, and are in the key
 * @param responses which responses may be shared
 * @param bounds how much it may store in a time
 * @param maxContent the longest content that is stored, in bytes
 */
public record Route(
        String name,
        String prefix,
        boolean cached,
        CacheSettings settings,
        FieldRules fields,
        QueryRules query,
        ResponseRules responses,
        BoundsRules bounds,
        int maxContent) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Checks. */
    public Route {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a route has 1 to 64 of a-z 0-9 . _ - and begins with a letter or a digit");
        }
        if (!prefix.startsWith("/")) {
            throw new IllegalArgumentException("the prefix of route " + name + " has to begin with a slash");
        }
        if (maxContent < 1) {
            throw new IllegalArgumentException(
                    "route " + name + " has to store one byte at least; set cached to false");
        }
    }

    /**
     * Makes a route with the defaults of a profile: everything below a prefix, no field but what the cache handles itself, all of
     * the query in the key, the default bounds, 1 MiB of content at most. The origin is asked for content without a coding, which is
     * the cache's business.
     */
    public static Route of(String name, String prefix, Profile profile) {
        boolean safe = profile == Profile.SAFE;
        FieldRules.Builder fields = FieldRules.builder().codings();
        return new Route(
                name,
                prefix,
                true,
                CacheSettings.builder(profile).encodingHandled(true).build(),
                (safe ? fields : fields.passEverything()).build(),
                QueryRules.ALL,
                safe ? ResponseRules.SAFE : ResponseRules.RFC,
                BoundsRules.DEFAULT,
                1 << 20);
    }

    /** Returns this with nothing cached. */
    public Route withoutCache() {
        return new Route(name, prefix, false, settings, fields, query, responses, bounds, maxContent);
    }

    /** Returns this with other settings. */
    public Route with(CacheSettings others) {
        return new Route(name, prefix, cached, others, fields, query, responses, bounds, maxContent);
    }

    /** Returns this with other rules for the fields of requests. */
    public Route with(FieldRules others) {
        return new Route(name, prefix, cached, settings, others, query, responses, bounds, maxContent);
    }

    /** Returns this with other rules for parameters. */
    public Route with(QueryRules others) {
        return new Route(name, prefix, cached, settings, fields, others, responses, bounds, maxContent);
    }

    /** Returns this with other rules for responses. */
    public Route with(ResponseRules others) {
        return new Route(name, prefix, cached, settings, fields, query, others, bounds, maxContent);
    }

    /** Returns this with other bounds. */
    public Route with(BoundsRules others) {
        return new Route(name, prefix, cached, settings, fields, query, responses, others, maxContent);
    }

    /** Returns this with another limit of content. */
    public Route withMaxContent(int bytes) {
        return new Route(name, prefix, cached, settings, fields, query, responses, bounds, bytes);
    }

    /** Returns the tag of all that it has stored. */
    public String tag() {
        return "route:" + name;
    }

    /** Returns whether a path belongs to it: as a whole segment, so that {@code /a} is not the prefix of {@code /ab}. */
    boolean covers(String path) {
        return path.startsWith(prefix)
                && (prefix.endsWith("/") || path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /**
     * A number that changes when the rules do by which responses are stored, so that what other rules have stored is not found. The same in
     * all processes, so nothing in it may depend on identity or on the order of sets.
     */
    int rules() {
        return String.join("|", settings.rules(), fields.rules(), query.rules(), responses.rules())
                .hashCode();
    }
}
