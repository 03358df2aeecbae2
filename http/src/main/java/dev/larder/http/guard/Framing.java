package dev.larder.http.guard;

import dev.larder.http.message.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request ends (RFC 9112, section 6.3), refused wherever another server could see its end elsewhere (section 11.2).
 *
 * <p>{@code Content-Length} is one line of at most 18 digits; the RFC lets the same number come several times, here it may not.
 * {@code Transfer-Encoding} is one line that says {@code chunked}, under HTTP/1.1.
 */
final class Framing {

    private static final int DIGITS = 18;

    private Framing() {}

    static @Nullable Refusal check(Arrival arrival) {
        List<String> codings = arrival.all("transfer-encoding");
        List<String> lengths = arrival.all("content-length");
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            return Refusal.FRAMING_AMBIGUOUS;
        }
        if (!codings.isEmpty()) {
            return checkCodings(arrival.version(), codings);
        }
        return lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.get(0))) ? null : Refusal.LENGTH_MALFORMED;
    }

    private static @Nullable Refusal checkCodings(Arrival.Version version, List<String> lines) {
        if (version != Arrival.Version.HTTP_1_1 || lines.size() > 1) {
            return Refusal.CODING_MALFORMED;
        }
        String value = trim(lines.get(0));
        if (value.equalsIgnoreCase("chunked")) {
            return null;
        }
        List<String> codings =
                Lists.parts(value, ',').stream().map(Framing::trim).toList();
        boolean chunkedAtItsEnd = codings.get(codings.size() - 1).equalsIgnoreCase("chunked")
                && codings.stream().filter("chunked"::equalsIgnoreCase).count() == 1;
        return chunkedAtItsEnd && codings.stream().allMatch(Syntax::isToken)
                ? Refusal.CODING_UNKNOWN
                : Refusal.CODING_MALFORMED;
    }

    /** Takes what HTTP calls white space away, and nothing else. */
    private static String trim(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isWhite(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && isWhite(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isWhite(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns whether a text is a length. */
    static boolean isLength(String text) {
        String digits = trim(text);
        return !digits.isEmpty() && digits.length() <= DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns a length as a number. */
    static long length(String text) {
        return Long.parseLong(trim(text));
    }

    /** Returns what follows a head that has been checked. */
    static Content content(Arrival arrival) {
        List<String> lengths = arrival.all("content-length");
        if (!lengths.isEmpty()) {
            long length = length(lengths.get(0));
            if (length > 0) {
                return new Content.Sized(length);
            }
        }
        return arrival.content() || !arrival.all("transfer-encoding").isEmpty()
                ? new Content.Streamed()
                : new Content.None();
    }
}
