package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a part of a representation is joined with parts that are stored (RFC 9111, section 3.4; RFC 9110, section 15.3.7.3). */
public sealed interface Combining {

    /**
     * It is: its bytes are added to what is stored.
     *
     * @param stored what is then stored: a complete response once nothing is missing
     */
    record Combine(Stored stored) implements Combining {}

    /** It is not: it is of another representation, or cannot be combined. What to do with it says {@link Storing}. */
    record Separate() implements Combining {}

    /**
     * Decides. Both have to share a strong validator and the length, and to be parts.
     *
     * @param part the newer one
     */
    static Combining of(Stored stored, RequestHead request, ResponseHead part, Exchange times, CacheSettings settings) {
        Coverage before = stored.coverage();
        Coverage added = part.status() == 206 ? coverage(part.fields()) : null;
        if (before == null
                || added == null
                || before.length() != added.length()
                || !sharesStrong(stored, part, times)) {
            return new Separate();
        }
        Coverage joined = before.with(added.ranges().get(0));
        Fields fields = StoredFields.update(stored.head().fields(), part.fields(), times.received());
        boolean complete = joined.isComplete();
        ResponseHead head = complete
                ? new ResponseHead(
                        200, fields.without("Content-Range").with("Content-Length", Long.toString(joined.length())))
                : new ResponseHead(
                        206,
                        fields.with(
                                "Content-Range",
                                part.fields().all("Content-Range").get(0)));
        return Storing.of(request, head, true, times, settings) instanceof Storing.Store store
                ? new Combine(with(store.stored(), complete ? null : joined))
                : new Separate();
    }

    /**
     * Returns which range the origin is to be asked for, so that its part can be stored; null if it is to be asked for the whole.
     * The client's {@code If-Range} is not sent: it is evaluated on what is stored, and without that the whole is fetched.
     *
     * @param stored what is stored under the key; null if nothing is
     */
    static @Nullable String range(RequestHead request, @Nullable Stored stored, Instant now, CacheSettings settings) {
        List<String> lines = request.fields().all("Range");
        Coverage parts = stored == null ? null : stored.coverage();
        boolean asked = settings.partial() && Method.of(request.method()) == Method.GET && lines.size() == 1;
        if (!asked || (stored != null && parts == null) || !Ranges.isOne(lines.get(0))) {
            return null;
        }
        if (!request.fields().has("If-Range")) {
            return lines.get(0);
        }
        return stored != null
                        && parts != null
                        && Ranges.of(request, stored.head().fields(), parts.length(), now, settings)
                                instanceof Ranges.Some
                ? lines.get(0)
                : null;
    }

    /** Returns whether what is stored has all bytes that a request asks for. */
    static boolean isAnsweredBy(Stored stored, RequestHead request, Instant now, CacheSettings settings) {
        return Ranges.areStored(request, stored, now, settings);
    }

    /** Returns which bytes a part holds; null if it holds several ranges, or does not say of how many bytes. */
    static @Nullable Coverage coverage(Fields part) {
        ContentRange range =
                part.all("Content-Range").size() == 1 ? ContentRange.parse(part.first("Content-Range")) : null;
        return range == null || range.length() == ContentRange.UNKNOWN
                ? null
                : Coverage.of(range.range(), range.length());
    }

    private static boolean sharesStrong(Stored stored, ResponseHead part, Exchange times) {
        return !Collections.disjoint(
                Validators.strong(stored.head().fields(), times.received()),
                Validators.strong(part.fields(), times.received()));
    }

    private static Stored with(Stored stored, @Nullable Coverage coverage) {
        return new Stored(stored.head(), stored.initialAge(), stored.life(), stored.variant(), coverage);
    }
}
