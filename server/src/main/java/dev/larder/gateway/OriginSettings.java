package dev.larder.gateway;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the responses of a site come from.
 *
 * @param uri scheme, host and port
 * @param connections at most
 * @param http2 whether HTTP/2 is spoken, where the origin agrees; in clear text it is not asked
 * @param trust PEM file with the certificates of the authorities to trust; null for those of the JVM
 * @param verifyHostname whether the certificate has to be for the host of {@code uri}
 * @param health how it is checked; null for not at all
 */
public record OriginSettings(
        URI uri,
        int connections,
        boolean http2,
        @Nullable Path trust,
        boolean verifyHostname,
        @Nullable HealthSettings health) {

    private static final int CONNECTIONS = 256;

    /** Checks. */
    public OriginSettings {
        if (connections < 1) {
            throw new IllegalArgumentException("an origin needs one connection at least");
        }
    }

    /** Returns the settings of an origin: 256 connections, HTTP/1.1, the JVM's authorities, the host name verified, no checks. */
    public static OriginSettings of(URI uri) {
        return new OriginSettings(uri, CONNECTIONS, false, null, true, null);
    }

    /** Returns these with another limit of connections. */
    public OriginSettings withConnections(int most) {
        return new OriginSettings(uri, most, http2, trust, verifyHostname, health);
    }

    /** Returns these with HTTP/2. */
    public OriginSettings withHttp2() {
        return new OriginSettings(uri, connections, true, trust, verifyHostname, health);
    }

    /** Returns these with authorities of their own. */
    public OriginSettings withTrust(@Nullable Path authorities, boolean hostnameVerified) {
        return new OriginSettings(uri, connections, http2, authorities, hostnameVerified, health);
    }

    /** Returns these with checks. */
    public OriginSettings withHealth(@Nullable HealthSettings checks) {
        return new OriginSettings(uri, connections, http2, trust, verifyHostname, checks);
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
