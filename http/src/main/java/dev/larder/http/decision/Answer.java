package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import dev.larder.http.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is sent of a stored response: its conditions and ranges, and what is left out.
 *
 * @param head what is sent before the content
 * @param content what is sent after that, in this order; empty for none
 */
public record Answer(ResponseHead head, List<Piece> content) {

    /** A piece of content. */
    public sealed interface Piece {}

    /**
     * Bytes of the stored content.
     *
     * @param range which
     */
    public record Bytes(ByteRange range) implements Piece {}

    /**
     * What stands between bytes of several ranges.
     *
     * @param text in ISO 8859-1
     */
    public record Text(String text) implements Piece {}

    /** What describes a representation, and so says nothing new to a client that has it (RFC 9110, section 15.4.5). */
    private static final List<String> METADATA =
            List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Length", "Content-Range");

    /**
     * Decides.
     *
     * @param stored what {@link Reuse} found to answer the request, or what was just validated
     * @param length of the content, all parts included
     * @param age its age; null if it was just validated, so that its own {@code Age} is right
     * @param boundary makes what is not in the content, to stand between several ranges; asked only if there are several
     */
    public static Answer of(
            RequestHead request,
            Stored stored,
            long length,
            @Nullable Duration age,
            Instant now,
            Supplier<String> boundary,
            CacheSettings settings) {
        Fields fields = stored.head().fields().without("Content-Range");
        if (age != null) {
            fields = fields.with("Age", Long.toString(age.toSeconds()));
        }
        boolean isPart = stored.coverage() != null;
        if (stored.head().status() != 200 && !isPart) {
            return whole(request, stored.head().with(fields), length);
        }
        if (Conditions.isNotModified(request, fields, now)) {
            return notModified(fields);
        }
        Ranges asked = Ranges.of(request, fields, length, now, settings);
        if (asked instanceof Ranges.Unsatisfiable) {
            return unsatisfiable(fields, length);
        }
        if (asked instanceof Ranges.Some some) {
            Fields sent =
                    request.fields().has("If-Range") ? fields.without(METADATA).without("Last-Modified") : fields;
            return some.ranges().size() == 1
                    ? part(sent, some.ranges().get(0), length)
                    : parts(sent, fields.first("Content-Type"), some.ranges(), length, boundary.get());
        }
        if (isPart) {
            throw new IllegalArgumentException("a part does not answer a request for the whole");
        }
        return whole(request, new ResponseHead(200, fields), length);
    }

    private static Answer whole(RequestHead request, ResponseHead head, long length) {
        boolean bare = head.status() == 204;
        Fields fields = bare ? head.fields() : head.fields().with("Content-Length", Long.toString(length));
        boolean empty = bare || length == 0 || Method.of(request.method()) == Method.HEAD;
        return new Answer(head.with(fields), empty ? List.of() : List.of(new Bytes(new ByteRange(0, length - 1))));
    }

    private static Answer notModified(Fields fields) {
        Fields sent = fields.without(METADATA);
        return new Answer(new ResponseHead(304, sent.has("ETag") ? sent.without("Last-Modified") : sent), List.of());
    }

    private static Answer unsatisfiable(Fields fields, long length) {
        // Nothing that would let another cache keep it.
        Fields.Builder sent = Fields.builder();
        fields.all("Date").forEach(date -> sent.add("Date", date));
        sent.add("Content-Range", "bytes */" + length).add("Content-Length", "0");
        return new Answer(new ResponseHead(416, sent.build()), List.of());
    }

    private static Answer part(Fields fields, ByteRange range, long length) {
        Fields sent = fields.with("Content-Range", new ContentRange(range, length).toString())
                .with("Content-Length", Long.toString(range.length()));
        return new Answer(new ResponseHead(206, sent), List.of(new Bytes(range)));
    }

    private static Answer parts(
            Fields fields, @Nullable String type, List<ByteRange> ranges, long length, String boundary) {
        List<Piece> content = new ArrayList<>();
        long total = 0;
        for (ByteRange range : ranges) {
            String before = (content.isEmpty() ? "--" : "\r\n--") + boundary + "\r\n"
                    + (type == null ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Range: " + new ContentRange(range, length) + "\r\n\r\n";
            content.add(new Text(before));
            content.add(new Bytes(range));
            total += before.length() + range.length();
        }
        String end = "\r\n--" + boundary + "--\r\n";
        content.add(new Text(end));
        Fields sent = fields.with("Content-Type", "multipart/byteranges; boundary=" + boundary)
                .with("Content-Length", Long.toString(total + end.length()));
        return new Answer(new ResponseHead(206, sent), List.copyOf(content));
    }
}
