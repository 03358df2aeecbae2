package dev.larder.http.decision;

/** What allows a stale response to be served (RFC 9111, section 4.2.4). */
public enum StaleReason {
    /** The client. */
    MAX_STALE,
    /** The response, while it is validated. */
    STALE_WHILE_REVALIDATE,
    /** The response or the client, because the origin failed. */
    STALE_IF_ERROR,
    /** Settings, because the origin cannot be reached. */
    DISCONNECTED
}
