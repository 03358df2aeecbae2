package dev.larder.gateway;

import dev.larder.http.access.Rate;
import dev.larder.http.access.SessionCookie;
import dev.larder.session.SessionPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may ask, and how often, as far as all routes have it in common.
 *
 * @param cookie that has the IDs of sessions
 * @param sessions the policy, the same as in the processes that make them
 * @param tokensNear how many access tokens this process may know without asking Redis; 0 for none
 * @param rates limits by their names, for the routes that name them
 * @param proxies that say for whom they ask
 */
public record AccessSettings(
        SessionCookie cookie, SessionPolicy sessions, int tokensNear, Map<String, Rate> rates, TrustedProxies proxies) {

    /** The default cookie and policy, no near tier, no rates, no proxy before the gateway. */
    public static final AccessSettings DEFAULT = new AccessSettings(
            SessionCookie.DEFAULT, SessionPolicy.builder().build(), 0, Map.of(), TrustedProxies.NONE);

    /** Checks, and copies. */
    public AccessSettings {
        if (tokensNear < 0) {
            throw new IllegalArgumentException("tokens.near-entries is " + tokensNear + "; 0 keeps none");
        }
        rates = Collections.unmodifiableMap(new LinkedHashMap<>(rates));
    }

    /** Returns these with a session's cookie and policy. */
    public AccessSettings withSessions(SessionCookie itsCookie, SessionPolicy policy) {
        return new AccessSettings(itsCookie, policy, tokensNear, rates, proxies);
    }

    /** Returns these with so many access tokens known here. */
    public AccessSettings withTokensNear(int entries) {
        return new AccessSettings(cookie, sessions, entries, rates, proxies);
    }

    /** Returns these with one more limit, or another one of that name. */
    public AccessSettings withRate(Rate rate) {
        Map<String, Rate> more = new LinkedHashMap<>(rates);
        more.put(rate.name(), rate);
        return new AccessSettings(cookie, sessions, tokensNear, more, proxies);
    }

    /** Returns these behind such proxies. */
    public AccessSettings withProxies(TrustedProxies others) {
        return new AccessSettings(cookie, sessions, tokensNear, rates, others);
    }
}
