package dev.larder.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param host name or address; without brackets
 * @param port 0 for one that is free
 */
public record Listen(String host, int port) {

    private static final int HIGHEST_PORT = 65_535;

    /** Checks. */
    public Listen {
        if (host.isBlank() || port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("a place to listen at has a host, and a port from 0 to 65535");
        }
    }

    /** Reads {@code HOST:PORT}, as {@code 127.0.0.1:8000} or {@code [::1]:8000}; null if the text is something else. */
    public static @Nullable Listen parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bare.isBlank() || bare.contains("[") || bare.contains("]") || bare.contains(":") != bracketed) {
            return null;
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return port < 0 || port > HIGHEST_PORT ? null : new Listen(bare, port);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Returns {@code HOST:PORT}. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
