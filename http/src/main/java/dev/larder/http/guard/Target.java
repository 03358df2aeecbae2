package dev.larder.http.guard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Path and query of a request in one form, the same for key and origin (RFC 3986, section 6.2.2): nothing is decoded again after this.
 *
 * <p>Unreserved characters are decoded, all other encodings are in upper case, what may not stand in a URL is encoded, dot segments are
 * resolved. No other character is decoded, so no delimiter comes into being. Parameters lie between {@code &} only, in their order; empty
 * ones, and the question mark before nothing, go away. {@code +} and {@code %20} stay apart. Immutable.
 */
public final class Target implements TargetReading {

    /**
     * A parameter of a query.
     *
     * @param name decoded, to be compared only
     * @param text name and value as they are sent
     */
    public record Parameter(String name, String text) {

        /** Shows nothing that a stranger has sent. */
        @Override
        public String toString() {
            return "Parameter[" + text.length() + " characters]";
        }
    }

    private final String path;
    private final List<Parameter> parameters;
    private final String text;

    Target(String path, List<Parameter> parameters) {
        this.path = path;
        this.parameters = List.copyOf(parameters);
        text = join(path, this.parameters);
    }

    /** Reads a path with a query, or {@code *}, as it came from the network. */
    public static TargetReading read(String raw, TargetRules rules) {
        if (raw.equals("*")) {
            return new Target("*", List.of());
        }
        int mark = raw.indexOf('?');
        String rawPath = mark < 0 ? raw : raw.substring(0, mark);
        String rawQuery = mark < 0 ? "" : raw.substring(mark + 1);
        Refusal refusal = checkWhole(raw, rules);
        if (refusal == null) {
            refusal = PathForm.check(rawPath, rules);
        }
        if (refusal == null) {
            refusal = QueryForm.check(rawQuery, rules);
        }
        if (refusal != null) {
            return new Refused(refusal);
        }
        String path = PathForm.normalise(rawPath, rules);
        if (path.startsWith("//")) {
            return new Refused(Refusal.PATH_NO_ROOT);
        }
        Target target = new Target(path, QueryForm.parameters(rawQuery));
        return target.text().length() > rules.length() ? new Refused(Refusal.TARGET_TOO_LONG) : target;
    }

    private static @Nullable Refusal checkWhole(String raw, TargetRules rules) {
        if (raw.length() > rules.length()) {
            return Refusal.TARGET_TOO_LONG;
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c > '~') {
                return Refusal.TARGET_CHARACTER;
            }
            if (c == '#') {
                return Refusal.TARGET_FRAGMENT;
            }
            if (c == '%' && Escapes.octet(raw, i) < 0) {
                return Refusal.TARGET_PERCENT;
            }
        }
        return raw.startsWith("/") ? null : Refusal.TARGET_MALFORMED;
    }

    /** Returns the path, beginning with a slash; {@code *} for the server as a whole. */
    public String path() {
        return path;
    }

    /** Returns the parameters in their order. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns path and query: what the key is made of, and what the origin gets. */
    public String text() {
        return text;
    }

    private static String join(String path, List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            return path;
        }
        StringBuilder text = new StringBuilder(path);
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? '?' : '&').append(parameters.get(i).text());
        }
        return text.toString();
    }

    /** Returns this with other parameters. */
    Target with(List<Parameter> others) {
        return new Target(path, others);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target target && target.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Shows nothing that a stranger has sent. */
    @Override
    public String toString() {
        return "Target[" + path.length() + " characters, " + parameters.size() + " parameters]";
    }
}
