package dev.larder.http.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: what its target, {@code :authority} and {@code Host} say, which all have to say the same (RFC 9112, section 3.2).
 * The RFC lets a proxy believe an absolute target over {@code Host}; here both have to agree.
 *
 * @param refusal why it goes nowhere, or null
 * @param authority in its one form
 * @param target path and query as they came
 */
record Place(@Nullable Refusal refusal, String authority, String target) {

    private static Place refused(Refusal refusal) {
        return new Place(refusal, "", "");
    }

    static Place of(Arrival arrival) {
        List<String> hosts = arrival.all("host");
        if (hosts.size() > 1) {
            return refused(Refusal.HOST_REPEATED);
        }
        if (hosts.isEmpty() && arrival.authority() == null) {
            return refused(Refusal.HOST_MISSING);
        }
        List<String> named = new ArrayList<>(hosts);
        if (arrival.authority() != null) {
            named.add(arrival.authority());
        }
        String target = arrival.target();
        if (target.equals("*")) {
            return arrival.method().equals("OPTIONS") ? at(named, arrival, "*") : refused(Refusal.TARGET_MALFORMED);
        }
        if (target.startsWith("/")) {
            return at(named, arrival, target);
        }
        return arrival.isHttp2() ? refused(Refusal.TARGET_MALFORMED) : absolute(named, arrival);
    }

    private static Place absolute(List<String> named, Arrival arrival) {
        String target = arrival.target();
        int colon = target.indexOf("://");
        if (colon < 1) {
            return refused(Refusal.TARGET_MALFORMED);
        }
        if (!target.substring(0, colon).toLowerCase(Locale.ROOT).equals(arrival.scheme())) {
            return refused(Refusal.SCHEME_CONTRADICTORY);
        }
        int begin = colon + 3;
        int end = begin;
        while (end < target.length() && "/?#\\".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        named.add(target.substring(begin, end));
        String rest = target.substring(end);
        return at(named, arrival, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static Place at(List<String> named, Arrival arrival, String target) {
        String authority = null;
        for (String name : named) {
            String form = Authority.normalise(name.strip(), arrival.scheme());
            if (form == null) {
                return refused(Refusal.HOST_MALFORMED);
            }
            if (authority != null && !authority.equals(form)) {
                return refused(Refusal.HOST_CONTRADICTORY);
            }
            authority = form;
        }
        return new Place(null, Objects.requireNonNull(authority), target);
    }
}
