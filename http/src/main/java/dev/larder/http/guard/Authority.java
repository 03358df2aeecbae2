package dev.larder.http.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Host and port in one form (RFC 9110, section 7.2): lower case, without the scheme's own port, without the dot of the root. */
final class Authority {

    private static final int NAME = 253;
    private static final int LABEL = 63;
    private static final int PORTS = 65_535;

    private Authority() {}

    /** Returns the one form, or null where the text is no host: user information, encodings, bytes beyond ASCII and others. */
    static @Nullable String normalise(String text, String scheme) {
        int colon = text.startsWith("[") ? text.indexOf(':', Math.max(0, text.indexOf(']'))) : text.indexOf(':');
        String host = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        int port = port(colon < 0 ? "" : text.substring(colon + 1), scheme);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        boolean valid = host.startsWith("[") ? isAddress6(host) : isName(host);
        if (port < 0 || !valid) {
            return null;
        }
        return port == 0 ? host : host + ":" + port;
    }

    /** 0 for the scheme's own, -1 for none at all. */
    private static int port(String digits, String scheme) {
        if (digits.isEmpty()) {
            return 0;
        }
        if (digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        if (port == (scheme.equals("https") ? 443 : 80)) {
            return 0;
        }
        return port >= 1 && port <= PORTS ? port : -1;
    }

    private static boolean isName(String host) {
        if (host.isEmpty() || host.length() > NAME) {
            return false;
        }
        return Lists.parts(host, '.').stream().allMatch(Authority::isLabel);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LABEL
                && label.charAt(0) != '-'
                && label.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }

    /** Eight groups, or fewer around one double colon; no zone. A dotted end is not taken: no client writes it so. */
    private static boolean isAddress6(String host) {
        if (!host.endsWith("]") || host.length() < 4) {
            return false;
        }
        String address = host.substring(1, host.length() - 1);
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address) == 8;
        }
        String before = address.substring(0, gap);
        String after = address.substring(gap + 2);
        int first = before.isEmpty() ? 0 : groups(before);
        int second = after.isEmpty() ? 0 : groups(after);
        return first >= 0 && second >= 0 && first + second <= 7;
    }

    /** The number of groups, -1 where one is none. */
    private static int groups(String text) {
        var groups = Lists.parts(text, ':');
        boolean valid = groups.stream()
                .allMatch(group -> !group.isEmpty()
                        && group.length() <= 4
                        && group.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80));
        return valid ? groups.size() : -1;
    }
}
