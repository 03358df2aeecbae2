package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an origin says of stored responses that it was asked about (RFC 9111, section 4.3). */
public sealed interface Validation {

    /**
     * They are valid: each is to be {@linkplain #freshen freshened}, and the first answers the request.
     *
     * @param which not empty
     */
    record Valid(List<Stored> which) implements Validation {}

    /**
     * A 304 that is about none of them. It must not be used, so the request is sent again without conditions; if the client's own
     * conditions were sent, it is the client's answer.
     */
    record Unknown() implements Validation {}

    /** They are not valid: the response answers the request, and may be stored. For a response to HEAD see {@link #head}. */
    record Replaced() implements Validation {}

    /** It failed: either its response is passed on, or it counts as no answer. */
    record Failed() implements Validation {}

    /**
     * A stored response with the fields of a newer one.
     *
     * @param head what answers the request
     * @param storing whether it is to be stored in place of what was there
     */
    record Freshened(ResponseHead head, Storing storing) {

        /** Returns whether what was there is to be removed: the newer response forbids it, not only this client's request. */
        public boolean isToBeRemoved() {
            return storing instanceof Storing.Refuse refuse
                    && refuse.reason() != Refusal.REQUEST_NO_STORE
                    && refuse.reason() != Refusal.AUTHORIZED;
        }
    }

    /** What a response to HEAD says of a stored response to GET. */
    enum OnHead {
        /** It is the same: it is to be {@linkplain #freshen freshened}. */
        FRESHEN,
        /** It is another: it counts as stale. */
        STALE,
        /** Nothing. */
        NOTHING
    }

    /** Everything that makes a request conditional or partial. */
    List<String> CONDITIONS =
            List.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range");

    /**
     * Returns a request that asks whether stored responses are valid. The client's own conditions and ranges are not sent: they are
     * evaluated when the response is there.
     *
     * @param candidates responses to the same target; parts are left out
     */
    static RequestHead request(RequestHead request, List<Stored> candidates) {
        Fields.Builder fields = request.fields().without(CONDITIONS).toBuilder();
        Set<String> tags = new LinkedHashSet<>();
        for (Stored stored : candidates) {
            EntityTag tag = stored.entityTag();
            if (tag != null && stored.coverage() == null) {
                tags.add(tag.toString());
            }
        }
        if (!tags.isEmpty()) {
            fields.add("If-None-Match", String.join(", ", tags));
        }
        String modified = candidates.size() == 1 ? candidates.get(0).lastModified() : null;
        if (modified != null && candidates.get(0).coverage() == null) {
            fields.add("If-Modified-Since", modified);
        }
        return request.with(fields.build());
    }

    /**
     * Decides whom a response to such a request is about (section 4.3.3, and for 304 section 4.3.4).
     *
     * @param candidates those that the request asked about
     */
    static Validation of(List<Stored> candidates, ResponseHead response, Instant now) {
        if (response.status() != 304) {
            return Failure.of(response.status()) == null ? new Replaced() : new Failed();
        }
        List<Stored> which = identified(candidates, response.fields(), now);
        return which.isEmpty() ? new Unknown() : new Valid(which);
    }

    private static List<Stored> identified(List<Stored> candidates, Fields response, Instant now) {
        Set<String> strong = Validators.strong(response, now);
        if (!strong.isEmpty()) {
            return candidates.stream()
                    .filter(stored ->
                            shares(strong, Validators.strong(stored.head().fields(), now)))
                    .sorted(newestFirst(now))
                    .toList();
        }
        Set<String> weak = Validators.all(response, now);
        if (!weak.isEmpty()) {
            return candidates.stream()
                    .filter(stored -> shares(weak, Validators.all(stored.head().fields(), now)))
                    .sorted(newestFirst(now))
                    .limit(1)
                    .toList();
        }
        // The request asked about this one only, so a 304 without any validator can be about no other.
        return candidates.size() == 1 ? candidates : List.of();
    }

    private static boolean shares(Set<String> some, Set<String> others) {
        return !Collections.disjoint(some, others);
    }

    private static Comparator<Stored> newestFirst(Instant now) {
        return Comparator.<Stored, Instant>comparing(
                        stored -> Freshness.date(stored.head().fields(), now))
                .reversed();
    }

    /**
     * Updates a stored response with the fields of a 304, or of a response to HEAD (section 3.2), and decides anew whether and how
     * long it may be stored: the newer one may forbid it.
     */
    static Freshened freshen(
            Stored stored, RequestHead request, ResponseHead newer, Exchange times, CacheSettings settings) {
        Fields fields = StoredFields.update(stored.head().fields(), newer.fields(), times.received());
        ResponseHead head = stored.head().with(fields);
        String get = Method.of(request.method()) == Method.HEAD ? "GET" : request.method();
        RequestHead asked =
                new RequestHead(get, request.scheme(), request.authority(), request.target(), request.fields());
        return new Freshened(
                head,
                Storing.of(asked, head, true, times, settings, stored.life().fresh()));
    }

    /**
     * Decides what a response to HEAD says of a stored response to GET (section 4.3.5).
     *
     * @param length of its content
     */
    static OnHead head(Stored stored, ResponseHead response, long length) {
        if (response.status() != 200 || stored.head().status() != 200) {
            return OnHead.NOTHING;
        }
        Fields fields = response.fields();
        String contentLength = fields.first("Content-Length");
        return isSame(stored, fields, "ETag")
                        && isSame(stored, fields, "Last-Modified")
                        && (contentLength == null || contentLength.equals(Long.toString(length)))
                ? OnHead.FRESHEN
                : OnHead.STALE;
    }

    private static boolean isSame(Stored stored, Fields fields, String validator) {
        return !fields.has(validator)
                || fields.all(validator).equals(stored.head().fields().all(validator));
    }
}
