package dev.larder.http.access;

import dev.larder.http.AccessRules;
import dev.larder.http.message.RequestHead;
import java.util.Collections;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a request may go on: a function of the rules, the request, and what was read. */
sealed interface Verdict {

    /** It may, as somebody's. */
    record Enter(Evidence.Known as) implements Verdict {}

    /** It has to be shown who asks: 401. Whether something was shown does not matter. */
    record Challenge() implements Verdict {}

    /** It is known who asks, and he may not: 403. */
    record Forbid() implements Verdict {}

    /** It could not be told: 503. */
    record Later() implements Verdict {}

    /** Decides. */
    static Verdict of(AccessRules rules, RequestHead request, Evidence evidence) {
        if (evidence instanceof Evidence.Untold) {
            return new Later();
        }
        if (!(evidence instanceof Evidence.Known known)) {
            return new Challenge();
        }
        boolean foreign = known.bySession() && AccessRules.isUnsafe(request.method()) && isForeign(request);
        return foreign || !may(rules, known.identity()) ? new Forbid() : new Enter(known);
    }

    private static boolean may(AccessRules rules, Identity identity) {
        boolean role = rules.roles().isEmpty() || !Collections.disjoint(rules.roles(), identity.roles());
        return role && identity.scopes().containsAll(rules.scopes());
    }

    /**
     * Returns whether a browser says that a page of another site, or of another host of the same one, has sent a request. Fields say so that
     * no page can set; where a browser says nothing, nothing is known.
     */
    private static boolean isForeign(RequestHead request) {
        String site = request.fields().first("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.fields().first("Origin");
        return origin != null && !request.authority().equals(authority(origin));
    }

    /** Returns the host of an origin, in the one form that the authority of a request has; the port of its scheme is left out. */
    private static @Nullable String authority(String origin) {
        String lower = origin.strip().toLowerCase(Locale.ROOT);
        int host = lower.indexOf("://");
        if (host < 0) {
            return null;
        }
        String usual = lower.startsWith("https:") ? ":443" : ":80";
        String authority = lower.substring(host + 3);
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }
}
