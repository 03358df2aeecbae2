package dev.larder.http;

import dev.larder.http.message.RequestHead;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask for what belongs to a route, and how often. Begin with {@link #OPEN}.
 *
 * @param by how a client shows who it is
 * @param protects which requests have to show it
 * @param roles of which a user needs one; empty for any user
 * @param scopes all of which a token needs
 * @param rates the names of the limits that its requests count against, in their order
 * @param sameForAll whether responses are the same for all who may see them: then they are shared, and the origin does not hear who asks
 * @param passCredentials whether the origin sees the session's cookie, or the token, of requests that are not everybody's
 */
public record AccessRules(
        By by,
        Protects protects,
        Set<String> roles,
        Set<String> scopes,
        List<String> rates,
        boolean sameForAll,
        boolean passCredentials) {

    /** How a client shows who it is. */
    public enum By {
        /** Not at all: everybody may. */
        NONE,
        /** By the cookie of a session. */
        SESSION,
        /** By a bearer token. */
        TOKEN,
        /** By one or the other; a token that is sent counts. */
        EITHER
    }

    /** Which requests need it. */
    public enum Protects {
        /** All. */
        ALL,
        /** Those that may change something: all but GET, HEAD, OPTIONS and QUERY that open no WebSocket. */
        CHANGES
    }

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "QUERY");

    /** What the handshake of a WebSocket cannot be without (RFC 6455, section 4.2.1); {@code Upgrade} has ended at the guard. */
    private static final String HANDSHAKE = "Sec-WebSocket-Key";

    private static final Pattern WORD = Pattern.compile("[\\x21\\x23-\\x2b\\x2d-\\x5b\\x5d-\\x7e]{1,128}");

    /** Everybody may, as often as they like. */
    public static final AccessRules OPEN =
            new AccessRules(By.NONE, Protects.ALL, Set.of(), Set.of(), List.of(), false, false);

    /** Checks, and copies. */
    public AccessRules {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
        rates = List.copyOf(rates);
        if (by == By.NONE && !(roles.isEmpty() && scopes.isEmpty())) {
            throw new IllegalArgumentException(
                    "roles and scopes need somebody who has them; say access: session or token");
        }
        if (by != By.TOKEN && !scopes.isEmpty()) {
            throw new IllegalArgumentException("scopes are those of tokens; say access: token, or ask for roles");
        }
        if (by == By.NONE && (sameForAll || protects == Protects.CHANGES)) {
            throw new IllegalArgumentException(
                    "protects and same-for-all are about who asks; say access: session or token as well");
        }
        if (!roles.stream().allMatch(WORD.asMatchPredicate())
                || !scopes.stream().allMatch(WORD.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "a role or a scope has 1 to 128 visible ASCII characters, without comma, quote and backslash");
        }
    }

    /** Returns these for another way to show who one is, and for requests that need it. */
    public AccessRules with(By other, Protects requests) {
        return new AccessRules(other, requests, roles, scopes, rates, sameForAll, passCredentials);
    }

    /** Returns these for users with one of these roles. */
    public AccessRules withRoles(Set<String> others) {
        return new AccessRules(by, protects, others, scopes, rates, sameForAll, passCredentials);
    }

    /** Returns these for tokens with all of these scopes. */
    public AccessRules withScopes(Set<String> others) {
        return new AccessRules(by, protects, roles, others, rates, sameForAll, passCredentials);
    }

    /** Returns these with these limits. */
    public AccessRules withRates(List<String> names) {
        return new AccessRules(by, protects, roles, scopes, names, sameForAll, passCredentials);
    }

    /** Returns these with responses that are the same for all who may see them, or not. */
    public AccessRules withSameForAll(boolean same) {
        return new AccessRules(by, protects, roles, scopes, rates, same, passCredentials);
    }

    /** Returns these with credentials that reach the origin, or not. */
    public AccessRules withPassCredentials(boolean pass) {
        return new AccessRules(by, protects, roles, scopes, rates, sameForAll, pass);
    }

    /** Returns whether a request has to show who sends it. */
    public boolean asksWho(RequestHead request) {
        return by != By.NONE && (protects == Protects.ALL || isChange(request));
    }

    /** Returns whether a request may change something: by its method, or by opening a WebSocket, on which anything may be said later. */
    public static boolean isChange(RequestHead request) {
        return !SAFE.contains(request.method()) || request.fields().has(HANDSHAKE);
    }

    /** Says what decides who is given what is stored, in one text, the same in all processes; empty if that is everybody. */
    String rules() {
        boolean open = by == By.NONE || (protects == Protects.CHANGES);
        return open ? "" : by.name() + sameForAll + passCredentials;
    }
}
