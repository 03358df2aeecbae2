package dev.larder.http.guard;

import java.util.List;
import java.util.Set;

/** The names of fields, in lower case, that are treated apart from all others. */
final class KnownFields {

    /** They turn one method into another behind the cache. */
    private static final Set<String> OVERRIDES = Set.of(
            "x-http-method-override", "x-http-method", "x-method-override", "x-method", "method-override", "_method");

    /** They make a server see another URL, host, scheme, client or stage of processing than the cache sees. */
    private static final Set<String> ROUTING = Set.of(
            "forwarded",
            "front-end-https",
            "x-host",
            "x-http-host-override",
            "x-http-destinationurl",
            "x-proxy-url",
            "x-backend-host",
            "x-url-scheme",
            "x-scheme",
            "x-real-ip",
            "x-client-ip",
            "x-remote-ip",
            "x-remote-addr",
            "x-originating-ip",
            "x-cluster-client-ip",
            "x-custom-ip-authorization",
            "x-now-route-matches",
            "x-sendfile",
            "x-sendfile-type",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip",
            "client-ip",
            "base-url",
            "request-uri",
            "destination-url",
            "cache-tag",
            "x-cache-key");

    private static final List<String> ROUTING_PREFIXES = List.of(
            "x-forwarded",
            "x-forwarder",
            "x-original",
            "x-rewrite",
            "x-envoy-",
            "x-middleware-",
            "x-accel-",
            "x-larder-",
            "surrogate-");

    /** They end at this hop (RFC 9110, section 7.6.1), and httpoxy's {@code Proxy}. */
    private static final Set<String> OF_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-authentication-info",
            "proxy",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** What a connection option may name: it goes away anyhow, or is no field. */
    private static final Set<String> OPTIONS =
            Set.of("close", "keep-alive", "te", "upgrade", "http2-settings", "proxy-connection");

    /** They are meant for all who receive the message: a connection option of their name is abuse. */
    private static final Set<String> FOR_ALL = Set.of(
            "host",
            "cookie",
            "set-cookie",
            "authorization",
            "www-authenticate",
            "cache-control",
            "pragma",
            "expires",
            "age",
            "date",
            "vary",
            "etag",
            "last-modified",
            "location",
            "range",
            "accept",
            "accept-encoding",
            "accept-language",
            "accept-ranges",
            "origin",
            "referer",
            "user-agent",
            "expect",
            "forwarded",
            "via",
            "cdn-loop",
            "max-forwards",
            "transfer-encoding",
            "connection",
            "x-real-ip",
            "strict-transport-security",
            "x-content-type-options",
            "x-frame-options",
            "surrogate-control",
            "surrogate-key",
            "cdn-cache-control");

    private static final List<String> FOR_ALL_PREFIXES =
            List.of("content-", "if-", "x-forwarded", "access-control-", "sec-", "x-larder-");

    /** Once or not at all: several could mean different things to the cache and to the origin. */
    static final Set<String> ONCE = Set.of(
            "authorization",
            "content-disposition",
            "content-location",
            "content-range",
            "content-type",
            "if-modified-since",
            "if-range",
            "if-unmodified-since",
            "origin",
            "range");

    /** The first line counts: nothing here depends on them. */
    static final Set<String> FIRST =
            Set.of("date", "from", "max-forwards", "referer", "upgrade-insecure-requests", "user-agent");

    private KnownFields() {}

    private static boolean begins(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean isOverride(String name) {
        return OVERRIDES.contains(name);
    }

    static boolean isRouting(String name) {
        return ROUTING.contains(name) || begins(name, ROUTING_PREFIXES);
    }

    static boolean isOfConnection(String name) {
        return OF_CONNECTION.contains(name);
    }

    static boolean isOption(String name) {
        return OPTIONS.contains(name);
    }

    static boolean isForAll(String name) {
        return FOR_ALL.contains(name) || begins(name, FOR_ALL_PREFIXES);
    }

    /** Returns whether a name has other characters than letters, digits and hyphens: CGI makes hyphens and these one. */
    static boolean isOdd(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether a name is not, but could be taken for, that of a field that frames the message. To some parsers the keys of the first
     * WebSockets (draft-hixie-thewebsocketprotocol-76) mean eight bytes of content.
     */
    static boolean isDisguisedFraming(String name) {
        if (name.equals("sec-websocket-key1") || name.equals("sec-websocket-key2")) {
            return true;
        }
        if (name.equals("content-length") || name.equals("transfer-encoding")) {
            return false;
        }
        if (!name.contains("content") && !name.contains("encoding")) {
            return false;
        }
        StringBuilder letters = new StringBuilder(name.length());
        name.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> letters.append((char) c));
        String plain = letters.toString();
        return plain.equals("contentlength") || plain.equals("transferencoding");
    }
}
