package dev.larder.redis;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param mode standalone, Sentinel or Cluster
 * @param nodes addresses of the server, of the Sentinels, or of some nodes of the Cluster; at least one
 * @param tls whether connections use TLS
 * @param username ACL user, or null for the default one
 * @param password password, or null for none
 * @param database number of the database; 0 in a Cluster
 * @param sentinelMaster name of the primary that the Sentinels watch, else null
 * @param connectTimeout bound on connecting and shaking hands
 * @param commandTimeout bound on one command, 250 to 500 ms as a rule
 * @param heartbeat interval of the heartbeats
 * @param stalenessBound D of the guarantees: how old the newest proof of freshness may be
 * @param deadAfter a connection whose heartbeat is overdue by this much is given up and replaced
 * @param maxInFlight commands under way at one primary before further ones are refused
 * @param minBackoff first pause between attempts to connect; doubled up to {@code maxBackoff}, with jitter
 * @param maxBackoff longest pause between attempts to connect
 * @param clientName name shown by {@code CLIENT LIST}
 */
public record RedisConfig(
        Mode mode,
        List<Node> nodes,
        boolean tls,
        @Nullable String username,
        @Nullable String password,
        int database,
        @Nullable String sentinelMaster,
        Duration connectTimeout,
        Duration commandTimeout,
        Duration heartbeat,
        Duration stalenessBound,
        Duration deadAfter,
        int maxInFlight,
        Duration minBackoff,
        Duration maxBackoff,
        String clientName) {

    /** Kind of installation. */
    public enum Mode {
        /** One server. */
        STANDALONE,
        /** A primary that Sentinels name. */
        SENTINEL,
        /** Several primaries that share the slots. */
        CLUSTER
    }

    /** An address. */
    public record Node(String host, int port) {}

    /** Never shows the password. */
    @Override
    public String toString() {
        return "RedisConfig[" + mode + " " + nodes + (tls ? " with TLS" : "") + "]";
    }

    /** Parses a URI with the defaults of {@link RedisConfigBuilder}. */
    public static RedisConfig parse(String uri) {
        return RedisConfigBuilder.of(uri).build();
    }
}
