package dev.larder.http.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a browser says a request comes from: {@code Sec-Fetch-Site} (Fetch Metadata), and {@code Origin} (RFC 6454). Pure. */
public final class CrossSite {

    private CrossSite() {}

    /**
     * Returns whether a browser says that a page of another site, or of another host of the same one, has sent a request. Fields say so that
     * no page can set; where a browser says nothing, nothing is known, and the answer is false. Changes that rely on a cookie, and logins,
     * are to be refused if it is true.
     *
     * @param site the field {@code Sec-Fetch-Site}; null if there is none
     * @param origin the field {@code Origin}; null if there is none. Looked at if there is no other
     * @param host that was asked, with its port unless that is the usual one
     */
    public static boolean isSaid(@Nullable String site, @Nullable String origin, String host) {
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        if (origin == null) {
            return false;
        }
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        int scheme = lower.indexOf("://");
        String usual = lower.startsWith("https:") ? ":443" : ":80";
        return scheme < 0
                || !without(usual, lower.substring(scheme + 3)).equals(without(usual, host.toLowerCase(Locale.ROOT)));
    }

    private static String without(String port, String host) {
        return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
    }
}
