package dev.larder.http;

import dev.larder.http.decision.CacheSettings;
import dev.larder.http.decision.Coding;
import dev.larder.http.decision.NoVarySearch;
import dev.larder.http.decision.QueryKey;
import dev.larder.http.decision.Tags;
import dev.larder.http.guard.Bounds;
import dev.larder.http.guard.FieldRules;
import dev.larder.http.guard.Judged;
import dev.larder.http.guard.ResponseScreening;
import dev.larder.http.guard.Ruling;
import dev.larder.http.guard.Target;
import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A request that the store may answer.
 *
 * @param site the route, and what it has seen
 * @param ruling its fields, as the cache and as the origin see them
 * @param place where what is for its target only lies
 * @param primary the primary key
 * @param keyed the values of fields that are in the key, beside the target
 * @param rule by which the primary key stands for other targets as well
 * @param isLed whether what is stored has led to that rule, and not what is known of the path
 * @param isPlain whether content is wanted, as a whole and without conditions
 * @param coding in which its client wants content; null for none
 * @param question the content of a QUERY; null for others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Asked(
        Site site,
        Ruling.Cached ruling,
        Place place,
        String primary,
        Map<String, String> keyed,
        NoVarySearch rule,
        boolean isLed,
        boolean isPlain,
        @Nullable Coding coding,
        byte @Nullable [] question) {

    Asked(
            Site site,
            Ruling.Cached ruling,
            Target target,
            String primary,
            Map<String, String> keyed,
            @Nullable Coding coding) {
        this(
                site,
                ruling,
                new Place(primary, target),
                primary,
                keyed,
                NoVarySearch.ALL,
                false,
                isPlain(ruling.request()),
                coding,
                null);
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
        if (question != null) {
            return this;
        }
        Ruling.Cached get = new Ruling.Cached(
                get(ruling.request()), get(ruling.origin()), ruling.key(), ruling.plain(), ruling.removed());
        return new Asked(site, get, place, primary, keyed, rule, isLed, isPlain, coding, null);
    }

    /** Returns this under the key that a rule makes. */
    Asked under(NoVarySearch other, boolean led) {
        return new Asked(site, ruling, place, place.under(other), keyed, other, led, isPlain, coding, null);
    }

    /** Returns this with the content of a QUERY, which is part of its key: its answers lie under the target, so that they go with it. */
    Asked asking(byte[] content) {
        Map<String, String> all = new HashMap<>(keyed);
        all.put(":content", QueryKey.of(ruling.request().fields(), content));
        return new Asked(site, ruling, place, place.queries(), all, NoVarySearch.ALL, false, false, coding, content);
    }

    /** Returns the content that is sent; null if there is none. */
    Flow.@Nullable Publisher<ByteBuffer> body() {
        return question == null || question.length == 0 ? null : new Pieces(List.of(ByteBuffer.wrap(question)));
    }

    /** Returns its target, as key and origin have it. */
    Target target() {
        return place.target();
    }

    /** Returns whether its response may say which parameters select. */
    boolean isSearched() {
        return settings().noVarySearch() && question == null;
    }

    /** Returns by which rule a response is for other targets as well. */
    NoVarySearch says(Fields response) {
        return isSearched() ? NoVarySearch.of(response) : NoVarySearch.ALL;
    }

    /** Returns all tags of a response; null if it could not be invalidated by one that it, or its route, names: so it is not stored. */
    @Nullable
    SortedSet<String> tags(Fields response) {
        SortedSet<String> named = Tags.of(ruling.request(), response, settings());
        SortedSet<String> tags = site.tags(target().path(), keyed);
        if (named == null || tags == null) {
            return null;
        }
        tags.addAll(named);
        if (!rule.equals(NoVarySearch.ALL)) {
            tags.add(place.tag());
        }
        return tags;
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

    /** Says whether a response to it may be shared at all. */
    Judged judge(Origin.Response response) {
        Judged judged = screening().judge(target(), ruling, response.arrival());
        return response.personal() && judged instanceof Judged.Shared shared
                ? new Judged.NotShared(Judged.Unshared.PERSONAL, shared.response())
                : judged;
    }
}
