package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.ResponseScreening;
import dev.larder.http.guard.Ruling;
import dev.larder.http.guard.Target;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A request that the store may answer.
 *
 * @param site the route, and what it has seen
 * @param ruling its fields, as the cache and as the origin see them
 * @param target its target, as key and origin have it
 * @param primary the primary key
 * @param keyed the values of fields that are in the key, beside the target
 * @param interim takes interim responses of the origin
 */
record Asked(
        Site site,
        Ruling.Cached ruling,
        Target target,
        String primary,
        Map<String, String> keyed,
        Consumer<ResponseHead> interim) {

    /** Returns this as a request for content. */
    Asked asGet() {
        Ruling.Cached get = new Ruling.Cached(
                get(ruling.request()), get(ruling.origin()), ruling.key(), ruling.plain(), ruling.removed());
        return new Asked(site, get, target, primary, keyed, interim);
    }

    private static RequestHead get(RequestHead request) {
        return new RequestHead("GET", request.scheme(), request.authority(), request.target(), request.fields());
    }

    Route route() {
        return site.route();
    }

    CacheSettings settings() {
        return site.route().settings();
    }

    ResponseScreening screening() {
        return site.screening();
    }

    Bounds bounds() {
        return site.bounds();
    }
}
