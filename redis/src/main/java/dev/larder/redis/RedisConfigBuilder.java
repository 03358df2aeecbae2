package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;
import dev.larder.redis.RedisConfig.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RedisConfig}. Defaults:
 *
 * <ul>
 *   <li>connect-timeout: 1 s
 *   <li>command-timeout: 500 ms
 *   <li>heartbeat: 100 ms
 *   <li>staleness-bound: 500 ms
 *   <li>dead-after: 2 s
 *   <li>max-in-flight: 10,000
 *   <li>min-backoff, max-backoff: 20 ms, 2 s
 *   <li>client-name: larder
 *   <li>mode: standalone for one node, Cluster for several; no TLS, no credentials, database 0
 * </ul>
 *
 * <p>Not safe for use by several threads.
 */
public final class RedisConfigBuilder {

    private Mode mode = Mode.STANDALONE;
    private List<Node> nodes = new ArrayList<>();
    private final TlsBuilder tls = new TlsBuilder();
    private final LoginBuilder login = new LoginBuilder();
    private int database;
    private @Nullable String sentinelMaster;
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration commandTimeout = Duration.ofMillis(500);
    private Duration heartbeat = Duration.ofMillis(100);
    private Duration stalenessBound = Duration.ofMillis(500);
    private Duration deadAfter = Duration.ofSeconds(2);
    private int maxInFlight = 10_000;
    private Duration minBackoff = Duration.ofMillis(20);
    private Duration maxBackoff = Duration.ofSeconds(2);
    private String clientName = "larder";

    /** Starts with the defaults and no node. */
    public RedisConfigBuilder() {}

    /**
     * Starts with what a URI says.
     *
     * <p>{@code redis://[user:password@]host[:port][/database][?option=value&…]}, and the same with {@code rediss://} for
     * TLS. Several hosts, separated by commas, are nodes of a Cluster, and so is one with {@code redis-cluster://} or
     * {@code ?cluster=true}. {@code redis-sentinel://host[:port],…[/database]#name} names Sentinels and the primary they
     * watch. Each option has the name of a setting, such as {@code command-timeout=300ms} ({@code timeout} for short).
     * Reserved characters in user and password are percent-encoded. {@code user:@} has its password in {@code
     * password-file} or {@code password-env}.
     *
     * @throws IllegalArgumentException if the URI is bad; the message says what is wrong and what to write, and never
     *     shows the password
     */
    public static RedisConfigBuilder of(String uri) {
        return RedisUri.read(uri);
    }

    /** Sets the kind of installation. */
    public RedisConfigBuilder mode(Mode value) {
        mode = value;
        return this;
    }

    /** Adds a server, a Sentinel, or a node of the Cluster. */
    public RedisConfigBuilder node(String host, int port) {
        nodes.add(new Node(host, port));
        return this;
    }

    /** Sets whether to use TLS; the certificate and its host name are verified. Default: no. */
    public RedisConfigBuilder tls(boolean value) {
        tls.on = value;
        return this;
    }

    /** Sets the PEM file with the certificates of the authorities to trust. Default: the JVM's trust store. */
    public RedisConfigBuilder tlsTrust(Path file) {
        tls.trust = file;
        return this;
    }

    /** Sets the PEM file with the client's certificate chain, for mutual TLS. Default: none. */
    public RedisConfigBuilder tlsCertificate(Path file) {
        tls.certificate = file;
        return this;
    }

    /** Sets the PEM file with the PKCS#8 key of the client's certificate; it may be the same file. Default: none. */
    public RedisConfigBuilder tlsKey(Path file) {
        tls.key = file;
        return this;
    }

    /** Sets whether the server's certificate has to be for the host name that is connected to. Default: yes. */
    public RedisConfigBuilder tlsVerifyHostname(boolean value) {
        tls.verifyHostname = value;
        return this;
    }

    /** Sets the ACL user and the password. */
    public RedisConfigBuilder credentials(String user, String secret) {
        login.username.literal = user;
        login.password.literal = secret;
        return this;
    }

    /** Sets the password of the default user. */
    public RedisConfigBuilder password(String secret) {
        login.username.literal = null;
        login.password.literal = secret;
        return this;
    }

    /** Sets the ACL user, whose password is set in another way. Default: the server's default user. */
    public RedisConfigBuilder username(String user) {
        login.username.literal = user;
        return this;
    }

    /** Sets the file that holds the ACL user; it may be replaced at any time. */
    public RedisConfigBuilder usernameFile(Path file) {
        login.username.file = file;
        return this;
    }

    /** Sets the environment variable that holds the ACL user. */
    public RedisConfigBuilder usernameEnv(String variable) {
        login.username.variable = variable;
        return this;
    }

    /** Sets the file that holds the password; it may be replaced at any time. */
    public RedisConfigBuilder passwordFile(Path file) {
        login.password.file = file;
        return this;
    }

    /** Sets the environment variable that holds the password. */
    public RedisConfigBuilder passwordEnv(String variable) {
        login.password.variable = variable;
        return this;
    }

    /**
     * Sets what an option of a URI sets: {@code option("command-timeout", "300ms")}.
     *
     * @throws IllegalArgumentException if there is no such option, or the value is none for it
     */
    public RedisConfigBuilder option(String name, String value) {
        RedisOptions.set(this, name, value);
        return this;
    }

    /** Sets the number of the database. Default: 0. */
    public RedisConfigBuilder database(int value) {
        database = value;
        return this;
    }

