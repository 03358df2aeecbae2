package dev.larder.http.decision;

import dev.larder.http.message.Field;
import dev.larder.http.message.Fields;
import dev.larder.http.message.HttpDate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields of a response are stored (RFC 9111, section 3.1), and which of them a newer one replaces (section 3.2). */
final class StoredFields {

    /** For one connection (RFC 9110, section 7.6.1), or for one proxy. */
    private static final Set<String> NEVER = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What the stored content depends upon, and what describes the new message only. */
    private static final Set<String> NOT_UPDATED = Set.of("content-length", "content-range", "content-encoding");

    private StoredFields() {}

    /** Returns what of a response is stored: all but what is for one hop and what its directives keep out; with a date. */
    static Fields of(Fields response, Directives directives, Instant received) {
        Set<String> excluded = excluded(response);
        excluded.addAll(directives.fieldNames("private"));
        excluded.addAll(directives.fieldNames("no-cache"));
        Fields stored = response.without(excluded);
        String date = stored.first("Date");
        return date == null || HttpDate.parse(date, received) == null
                ? stored.with("Date", HttpDate.format(received))
                : stored;
    }

    /**
     * Returns stored fields after a newer response to the same request: each field of it replaces what was there. The age is that
     * of the newer one, and so is the date.
     */
    static Fields update(Fields stored, Fields newer, Instant received) {
        Set<String> excluded = excluded(newer);
        excluded.addAll(NOT_UPDATED);
        Fields added = newer.without(excluded);
        Fields.Builder updated = stored.without(added.names()).without("Age", "Date").toBuilder();
        for (Field line : added) {
            updated.add(line.name(), line.value());
        }
        Fields fields = updated.build();
        return fields.has("Date") ? fields : fields.with("Date", HttpDate.format(received));
    }

    private static Set<String> excluded(Fields fields) {
        Set<String> excluded = new HashSet<>(NEVER);
        List<String> listed = Members.of(fields.all("Connection"));
        listed.forEach(option -> excluded.add(option.toLowerCase(Locale.ROOT)));
        return excluded;
    }
}
