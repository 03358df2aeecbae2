package dev.larder.http.decision;

/** Why a request goes to the origin, from most to least specific (RFC 9211, section 2.2). */
public enum ForwardReason {
    /** The cache does not handle it. */
    BYPASS("bypass"),
    /** Its method is not answered from the store. */
    METHOD("method"),
    /** Nothing is stored for its target. */
    URI_MISS("uri-miss"),
    /** What is stored for its target was selected by other fields. */
    VARY_MISS("vary-miss"),
    /** Nothing that could be used is stored. */
    MISS("miss"),
    /** What is stored is fresh, but not what the request asks for. */
    REQUEST("request"),
    /** What is stored is stale, or not to be used without validation. */
    STALE("stale"),
    /** Only other parts are stored. */
    PARTIAL("partial");

    private final String token;

    ForwardReason(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
