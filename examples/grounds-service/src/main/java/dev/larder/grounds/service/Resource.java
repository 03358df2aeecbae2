package dev.larder.grounds.service;

import dev.larder.Answer;
import dev.larder.grounds.Versioned;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * The things of one kind over HTTP: answers with validators, freshness and tags. That a client has it already (304) is seen by Spring,
 * which compares the {@code ETag} of an answer with {@code If-None-Match}.
 *
 * @param catalog where the things are
 * @param freshness how long answers are fresh
 * @param view what of a thing is shown
 */
record Resource<E extends Versioned<E>, F extends Filtering>(
        Catalog<E, F> catalog, Freshness freshness, Function<E, Object> view) {

    /** The tags of an answer: those of the caches of objects as well. */
    private static final String TAGS = "Surrogate-Key";

    private static final String UNKNOWN = "no-store";

    /**
     * A page of a listing, as JSON.
     *
     * @param items what it shows
     * @param page its number
     * @param size how many a page has
     * @param prev the page before, if there is one
     * @param next the page after, if there is one
     */
    record Listing(
            List<Object> items,
            int page,
            int size,
            @Nullable String prev,
            @Nullable String next) {}

    /** Answers with one thing. */
    ResponseEntity<Object> one(long id) {
        Answer<E> answer = catalog.find(id);
        E thing = answer.value();
        if (thing == null) {
            throw Refusal.notFound(catalog.one());
        }
        return ResponseEntity.ok()
                .eTag(etag(thing))
                .header(HttpHeaders.CACHE_CONTROL, cacheControl(answer.stale()))
                .header(TAGS, catalog.tag(id))
                .body(view.apply(thing));
    }

    /** Answers with a page of a listing. Its ETag is weak: the same things in the same versions. */
    ResponseEntity<Object> page(F filter, Paging paging) {
        Catalog.Page<E> page = catalog.page(filter, paging);
        List<Object> items = page.shown().stream().map(view).toList();
        String prev = paging.page() == 1 ? null : link(filter, paging, -1);
        String next = page.more() && paging.page() < Paging.MOST_PAGES ? link(filter, paging, 1) : null;
        return ResponseEntity.ok()
                .eTag("W/\"" + digest(page.shown(), next != null) + "\"")
                .header(HttpHeaders.CACHE_CONTROL, cacheControl(page.stale()))
                .header(TAGS, String.join(" ", page.tags()))
                .body(new Listing(items, paging.page(), paging.size(), prev, next));
    }

    /**
     * Changes one thing, and answers with it as it is now.
     *
     * @param ifMatch the field, if there is one
     * @param change makes the new state, or throws a {@link Refusal}
     */
    ResponseEntity<Object> change(long id, @Nullable String ifMatch, UnaryOperator<E> change) {
        IfMatch based = IfMatch.of(ifMatch);
        E changed = catalog.change(id, old -> {
            if (!based.includes(old.version())) {
                throw Refusal.changed(catalog.one());
            }
            return change.apply(old);
        });
        if (changed == null) {
            throw Refusal.notFound(catalog.one());
        }
        return ResponseEntity.ok()
                .eTag(etag(changed))
                .header(HttpHeaders.CACHE_CONTROL, UNKNOWN)
                .body(view.apply(changed));
    }

    /** What is known to be stale is not to be taken for fresh by others. */
    private String cacheControl(boolean stale) {
        return stale ? UNKNOWN : freshness.cacheControl();
    }

    private String etag(E thing) {
        return "\"" + thing.version() + "\"";
    }

    private String digest(List<E> things, boolean more) {
        long digest = more ? 1 : 0;
        for (E thing : things) {
            digest = mix(mix(digest + thing.id()) + thing.version());
        }
        return Long.toHexString(mix(digest + things.size()));
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long bits) {
        long z = bits + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private String link(F filter, Paging paging, int step) {
        String query = filter.query();
        return "/" + catalog.many() + "?" + (query.isEmpty() ? "" : query + "&") + "page=" + (paging.page() + step)
                + "&size=" + paging.size();
    }
}
