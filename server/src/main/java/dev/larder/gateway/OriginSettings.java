package dev.larder.gateway;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the responses of a site come from.
 *
 * @param uri scheme, host and port
 * @param connections at most
 */
public record OriginSettings(URI uri, int connections) {

    private static final int CONNECTIONS = 256;

    /** Checks. */
    public OriginSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("an origin needs one connection at least");
        }
    }

    /** Returns the settings of an origin: 256 connections. */
    public static OriginSettings of(URI uri) {
        return new OriginSettings(uri, CONNECTIONS);
    }

    /** Returns these with another limit of connections. */
    public OriginSettings withConnections(int most) {
        return new OriginSettings(uri, most);
    }

    /** Reads {@code http://} or {@code https://} with host and port only; null if the text is something else. */
    public static @Nullable URI parse(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String path = uri.getPath();
            boolean bare = path == null || path.isEmpty() || path.equals("/");
            boolean alone = uri.getQuery() == null && uri.getFragment() == null && uri.getUserInfo() == null;
            return web && uri.getHost() != null && bare && alone ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean secure() {
        return "https".equals(uri.getScheme());
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }
}
