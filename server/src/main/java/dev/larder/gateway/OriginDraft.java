package dev.larder.gateway;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a file says of an origin. */
final class OriginDraft {

    private @Nullable URI url;
    private @Nullable Integer connections;

    void url(URI uri) {
        url = uri;
    }

    void connections(int most) {
        connections = most;
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
        return uri == null ? null : OriginSettings.of(uri).withConnections(connections == null ? usual : connections);
    }
}
