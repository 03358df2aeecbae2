package dev.larder.http.guard;

/** What a request's {@code Authorization} or {@code Cookie} means for the cache. */
public enum Credentials {
    /** The request has nothing to do with the cache: it is neither answered from there, nor is its response stored. */
    BYPASS,
    /** They are not sent, and the request is one like any other. */
    STRIP,
    /** They are sent, and part of the key: each has responses of its own. */
    KEY,
    /** They are sent; what may be stored, the response says (RFC 9111, section 3.5). */
    RFC
}
