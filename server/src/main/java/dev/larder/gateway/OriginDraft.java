package dev.larder.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a file says of an origin. */
final class OriginDraft {

    private @Nullable URI url;
    private @Nullable Integer connections;
    private boolean http2;
    private @Nullable Path trust;
    private boolean verifyHostname = true;
    private @Nullable String path;
    private Duration interval = Duration.ofSeconds(5);
    private Duration timeout = Duration.ofSeconds(2);
    private int failures = 3;
    private int successes = 1;
    private boolean checked;

    void url(URI uri) {
        url = uri;
    }

    void connections(int most) {
        connections = most;
    }

    void http2(boolean spoken) {
        http2 = spoken;
    }

    void trust(String file) {
        trust = Path.of(file);
    }

    void verifyHostname(boolean verified) {
        verifyHostname = verified;
    }

    void path(String asked) {
        path = asked;
    }

    void interval(Duration time) {
        interval = time;
        checked = true;
    }

    void timeout(Duration time) {
        timeout = time;
        checked = true;
    }

    void failures(int inARow) {
        failures = inARow;
        checked = true;
    }

    void successes(int inARow) {
        successes = inARow;
        checked = true;
    }

    /**
     * Makes the origin.
     *
     * @param usual the most connections, unless it says it itself
     * @return null if it has no address
     * @throws IllegalArgumentException if a setting cannot be
     */
    @Nullable
    OriginSettings build(int usual) {
        URI uri = url;
        if (uri == null) {
            return null;
        }
        String asked = path;
        if (asked == null && checked) {
            throw new IllegalArgumentException("health checks need a path to ask for, as health: { path: /health }");
        }
        HealthSettings health =
                asked == null ? null : new HealthSettings(asked, interval, timeout, failures, successes);
        UnaryOperator<OriginSettings> protocol = http2 ? OriginSettings::withHttp2 : UnaryOperator.identity();
        return protocol.apply(OriginSettings.of(uri)
                .withConnections(connections == null ? usual : connections)
                .withTrust(trust, verifyHostname)
                .withHealth(health));
    }
}
