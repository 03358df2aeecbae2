package dev.larder.http.servlet;

import dev.larder.http.message.HttpDate;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes {@code Set-Cookie} (RFC 6265, section 4.1). */
final class SetCookie {

    private static final Set<String> KNOWN = Set.of("domain", "path", "max-age", "secure", "httponly", "expires");

    private SetCookie() {}

    static String of(Cookie cookie, Instant now) {
        StringBuilder line = new StringBuilder(cookie.getName()).append('=');
        if (cookie.getValue() != null) {
            line.append(cookie.getValue());
        }
        int maxAge = cookie.getMaxAge();
        if (maxAge >= 0) {
            Instant end = maxAge == 0 ? Instant.EPOCH : now.plusSeconds(maxAge);
            line.append("; Max-Age=").append(maxAge).append("; Expires=").append(HttpDate.format(end));
        }
        if (cookie.getDomain() != null) {
            line.append("; Domain=").append(cookie.getDomain());
        }
        if (cookie.getPath() != null) {
            line.append("; Path=").append(cookie.getPath());
        }
        if (cookie.getSecure()) {
            line.append("; Secure");
        }
        if (cookie.isHttpOnly()) {
            line.append("; HttpOnly");
        }
        for (Map.Entry<String, String> attribute : cookie.getAttributes().entrySet()) {
            if (!KNOWN.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
                line.append("; ").append(attribute.getKey());
                if (!attribute.getValue().isEmpty()) {
                    line.append('=').append(attribute.getValue());
                }
            }
        }
        return line.toString();
    }
}
