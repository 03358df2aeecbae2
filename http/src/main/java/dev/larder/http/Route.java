package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Profile;
import dev.larder.http.guard.BoundsRules;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.QueryRules;
import dev.larder.http.guard.ResponseRules;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A part of a site, and how its responses are cached. Begin with {@link #of} or {@link #at}.
 *
 * @param name names it in keys, tags and statistics
 * @param prefix of the paths that belong to it, in whole segments; {@code {id}} stands for any one segment. Of several routes that a path
 *     belongs to, the one counts that says most of it: by its number of segments, by not being a prefix, by segments without a name
 * @param exact whether {@code prefix} is a whole path, so that nothing below it belongs to the route
 * @param origin the name of the origin that it belongs to; empty for the usual one
 * @param cached whether anything is cached
 * @param settings what RFC 9111 leaves to choose
 * @param fields which fields of requests reach the origin, and which are in the key
 * @param query which parameters reach the origin, and are in the key
 * @param responses which responses may be shared
 * @param bounds how much it may store in a time
 * @param maxContent the longest content that is stored, in bytes
 * @param tags what stored responses are tagged with: text with {@code {id}} for a segment of the path that has a name, and {@code
 *     {header.X-Tenant}} for a field that is in the key. A request without the field goes without the tag
 * @param access who may ask, and how often; obeyed by the {@link Gate}
 */
public record Route(
        String name,
        String prefix,
        boolean exact,
        String origin,
        boolean cached,
        CacheSettings settings,
        FieldRules fields,
        QueryRules query,
        ResponseRules responses,
        BoundsRules bounds,
        int maxContent,
        List<String> tags,
        AccessRules access) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** Checks. */
    public Route {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a route has 1 to 64 of a-z 0-9 . _ - and begins with a letter or a digit");
        }
        if (maxContent < 1) {
            throw new IllegalArgumentException(
                    "route " + name + " has to store one byte at least; set cached to false");
        }
        tags = List.copyOf(tags);
        PathPattern path = PathPattern.of(prefix, exact);
        tags.forEach(tag -> TagPattern.of(tag, path.names(), fields.keyNames()));
    }

    /**
     * Makes a route with the defaults of a profile: everything below a prefix, no field but what the cache handles itself, all of
     * the query in the key, the default bounds, 1 MiB of content at most. The origin is asked for content without a coding, which is
     * the cache's business.
     */
    public static Route of(String name, String prefix, Profile profile) {
        return of(name, prefix, false, profile);
    }

    /** Makes a route for one path, such as {@code /contracts/{id}}, with the defaults of a profile; nothing below it belongs to it. */
    public static Route at(String name, String path, Profile profile) {
        return of(name, path, true, profile);
    }

    private static Route of(String name, String prefix, boolean exact, Profile profile) {
        boolean safe = profile == Profile.SAFE;
        FieldRules.Builder fields = FieldRules.builder().codings();
        return new Route(
                name,
                prefix,
                exact,
                "",
                true,
                CacheSettings.builder(profile).encodingHandled(true).build(),
                (safe ? fields : fields.passEverything()).build(),
                QueryRules.ALL,
                safe ? ResponseRules.SAFE : ResponseRules.RFC,
                BoundsRules.DEFAULT,
                1 << 20,
                List.of(),
                AccessRules.OPEN);
    }

    /** Returns this with nothing cached. */
    public Route withoutCache() {
        return with(parts -> parts.cached = false);
    }

    /** Returns this with other settings. */
    public Route with(CacheSettings others) {
        return with(parts -> parts.settings = others);
    }

    /** Returns this with other rules for the fields of requests. */
    public Route with(FieldRules others) {
        return with(parts -> parts.fields = others);
    }

    /** Returns this with other rules for parameters. */
    public Route with(QueryRules others) {
        return with(parts -> parts.query = others);
    }

    /** Returns this with other rules for responses. */
    public Route with(ResponseRules others) {
        return with(parts -> parts.responses = others);
    }

    /** Returns this with other bounds. */
    public Route with(BoundsRules others) {
        return with(parts -> parts.bounds = others);
    }

    /** Returns this with another limit of content. */
    public Route withMaxContent(int bytes) {
        return with(parts -> parts.maxContent = bytes);
    }

    /** Returns this with another origin; empty for the usual one. */
    public Route withOrigin(String other) {
        return with(parts -> parts.origin = other);
    }

    /** Returns this with these tags; the fields that they name have to be in the key before. */
    public Route withTags(List<String> others) {
        return with(parts -> parts.tags = others);
    }

    /** Returns this for other clients. */
    public Route withAccess(AccessRules rules) {
        return with(parts -> parts.access = rules);
    }

    private Route with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.route();
    }

    /** What can be another in a route of the same name and paths. */
    private static final class Parts {
        private final Route from;
        private String origin;
        private boolean cached;
        private CacheSettings settings;
        private FieldRules fields;
        private QueryRules query;
        private ResponseRules responses;
        private BoundsRules bounds;
        private int maxContent;
        private List<String> tags;
        private AccessRules access;

        Parts(Route from) {
            this.from = from;
            this.origin = from.origin;
            this.cached = from.cached;
            this.settings = from.settings;
            this.fields = from.fields;
            this.query = from.query;
            this.responses = from.responses;
            this.bounds = from.bounds;
            this.maxContent = from.maxContent;
            this.tags = from.tags;
            this.access = from.access;
        }

        Route route() {
            return new Route(
                    from.name,
                    from.prefix,
                    from.exact,
                    origin,
                    cached,
                    settings,
                    fields,
                    query,
                    responses,
                    bounds,
                    maxContent,
                    tags,
                    access);
        }
    }

    /** Returns the tag of all that it has stored. */
    public String tag() {
        return tagOf(name);
    }

    static String tagOf(String name) {
        return "route:" + name;
    }

    /** Returns whether another route belongs to the very same paths, so that nothing tells which one counts. */
    public boolean hasPathsOf(Route other) {
        return path().shape().equals(other.path().shape());
    }

    PathPattern path() {
        return PathPattern.of(prefix, exact);
    }

    List<TagPattern> tagPatterns() {
        Set<String> names = path().names();
        return tags.stream()
                .map(tag -> TagPattern.of(tag, names, fields.keyNames()))
                .toList();
    }

    /**
     * A number that changes when the rules do by which responses are stored, so that what other rules have stored is not found. The same in
     * all processes, so nothing in it may depend on identity or on the order of sets.
     */
    int rules() {
        String path = tags.isEmpty() ? "" : prefix + exact + tags;
        String text =
                String.join("|", settings.rules(), fields.rules(), query.rules(), responses.rules(), origin, path);
        String who = access.rules();
        return Keys.number(who.isEmpty() ? text : text + "|" + who);
    }
}
