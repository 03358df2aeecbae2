package dev.larder.http.decision;

/** Directives by which clients ask something of a cache (RFC 9111, section 5.2.1): advice, obeyed where settings say so. */
public enum RequestDirective {
    /** Nothing without validation; {@code Pragma: no-cache} too. A lever on the origin. */
    NO_CACHE("no-cache"),
    /** Nothing older than that. A lever on the origin. */
    MAX_AGE("max-age"),
    /** Nothing that will be stale before that. A lever on the origin. */
    MIN_FRESH("min-fresh"),
    /** Stale is good enough. */
    MAX_STALE("max-stale"),
    /** Stale is good enough if the origin fails (RFC 5861). */
    STALE_IF_ERROR("stale-if-error"),
    /** The response is not to be stored. */
    NO_STORE("no-store"),
    /** Only what is stored: tells a stranger whether something is. */
    ONLY_IF_CACHED("only-if-cached");

    private final String token;

    RequestDirective(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }
}
