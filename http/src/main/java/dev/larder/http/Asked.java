package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.ResponseScreening;
import dev.larder.http.guard.Ruling;
import dev.larder.http.guard.Target;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.Map;

/**
 * A request that the store may answer.
 *
 * @param site the route, and what it has seen
 * @param ruling its fields, as the cache and as the origin see them
 * @param target its target, as key and origin have it
 * @param primary the primary key
 * @param keyed the values of fields that are in the key, beside the target
 * @param isPlain whether content is wanted, as a whole and without conditions
 */
record Asked(
        Site site, Ruling.Cached ruling, Target target, String primary, Map<String, String> keyed, boolean isPlain) {

    Asked(Site site, Ruling.Cached ruling, Target target, String primary, Map<String, String> keyed) {
        this(site, ruling, target, primary, keyed, isPlain(ruling.request()));
    }

    private static boolean isPlain(RequestHead request) {
        for (Field line : request.fields()) {
            if (FieldRules.isHandled(line.name())) {
                return false;
            }
        }
        return request.method().equals("GET");
    }

    /** Returns this as a request for content. */
    Asked asGet() {
        Ruling.Cached get = new Ruling.Cached(
                get(ruling.request()), get(ruling.origin()), ruling.key(), ruling.plain(), ruling.removed());
        return new Asked(site, get, target, primary, keyed);
    }

    private static RequestHead get(RequestHead request) {
        return new RequestHead("GET", request.scheme(), request.authority(), request.target(), request.fields());
    }

    /** Returns what is sent of a request that has nothing to do with the store: with all that its client wants to know, conditions and all. */
    RequestHead forwarded() {
        Fields.Builder fields = ruling.origin().fields().toBuilder();
        for (Field line : ruling.request().fields()) {
            if (FieldRules.isHandled(line.name())) {
                fields.add(line.name(), line.value());
            }
        }
        return ruling.origin().with(fields.build());
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