    /** Sets the name of the primary that the Sentinels watch, and the mode to Sentinel. */
    public RedisConfigBuilder sentinelMaster(String value) {
        sentinelMaster = value;
        mode = Mode.SENTINEL;
        return this;
    }

    /** Sets the bound on connecting and on shaking hands. Default: 1 s. */
    public RedisConfigBuilder connectTimeout(Duration value) {
        connectTimeout = value;
        return this;
    }

    /** Sets the bound on one command. Default: 500 ms. */
    public RedisConfigBuilder commandTimeout(Duration value) {
        commandTimeout = value;
        return this;
    }

    /** Sets the interval of the heartbeats. Default: 100 ms. */
    public RedisConfigBuilder heartbeat(Duration value) {
        heartbeat = value;
        return this;
    }

    /** Sets how old the newest proof of freshness may be. Default: 500 ms. */
    public RedisConfigBuilder stalenessBound(Duration value) {
        stalenessBound = value;
        return this;
    }

    /** Sets how long a heartbeat may be unanswered before the connection is given up. Default: 2 s. */
    public RedisConfigBuilder deadAfter(Duration value) {
        deadAfter = value;
        return this;
    }

    /** Sets how many commands may be under way at one primary. Default: 10,000. */
    public RedisConfigBuilder maxInFlight(int value) {
        maxInFlight = value;
        return this;
    }

    /** Sets the shortest and the longest pause between attempts to connect. Default: 20 ms and 2 s. */
    public RedisConfigBuilder backoff(Duration min, Duration max) {
        minBackoff = min;
        maxBackoff = max;
        return this;
    }

    RedisConfigBuilder minBackoff(Duration value) {
        minBackoff = value;
        return this;
    }

    RedisConfigBuilder maxBackoff(Duration value) {
        maxBackoff = value;
        return this;
    }

    /** Sets the name that {@code CLIENT LIST} shows. Default: larder. */
    public RedisConfigBuilder clientName(String value) {
        clientName = value;
        return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws IllegalArgumentException if settings contradict each other; the message names them
     */
    public RedisConfig build() {
        checkNodes();
        checkTimes();
        check(maxInFlight >= 1, "max-in-flight is " + maxInFlight + "; at least one command must be allowed");
        check(
                !clientName.isEmpty() && clientName.chars().allMatch(c -> c > ' ' && c < 127),
                "client-name may have neither blanks nor characters beyond ASCII");
        return new RedisConfig(
                mode,
                List.copyOf(nodes),
                tls.build(),
                login.build(),
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
                true);
    }

    private void checkNodes() {
        check(!nodes.isEmpty(), "no server is given; add one as node(host, port) or in the URI");
        for (Node node : nodes) {
            check(!node.host().isBlank(), "a server has no host name");
            check(
                    node.port() > 0 && node.port() < 65536,
                    "port " + node.port() + " of " + node.host() + " is not between 1 and 65535");
        }
        if (mode == Mode.STANDALONE && nodes.size() > 1) {
            mode = Mode.CLUSTER;
        }
        check(database >= 0, "database " + database + " is negative");
        check(
                mode != Mode.CLUSTER || database == 0,
                "a Cluster has database 0 only, not " + database + "; leave the number out, or address one server");
        check(
                mode != Mode.SENTINEL || (sentinelMaster != null && !sentinelMaster.isBlank()),
                "the name of the primary that the Sentinels watch is missing; add it as #name to the URI");
        check(
                mode == Mode.SENTINEL || sentinelMaster == null,
                "a Sentinel's primary is named, but the mode is " + mode + "; use redis-sentinel://");
    }

    private void checkTimes() {
        positive("connect-timeout", connectTimeout);
        positive("command-timeout", commandTimeout);
        positive("heartbeat", heartbeat);
        positive("staleness-bound", stalenessBound);
        positive("dead-after", deadAfter);
        positive("min-backoff", minBackoff);
        positive("max-backoff", maxBackoff);
        check(
                heartbeat.multipliedBy(2).compareTo(stalenessBound) <= 0,
                "heartbeat " + text(heartbeat) + " is more than half of staleness-bound " + text(stalenessBound)
                        + ", so the proof of freshness would lapse between two heartbeats; shorten heartbeat or raise"
                        + " staleness-bound");
        check(
                heartbeat.multipliedBy(2).compareTo(commandTimeout) <= 0,
                "heartbeat " + text(heartbeat) + " is more than half of command-timeout " + text(commandTimeout)
                        + ", so a stalled server would be noticed too late; shorten heartbeat");
        check(
                commandTimeout.compareTo(deadAfter) <= 0,
                "command-timeout " + text(commandTimeout) + " is longer than dead-after " + text(deadAfter)
                        + ", so connections would be given up before commands; raise dead-after");
        check(
                minBackoff.compareTo(maxBackoff) <= 0,
                "min-backoff " + text(minBackoff) + " is longer than max-backoff " + text(maxBackoff));
    }

    private static void positive(String setting, Duration value) {
        check(
                !value.isNegative() && !value.isZero(),
                setting + " is " + text(value) + ", but must be more than nothing");
        check(value.compareTo(Duration.ofDays(1)) <= 0, setting + " is " + text(value) + ", which is more than a day");
    }

    private static String text(Duration value) {
        return value.toMillis() + " ms";
    }

    static void check(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("redis: " + problem);
        }
    }
}
