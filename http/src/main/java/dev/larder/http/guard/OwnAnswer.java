package dev.larder.http.guard;

import dev.larder.http.message.Fields;
import dev.larder.http.message.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An answer that the cache gives by itself: an error, a refusal. It echoes nothing of the request, no browser runs anything in it, and nobody
 * stores it.
 *
 * @param head status and fields
 * @param content text of ASCII characters
 */
public record OwnAnswer(ResponseHead head, String content) {

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final Fields ALWAYS = Fields.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    /** Makes an answer of plain text. */
    public static OwnAnswer plain(int status, String code) {
        return answer(status, "text/plain; charset=utf-8", status + " " + checked(code) + "\n");
    }

    /** Makes an answer of JSON (RFC 9457). */
    public static OwnAnswer problem(int status, String code) {
        String json = "{\"status\":" + status + ",\"title\":\"" + checked(code) + "\"}\n";
        return answer(status, "application/problem+json", json);
    }

    /** Makes the answer to a refused request. A forbidden method is told the others; a connection that cannot go on ends (HTTP/1). */
    public static OwnAnswer to(Refused refused, Set<String> methods, Arrival.Version version) {
        OwnAnswer answer = plain(refused.status(), refused.code());
        Fields.Builder fields = answer.head.fields().toBuilder();
        if (refused.status() == 405) {
            fields.set("Allow", String.join(", ", new TreeSet<>(methods)));
        }
        if (refused.refusal().closes() && version != Arrival.Version.HTTP_2) {
            fields.set("Connection", "close");
        }
        return new OwnAnswer(answer.head.with(fields.build()), answer.content);
    }

    private static OwnAnswer answer(int status, String type, String content) {
        Fields fields = ALWAYS.toBuilder()
                .set("Content-Type", type)
                .set("Content-Length", Integer.toString(content.getBytes(StandardCharsets.UTF_8).length))
                .build();
        return new OwnAnswer(new ResponseHead(status, fields), content);
    }

    /** Codes are constants of the program. Anything else would be an echo. */
    private static String checked(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(
                    "the code of an answer has to be words of a-z and 0-9 with hyphens between");
        }
        return code;
    }
}
