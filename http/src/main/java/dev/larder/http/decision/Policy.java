package dev.larder.http.decision;

import dev.larder.http.message.Fields;

/**
 * What a response says about caching it.
 *
 * @param directives those that count here
 * @param targeted whether they come from a field that is aimed at this cache, so that {@code Cache-Control} and {@code Expires} do
 *     not count (RFC 9213, section 2.2)
 */
record Policy(Directives directives, boolean targeted) {

    /** Selects the first targeted field that is valid and not empty, else {@code Cache-Control}. */
    static Policy of(Fields response, CacheSettings settings) {
        for (String target : settings.targets()) {
            if (response.has(target)) {
                Directives directives = Directives.parseTargeted(response.all(target));
                if (directives != null) {
                    return new Policy(directives, true);
                }
            }
        }
        return new Policy(Directives.parse(response.all("Cache-Control")), false);
    }

    /** Returns whether a shared cache may store the answer to a request with {@code Authorization} (RFC 9111, section 3.5). */
    boolean allowsAuthorized() {
        return directives.isValid("public")
                || directives.isValid("must-revalidate")
                || directives.seconds("s-maxage") != null;
    }

    /** Returns whether nothing stale may be served, whatever else allows it (RFC 9111, section 5.2.2). */
    boolean forbidsStale() {
        return directives.has("must-revalidate") || directives.has("proxy-revalidate") || directives.has("s-maxage");
    }
}
