package dev.larder.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param mode standalone, Sentinel or Cluster
 * @param nodes addresses of the server, of the Sentinels, or of some nodes of the Cluster; at least one
 * @param tls how connections are protected, or null for no TLS
 * @param login as whom connections log in
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
 * @param tracked whether the server announces changes of what was read; if not, nothing is pushed, and no answer is tracked
 */
public record RedisConfig(
        Mode mode,
        List<Node> nodes,
        @Nullable Tls tls,
        Login login,
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
        String clientName,
        boolean tracked) {

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

    /**
     * TLS 1.2 or 1.3. The files are PEM, and are read again while connections are made.
     *
     * @param trust certificates of the authorities to trust, or null for the JVM's trust store
     * @param certificate the client's certificate chain, its own first, or null for none
     * @param key the PKCS#8 key of the certificate; null if there is no certificate
     * @param verifyHostname whether the server's certificate has to be for the host name that is connected to
     */
    public record Tls(
            @Nullable Path trust,
            @Nullable Path certificate,
            @Nullable Path key,
            boolean verifyHostname) {}

    /**
     * As whom connections log in.
     *
     * @param username ACL user, or null for the default one
     * @param password password, or null for not logging in
     */
    public record Login(@Nullable Source username, @Nullable Source password) {}

    /** Where a user or a password comes from. */
    public sealed interface Source {

        /** What was said itself. */
        record Literal(String value) implements Source {
            /** Never shows the value. */
            @Override
            public String toString() {
                return "Literal[…]";
            }
        }

        /** UTF-8 text of a file, without the line break at its end; read again while connections are made. */
        record InFile(Path path) implements Source {}

        /** The value of an environment variable. */
        record InEnvironment(String variable) implements Source {}
    }

    /** Returns the same without tracking: for what is never kept near, a read costs the server less. */
    public RedisConfig untracked() {
        return new RedisConfig(
                mode,
                nodes,
                tls,
                login,
                database,
                sentinelMaster,
                connectTimeout,
                commandTimeout,
                heartbeat,
                stalenessBound,
                deadAfter,
                maxInFlight,
                minBackoff,
                maxBackoff,
                clientName,
                false);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "RedisConfig[" + mode + " " + nodes + (tls == null ? "" : " with TLS") + "]";
    }

    /** Parses a URI with the defaults of {@link RedisConfigBuilder}. */
    public static RedisConfig parse(String uri) {
        return RedisConfigBuilder.of(uri).build();
    }
}
