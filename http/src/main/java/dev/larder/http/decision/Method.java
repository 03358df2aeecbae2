package dev.larder.http.decision;

/** What a cache knows of a method (RFC 9110, section 9.2). */
public enum Method {
    /** Fetches a representation; its response answers HEAD as well. */
    GET(true),
    /** Fetches the head of a representation; answered by what is stored for GET, and itself not stored. */
    HEAD(true),
    /** Asks a question that its content holds, safely (RFC 10008): stored under target and content. */
    QUERY(true),
    /** Changes nothing, and goes through to the origin: OPTIONS and TRACE. */
    SAFE(true),
    /** Any other: goes through to the origin, and may change what is stored. */
    UNSAFE(false);

    private final boolean safe;

    Method(boolean safe) {
        this.safe = safe;
    }

    /** Returns what a method is. Names are case-sensitive: {@code get} is none that is known, and so unsafe. */
    public static Method of(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "QUERY" -> QUERY;
            case "OPTIONS", "TRACE" -> SAFE;
            default -> UNSAFE;
        };
    }

    /** Returns whether it is known to be safe. */
    public boolean isSafe() {
        return safe;
    }

    /** Returns whether what is stored may answer it. */
    public boolean isAnsweredFromStore() {
        return this == GET || this == HEAD || this == QUERY;
    }
}
