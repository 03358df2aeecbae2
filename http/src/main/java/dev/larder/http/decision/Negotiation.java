package dev.larder.http.decision;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In which coding stored content is sent (RFC 9110, section 12.5.3). What is stored has none; another coding is another representation, with
 * a weak tag and without ranges.
 */
public final class Negotiation {

    /** Beginnings of types whose content becomes much shorter. */
    private static final List<String> TEXT =
            List.of("text/", "application/json", "application/xml", "application/wasm");

    private static final Set<String> MORE_TEXT =
            Set.of("application/javascript", "application/ecmascript", "application/graphql", "application/x-ndjson");

    /** They are about the bytes of content that has no coding. */
    private static final List<String> OF_BYTES =
            List.of("Accept-Ranges", "Content-Digest", "Content-MD5", "Digest", "Repr-Digest");

    private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)");

    private Negotiation() {}

    /** Returns the coding that a client likes most, and of those the first of the settings; null for none. */
    public static @Nullable Coding choose(Fields request, CacheSettings settings) {
        List<String> accepted = Members.of(request.all("Accept-Encoding"));
        Coding best = null;
        double most = 0;
        for (Coding coding : accepted.isEmpty() ? List.<Coding>of() : settings.codings()) {
            double weight = weight(accepted, coding);
            if (weight > most) {
                best = coding;
                most = weight;
            }
        }
        // Who likes it better as it is gets it so.
        return best == null || most < weight(accepted, "identity", 0) ? null : best;
    }

    private static double weight(List<String> accepted, Coding coding) {
        double others = weight(accepted, "*", 0);
        double weight = weight(accepted, coding.token(), -1);
        if (weight < 0 && coding == Coding.GZIP) {
            weight = weight(accepted, "x-gzip", -1);
        }
        return weight < 0 ? others : weight;
    }

    private static double weight(List<String> accepted, String token, double absent) {
        for (String member : accepted) {
            String[] parts = member.split(";", 3);
            if (parts[0].strip().toLowerCase(Locale.ROOT).equals(token)) {
                Matcher weight = WEIGHT.matcher(parts.length == 2 ? parts[1].strip() : "");
                return parts.length == 1 ? 1 : weight.matches() ? Double.parseDouble(weight.group(1)) : 0;
            }
        }
        return absent;
    }

    /** Returns whether content is worth to be sent in another coding, and may be: its length, its type, and what both sides say of it. */
    public static boolean isWorthwhile(RequestHead request, Stored stored, int length, CacheSettings settings) {
        Fields fields = stored.head().fields();
        return length >= settings.codingMinimum()
                && stored.coverage() == null
                && !request.fields().has("Range")
                && !fields.has("Content-Encoding")
                && isText(fields.first("Content-Type"))
                && Transforming.isAllowed(request.fields(), fields);
    }

    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return TEXT.stream().anyMatch(type::startsWith)
                || MORE_TEXT.contains(type)
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    /** Returns a stored response as it is in a coding: equivalent, but not the same byte by byte. */
    public static Stored coded(Stored stored, Coding coding) {
        Fields fields = varying(stored.head().fields().without(OF_BYTES).with("Content-Encoding", coding.token()));
        EntityTag tag = stored.entityTag();
        Fields tagged =
                tag == null || tag.weak() ? fields : fields.with("ETag", new EntityTag(true, tag.opaque()).toString());
        return new Stored(
                stored.head().with(tagged), stored.initialAge(), stored.life(), stored.variant(), stored.coverage());
    }

    /** Returns the fields of a response of which there are several codings. */
    public static Fields varying(Fields response) {
        List<String> names = Members.of(response.all("Vary"));
        boolean said = names.stream().anyMatch(name -> name.equals("*") || name.equalsIgnoreCase("Accept-Encoding"));
        return said
                ? response
                : response.toBuilder().add("Vary", "Accept-Encoding").build();
    }
}
