package dev.larder.http.access;

import dev.larder.http.message.Fields;
import dev.larder.http.message.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that carries the ID of a session. There is one form of it: of this host and no other, over TLS only, out of reach of scripts
 * (RFC 6265bis, section 4.1.3.2). Pure; knows nothing of what an ID is.
 *
 * @param name begins with {@code __Host-}
 * @param sameSite whether pages of other sites have it sent
 */
public record SessionCookie(String name, SameSite sameSite) {

    /** Whether requests that pages of other sites make carry the cookie. */
    public enum SameSite {
        /** Never, not even when a link is followed. */
        STRICT,
        /** When a link is followed. */
        LAX,
        /** Always. */
        NONE
    }

    private static final Pattern NAME = Pattern.compile("__Host-[A-Za-z0-9._-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]{1,1024}");

    /** {@code __Host-session}, {@link SameSite#LAX}. */
    public static final SessionCookie DEFAULT = new SessionCookie("__Host-session", SameSite.LAX);

    /** Checks. */
    public SessionCookie {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of the session's cookie begins with __Host-, so that browsers take it from this host only,"
                            + " and goes on with 1 to 64 of A-Z a-z 0-9 . _ -, as __Host-session");
        }
    }

    /**
     * Returns the ID in a field {@code Cookie}; null if there is none, or if there are two: whoever can add one does not decide which
     * counts.
     */
    public @Nullable String find(@Nullable String field) {
        List<String> found = new ArrayList<>(1);
        for (String pair : pairs(field)) {
            if (isOurs(pair)) {
                found.add(pair.substring(pair.indexOf('=') + 1).strip());
            }
        }
        return found.size() == 1 ? found.get(0) : null;
    }

    /** Returns whether a field {@code Cookie} has it, once or more often. */
    boolean isIn(@Nullable String field) {
        return field != null && field.contains(name) && pairs(field).stream().anyMatch(this::isOurs);
    }

    /** Returns a request without it; its other cookies stay as they are. */
    RequestHead without(RequestHead request) {
        String field = request.fields().first("Cookie");
        if (!isIn(field)) {
            return request;
        }
        List<String> others =
                pairs(field).stream().filter(pair -> !isOurs(pair)).toList();
        Fields.Builder fields = request.fields().toBuilder().remove("Cookie");
        if (!others.isEmpty()) {
            fields.add("Cookie", String.join("; ", others));
        }
        return request.with(fields.build());
    }

    private static List<String> pairs(@Nullable String field) {
        List<String> pairs = new ArrayList<>();
        for (String pair : Optional.ofNullable(field).orElse("").split(";", -1)) {
            if (!pair.isBlank()) {
                pairs.add(pair.strip());
            }
        }
        return pairs;
    }

    private boolean isOurs(String pair) {
        int equals = pair.indexOf('=');
        return equals >= 0 && pair.substring(0, equals).strip().equals(name);
    }

    /**
     * Returns the field {@code Set-Cookie} that hands an ID out. It lives as long as the browser does; the session has limits of its own.
     *
     * @throws IllegalArgumentException if the ID has other characters than IDs have
     */
    public String set(String id) {
        if (!VALUE.matcher(id).matches()) {
            throw new IllegalArgumentException("the ID of a session has characters of A-Z a-z 0-9 . _ ~ - only");
        }
        return name + "=" + id + attributes();
    }

    /** Returns the field {@code Set-Cookie} that takes it away. */
    public String clear() {
        return name + "=; Max-Age=0" + attributes();
    }

    private String attributes() {
        String site = sameSite.name().charAt(0) + sameSite.name().substring(1).toLowerCase(Locale.ROOT);
        return "; Path=/; Secure; HttpOnly; SameSite=" + site;
    }
}
