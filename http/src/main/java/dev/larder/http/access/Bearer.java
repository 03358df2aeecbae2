package dev.larder.http.access;

import dev.larder.http.message.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The token in {@code Authorization: Bearer} (RFC 6750, section 2.1), the one place where it is looked for. */
final class Bearer {

    private static final String SCHEME = "bearer";

    private Bearer() {}

    /** Returns whether a request shows a token, whatever it is. */
    static boolean isIn(RequestHead request) {
        return request.fields().all("Authorization").stream().anyMatch(Bearer::isBearer);
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (value.length() == SCHEME.length() || value.charAt(SCHEME.length()) == ' ');
    }

    /** Returns the token; null if there is none, or more than one line. */
    static @Nullable String of(RequestHead request) {
        List<String> lines = request.fields().all("Authorization");
        return lines.size() == 1 && isBearer(lines.get(0))
                ? lines.get(0).substring(SCHEME.length()).strip()
                : null;
    }
}
