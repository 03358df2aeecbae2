package dev.larder.http.decision;

/** How much of what the RFCs permit is done. */
public enum Profile {

    /**
     * Only what an origin has asked for: no heuristic freshness, no response with {@code Set-Cookie}, of errors only those that say
     * that there is nothing, stale only where a directive allows it, and clients cannot have what is fresh fetched again.
     */
    SAFE,

    /** All that RFC 9111 permits a shared cache. */
    RFC
}
