package dev.larder.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real primary with one replica, watched by real Sentinels, on 127.0.0.1. What holds for one {@link EmbeddedRedis} holds
 * for each of them. The Sentinels take the primary for dead after 2 s without an answer, by majority. Lest tests wait,
 * they ask for news every second instead of every ten, and greet each other twice as often as in production; one that is
 * restarted goes back to the usual pace.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedSentinel implements AutoCloseable {

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(2);

    private final String masterName;
    private final List<EmbeddedRedis> servers;
    private final List<EmbeddedRedis> sentinels;

    private EmbeddedSentinel(String masterName, List<EmbeddedRedis> servers, List<EmbeddedRedis> sentinels) {
        this.masterName = masterName;
        this.servers = List.copyOf(servers);
        this.sentinels = List.copyOf(sentinels);
    }

    /**
     * Starts a primary, a replica and three Sentinels.
     *
     * @param masterName the name under which the Sentinels know the primary
     * @throws EmbeddedRedisException if one does not start, or they do not all know each other within 60 s
     */
    public static EmbeddedSentinel start(String masterName) {
        return start(masterName, 3);
    }

    /**
     * Starts a primary, a replica and some Sentinels, and waits until the replica is in step and all know each other.
     *
     * @param masterName the name under which the Sentinels know the primary: letters, digits, {@code . - _}
     * @param sentinels how many Sentinels, from 1 to 5
     * @throws EmbeddedRedisException if one does not start, or they do not all know each other within 60 s
     */
    public static EmbeddedSentinel start(String masterName, int sentinels) {
        return start(
                masterName,
                sentinels,
                ServerUser.byProperty(ServerSpec.Role.SERVER),
                ServerUser.byProperty(ServerSpec.Role.SENTINEL));
    }

    /**
     * Starts a primary, a replica and some Sentinels that know a user, and waits until the replica is in step and all know
     * each other. Clients log in to Sentinels and servers with one name and password. The default user of Sentinels that
     * know another one has a password, so that clients have to log in.
     *
     * @param masterName the name under which the Sentinels know the primary: letters, digits, {@code . - _}
     * @param sentinels how many Sentinels, from 1 to 5
     * @param onServers whom {@link #uri()} names, as the servers know it; null for the default user
     * @param onSentinels the same user, as the Sentinels know it; null for the default user
     * @throws IllegalArgumentException if the two have other names or passwords
     * @throws EmbeddedRedisException if one does not start, or they do not all know each other within 60 s
     */
    public static EmbeddedSentinel start(
            String masterName, int sentinels, @Nullable ServerUser onServers, @Nullable ServerUser onSentinels) {
        if (onServers != null && onSentinels != null && !onServers.userInfo().equals(onSentinels.userInfo())) {
            throw new IllegalArgumentException("Clients log in to Sentinels and servers with one name and password");
        }
        if (!masterName.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("Not the name of a master: \"" + masterName + "\"");
        }
        if (sentinels < 1 || sentinels > 5) {
            throw new IllegalArgumentException("1 to 5 Sentinels, not " + sentinels);
        }
        List<EmbeddedRedis> all = new ArrayList<>();
        try {
            EmbeddedRedis primary = server(onServers).start();
            all.add(primary);
            EmbeddedRedis replica = server(onServers)
                    .setting("replicaof", primary.host() + " " + primary.port())
                    .start();
            all.add(replica);
            Poll.until(
                    replica + " is in step", SETTLED_WITHIN, () -> info(replica).contains("master_link_status:up"));
            for (int i = 0; i < sentinels; i++) {
                all.add(sentinel(masterName, primary, sentinels / 2 + 1, onSentinels));
                quicken(all.get(all.size() - 1));
            }
            EmbeddedSentinel started =
                    new EmbeddedSentinel(masterName, all.subList(0, 2), all.subList(2, 2 + sentinels));
            Poll.until(
                    "all Sentinels know each other and the replica",
                    SETTLED_WITHIN,
                    () -> started.allMet() && started.agreeOn(primary));
            return started;
        } catch (IOException e) {
            EmbeddedRedis.closeAll(all);
            throw new EmbeddedRedisException(
                    "A Sentinel of " + masterName + " refuses a setting: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            EmbeddedRedis.closeAll(all);
            throw e;
        }
    }

    private static EmbeddedRedisBuilder server(@Nullable ServerUser user) {
        return new EmbeddedRedisBuilder(ServerSpec.Role.SERVER, user).setting("repl-diskless-sync-delay", "0");
    }

    private static EmbeddedRedis sentinel(String name, EmbeddedRedis primary, int quorum, @Nullable ServerUser user) {
        EmbeddedRedisBuilder builder = new EmbeddedRedisBuilder(ServerSpec.Role.SENTINEL, user);
        if (user != null) {
            // Sentinels log in to each other with it too.
            builder.setting("requirepass", "sentinels-only");
        }
        return builder.setting(
                        "sentinel", "monitor " + name + " " + primary.host() + " " + primary.port() + " " + quorum)
                .setting("sentinel", "down-after-milliseconds " + name + " 2000")
                .setting("sentinel", "failover-timeout " + name + " 10000")
                .start();
    }

    private static void quicken(EmbeddedRedis sentinel) throws IOException {
        try (RespClient client = sentinel.connect(REPLY_WITHIN)) {
            client.call("SENTINEL", "DEBUG", "INFO-PERIOD", "1000", "PUBLISH-PERIOD", "1000");
        }
    }

    /**
     * The URI for clients, {@code redis-sentinel://127.0.0.1:port,127.0.0.1:port#name}, with all Sentinels, and with {@code
     * user:password@} before them if there is a {@link ServerUser}.
     */
    public String uri() {
        String user = servers.get(0).userInfo();
        String before = user.isEmpty() ? sentinels.get(0).userInfo() : user;
        return sentinels.stream()
                .map(sentinel -> sentinel.host() + ":" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://" + before, "#" + masterName));
    }

    /** The Sentinels. */
    public List<EmbeddedRedis> sentinels() {
        return sentinels;
    }

    /** The two servers: first the one that was the primary at the start. */
    public List<EmbeddedRedis> servers() {
        return servers;
    }

    /**
     * The server that the Sentinels name as the primary now. One round trip.
     *
     * @throws EmbeddedRedisException if no Sentinel answers, or it names none of the two
     */
    public EmbeddedRedis primary() {
        IOException last = null;
        for (EmbeddedRedis sentinel : sentinels) {
            try {
                return named(sentinel);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new EmbeddedRedisException("No Sentinel names the primary of " + masterName, last);
    }

    /** The server that is not the {@link #primary()}. */
    public EmbeddedRedis replica() {
        return other(primary());
    }

    /**
     * Makes the replica the primary, by {@code SENTINEL FAILOVER}, and waits until every Sentinel has seen it in that role
     * and the old one, if it answers, in step as its replica. Sentinels that are paused or dead are not waited for, nor is
     * the command given if the primary does not answer: then the Sentinels act by themselves.
     *
     * @return the new primary
     * @throws EmbeddedRedisException if that takes more than 60 s
     */
    public synchronized EmbeddedRedis failover() {
        EmbeddedRedis old = primary();
        EmbeddedRedis next = other(old);
        Poll.until(next + " becomes the primary of " + masterName, SETTLED_WITHIN, () -> {
            // Only once all have seen how the last one ended, else one of them takes the new primary for a replica that
            // has gone astray and turns it back. Again, should the failover have been given up.
            if (agreeOn(old)) {
                orderFailover();
            }
            return agreeOn(next) && info(next).contains("role:master");
        });
        return next;
    }

    private void orderFailover() throws IOException {
        IOException last = new IOException("no Sentinel");
        for (EmbeddedRedis sentinel : sentinels) {
            try (RespClient client = sentinel.connect(REPLY_WITHIN)) {
                client.call("SENTINEL", "FAILOVER", masterName);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private boolean allMet() throws IOException {
        for (EmbeddedRedis sentinel : sentinels) {
            try (RespClient client = sentinel.connect(REPLY_WITHIN)) {
                String master = client.text("SENTINEL", "MASTER", masterName);
                if (!master.contains("num-other-sentinels, " + (sentinels.size() - 1) + ",")) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether all Sentinels that answer name this primary, and see the other one, if it answers, in step behind it. */
    private boolean agreeOn(EmbeddedRedis primary) {
        boolean alone = !answers(other(primary));
        int agreed = 0;
        for (EmbeddedRedis sentinel : sentinels) {
            try (RespClient client = sentinel.connect(REPLY_WITHIN)) {
                String replicas = client.text("SENTINEL", "REPLICAS", masterName);
                if (named(sentinel) != primary
                        || !client.text("SENTINEL", "MASTER", masterName).contains("flags, master,")
                        || !(alone || isInStep(replicas))) {
                    return false;
                }
                agreed++;
            } catch (IOException silent) {
                // Paused or dead: it will learn from the others.
            }
        }
        return agreed > 0;
    }

    private static boolean isInStep(String replicas) {
        return replicas.contains("flags, slave,")
                && replicas.contains("role-reported, slave,")
                && replicas.contains("master-link-status, ok,");
    }

    private static boolean answers(EmbeddedRedis server) {
        try {
            return !info(server).isEmpty();
        } catch (IOException silent) {
            return false;
        }
    }

    private EmbeddedRedis named(EmbeddedRedis sentinel) throws IOException {
        try (RespClient client = sentinel.connect(REPLY_WITHIN)) {
            String address = client.text("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName);
            for (EmbeddedRedis server : servers) {
                if (address.equals("[" + server.host() + ", " + server.port() + "]")) {
                    return server;
                }
            }
            throw new IOException(sentinel + " names " + address);
        }
    }

    private EmbeddedRedis other(EmbeddedRedis server) {
        return servers.get(0) == server ? servers.get(1) : servers.get(0);
    }

    private static String info(EmbeddedRedis server) throws IOException {
        try (RespClient client = server.connect(REPLY_WITHIN)) {
            return client.text("INFO", "replication");
        }
    }

    /** Closes the Sentinels, the replica and the primary. Idempotent. */
    @Override
    public void close() {
        List<EmbeddedRedis> all = new ArrayList<>(sentinels);
        all.add(servers.get(1));
        all.add(servers.get(0));
        EmbeddedRedis.closeAll(all);
    }
}
