package dev.larder.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis Cluster on 127.0.0.1: some primaries that share the 16384 slots evenly, in order, each with the same number
 * of replicas. What holds for one {@link EmbeddedRedis} holds for each node.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration FORMED_WITHIN = Duration.ofSeconds(60);
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(5);
    private static final int KEYS_AT_ONCE = 100;

    private final int primaries;
    private final List<EmbeddedRedis> nodes;

    private EmbeddedCluster(int primaries, List<EmbeddedRedis> nodes) {
        this.primaries = primaries;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts a cluster without replicas and waits until every node says {@code cluster_state:ok}.
     *
     * @param primaries how many primaries, from 1 to 32
     * @throws EmbeddedRedisException if a node does not start, or the cluster does not form within 60 s
     */
    public static EmbeddedCluster start(int primaries) {
        return start(primaries, 0);
    }

    /**
     * Starts a cluster and waits until every node says {@code cluster_state:ok} and every replica is in step.
     *
     * @param primaries how many primaries, from 1 to 32
     * @param replicas how many replicas each of them has, from 0 to 4
     * @throws EmbeddedRedisException if a node does not start, or the cluster does not form within 60 s
     */
    public static EmbeddedCluster start(int primaries, int replicas) {
        return start(primaries, replicas, ServerUser.byProperty(ServerSpec.Role.CLUSTER_NODE));
    }

    /**
     * Starts a cluster whose nodes know a user, and waits until every node says {@code cluster_state:ok} and every replica
     * is in step.
     *
     * @param primaries how many primaries, from 1 to 32
     * @param replicas how many replicas each of them has, from 0 to 4
     * @param user whom {@link #uri()} names; null for the default user
     * @throws EmbeddedRedisException if a node does not start, or the cluster does not form within 60 s
     */
    public static EmbeddedCluster start(int primaries, int replicas, @Nullable ServerUser user) {
        if (primaries < 1 || primaries > 32 || replicas < 0 || replicas > 4) {
            throw new IllegalArgumentException(
                    "1 to 32 primaries with 0 to 4 replicas each, not " + primaries + " with " + replicas);
        }
        List<EmbeddedRedis> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < primaries * (1 + replicas); i++) {
                nodes.add(new EmbeddedRedisBuilder(ServerSpec.Role.CLUSTER_NODE, user)
                        .setting("cluster-node-timeout", "5000")
                        .setting("repl-diskless-sync-delay", "0")
                        .start());
            }
            EmbeddedCluster cluster = new EmbeddedCluster(primaries, nodes);
            cluster.form();
            return cluster;
        } catch (IOException e) {
            EmbeddedRedis.closeAll(nodes);
            throw new EmbeddedRedisException("The cluster could not be formed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            EmbeddedRedis.closeAll(nodes);
            throw e;
        }
    }

    private void form() throws IOException {
        EmbeddedRedis first = nodes.get(0);
        for (int i = 0; i < nodes.size(); i++) {
            try (RespClient node = nodes.get(i).connect(REPLY_WITHIN)) {
                node.call("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
                if (i < primaries) {
                    String from = String.valueOf(firstSlot(i));
                    String to = String.valueOf(firstSlot(i + 1) - 1);
                    node.call("CLUSTER", "ADDSLOTSRANGE", from, to);
                }
                if (i > 0) {
                    String port = String.valueOf(first.port());
                    node.call("CLUSTER", "MEET", first.host(), port, busPort(first));
                }
            }
        }
        Poll.until(
                "all nodes know each other and all slots",
                FORMED_WITHIN,
                () -> allSay("CLUSTER", "INFO", this::formed));
        for (int i = primaries; i < nodes.size(); i++) {
            String primary = id(nodes.get(i % primaries));
            EmbeddedRedis replica = nodes.get(i);
            // The node may not know its primary yet, then it answers with an error.
            Poll.until(replica + " becomes a replica", FORMED_WITHIN, () -> {
                try (RespClient node = replica.connect(REPLY_WITHIN)) {
                    return node.text("CLUSTER", "REPLICATE", primary).equals("OK");
                }
            });
        }
        Poll.until(
                "all replicas are in step",
                FORMED_WITHIN,
                () -> allSay("INFO", "replication", EmbeddedCluster::inStep)
                        && everyNodeSees(nodes.size() - primaries));
    }

    private boolean formed(String info) {
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + SLOTS)
                && info.contains("cluster_known_nodes:" + nodes.size() + "\r\n")
                && info.contains("cluster_size:" + primaries + "\r\n");
    }

    private static boolean inStep(String info) {
        return info.contains("role:master") || info.contains("master_link_status:up");
    }

    private boolean everyNodeSees(int replicas) throws IOException {
        return allSay(
                "CLUSTER",
                "NODES",
                lines -> lines.lines()
                                .filter(line -> line.contains("slave") && !line.contains("handshake"))
                                .count()
                        == replicas);
    }

    private boolean allSay(String command, String argument, java.util.function.Predicate<String> wanted)
            throws IOException {
        for (EmbeddedRedis redis : nodes) {
            try (RespClient node = redis.connect(REPLY_WITHIN)) {
                if (!wanted.test(node.text(command, argument))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int firstSlot(int primary) {
        return primary * SLOTS / primaries;
    }

    private static String busPort(EmbeddedRedis redis) throws IOException {
        try (RespClient node = redis.connect(REPLY_WITHIN)) {
            if (node.call("CONFIG", "GET", "cluster-port") instanceof List<?> pair && pair.size() == 2) {
                return String.valueOf(pair.get(1));
            }
            throw new IOException("no cluster-port at " + redis);
        }
    }

    private static String id(EmbeddedRedis redis) throws IOException {
        try (RespClient node = redis.connect(REPLY_WITHIN)) {
            return node.text("CLUSTER", "MYID");
        }
    }

    /**
     * The URI for clients, {@code redis-cluster://127.0.0.1:port,127.0.0.1:port}, with all nodes, and with {@code
     * user:password@} before them if they were started with a {@link ServerUser}.
     */
    public String uri() {
        EmbeddedRedis first = nodes.get(0);
        return nodes.stream()
                .skip(1)
                .map(node -> "," + node.host() + ":" + node.port())
                .collect(Collectors.joining("", "redis-cluster://" + first.address(), ""));
    }

    /**
     * The nodes as they were started: the primaries in the order of their slots, then their replicas, the i-th of which
     * belongs to the primary i modulo the number of primaries. A failover changes roles, not this list.
     */
    public List<EmbeddedRedis> nodes() {
        return nodes;
    }

    /** The index in {@link #nodes()} of the primary that was given a slot at the start. */
    public int indexOf(int slot) {
        requireSlot(slot);
        int index = 0;
        while (firstSlot(index + 1) <= slot) {
            index++;
        }
        return index;
    }

    /**
     * Moves a slot with its keys from one primary to another, as {@code redis-cli --cluster reshard} does: clients get
     * {@code ASK} while it goes on, and {@code MOVED} from the old owner afterwards. All primaries know the new owner when
     * this returns.
     *
     * @param slot the slot, from 0 to 16383
     * @param fromIndex the index in {@link #nodes()} of its owner
     * @param toIndex the index of the primary that gets it
     * @throws EmbeddedRedisException if a node refuses; the slot may then be half moved
     */
    public synchronized void migrateSlot(int slot, int fromIndex, int toIndex) {
        requireSlot(slot);
        EmbeddedRedis source = nodes.get(fromIndex);
        EmbeddedRedis destination = nodes.get(toIndex);
        String number = String.valueOf(slot);
        try (RespClient from = source.connect(REPLY_WITHIN);
                RespClient to = destination.connect(REPLY_WITHIN)) {
            String owner = to.text("CLUSTER", "MYID");
            to.call("CLUSTER", "SETSLOT", number, "IMPORTING", from.text("CLUSTER", "MYID"));
            from.call("CLUSTER", "SETSLOT", number, "MIGRATING", owner);
            moveKeys(from, number, destination);
            to.call("CLUSTER", "SETSLOT", number, "NODE", owner);
            from.call("CLUSTER", "SETSLOT", number, "NODE", owner);
            for (int i = 0; i < primaries; i++) {
                if (i != fromIndex && i != toIndex) {
                    tell(nodes.get(i), number, owner);
                }
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "Slot " + slot + " could not be moved from " + source + " to " + destination + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void moveKeys(RespClient from, String slot, EmbeddedRedis destination) throws IOException {
        while (true) {
            @Nullable Object keys = from.call("CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(KEYS_AT_ONCE));
            if (!(keys instanceof List<?> some) || some.isEmpty()) {
                return;
            }
            List<String> migrate = new ArrayList<>(List.of(
                    "MIGRATE", destination.host(), String.valueOf(destination.port()), "", "0", "5000", "KEYS"));
            some.forEach(key -> migrate.add(String.valueOf(key)));
            from.call(migrate.toArray(String[]::new));
        }
    }

    private static void tell(EmbeddedRedis redis, String slot, String owner) throws IOException {
        try (RespClient node = redis.connect(REPLY_WITHIN)) {
            if (node.text("INFO", "replication").contains("role:master")) {
                node.call("CLUSTER", "SETSLOT", slot, "NODE", owner);
            }
        }
    }

    private static void requireSlot(int slot) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("Slots go from 0 to " + (SLOTS - 1) + ", not " + slot);
        }
    }

    /** Closes all nodes. Idempotent. */
    @Override
    public void close() {
        List<EmbeddedRedis> replicasFirst = new ArrayList<>(nodes.subList(primaries, nodes.size()));
        replicasFirst.addAll(nodes.subList(0, primaries));
        EmbeddedRedis.closeAll(replicasFirst);
    }
}
