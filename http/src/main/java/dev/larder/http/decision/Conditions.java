package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import dev.larder.http.message.RequestHead;
import java.time.Instant;
import java.util.List;

/**
 * Conditions of a client that a cache evaluates (RFC 9110, section 13.2.2; RFC 9111, section 4.3.2). {@code If-Match} and {@code
 * If-Unmodified-Since} are for origins.
 */
final class Conditions {

    private Conditions() {}

    /** Returns whether what a client has is what is stored, so that 304 is the answer. */
    static boolean isNotModified(RequestHead request, Fields response, Instant now) {
        Method method = Method.of(request.method());
        if (method != Method.GET && method != Method.HEAD) {
            return false;
        }
        List<String> tags = request.fields().all("If-None-Match");
        return tags.isEmpty() ? isNotModifiedSince(request.fields(), response, now) : isAmong(tags, response);
    }

    private static boolean isAmong(List<String> tags, Fields response) {
        if (tags.size() == 1 && tags.get(0).equals("*")) {
            return true;
        }
        EntityTag tag = EntityTag.parse(response.first("ETag"));
        return tag != null && EntityTag.parseAll(tags).stream().anyMatch(tag::equalsWeakly);
    }

    private static boolean isNotModifiedSince(Fields request, Fields response, Instant now) {
        List<String> lines = request.all("If-Modified-Since");
        Instant since = lines.size() == 1 ? HttpDate.parse(lines.get(0), now) : null;
        if (since == null) {
            return false;
        }
        Instant modified =
                response.has("Last-Modified") ? Freshness.lastModified(response, now) : Freshness.date(response, now);
        return modified != null && !modified.isAfter(since);
    }
}
