package dev.larder.redis;

import dev.larder.redis.RedisConfig.Mode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself.
 *
 * @param name Redis or Valkey
 * @param version its version, such as 7.0.15
 * @param mode {@code redis_mode}: standalone, sentinel or cluster
 * @param role master or slave
 * @param loading whether it is still reading its data set
 * @param runId identity of the process
 */
record ServerFacts(String name, String version, String mode, String role, boolean loading, String runId) {

    static final String NEEDED = "Larder needs Redis 7.0 or Valkey 7.2, or later: upgrade the server";

    /** Reads the replies of {@code INFO server}, {@code INFO replication} and {@code INFO persistence}. */
    static ServerFacts of(String server, String replication, String persistence) {
        Map<String, String> facts = Texts.info(server);
        String valkey = facts.get("valkey_version");
        String redis = facts.getOrDefault("redis_version", "unknown");
        return new ServerFacts(
                valkey == null ? "Redis" : "Valkey",
                valkey == null ? redis : valkey,
                facts.getOrDefault("redis_mode", facts.getOrDefault("server_mode", "standalone")),
                Texts.info(replication).getOrDefault("role", "master"),
                "1".equals(Texts.info(persistence).get("loading")),
                facts.getOrDefault("run_id", "unknown"));
    }

    /** Returns why this server cannot be used, or null. */
    @Nullable
    RedisException problem(String address, Mode wanted) {
        String prefix = "redis " + address + ": ";
        if (mode.equals("sentinel")) {
            return new UnsuitableServerException(
                    prefix + "this is a Sentinel; give its address as redis-sentinel://" + address
                            + "#name-of-the-primary",
                    null);
        }
        boolean recent = name.equals("Valkey") ? isAtLeast(7, 2) : isAtLeast(7, 0);
        if (!recent) {
            return new UnsuitableServerException(prefix + "found " + name + " " + version + "; " + NEEDED, null);
        }
        if (mode.equals("cluster") && wanted != Mode.CLUSTER) {
            return new UnsuitableServerException(
                    prefix + "this is a node of a Cluster; give its address as redis-cluster://" + address
                            + " or with ?cluster=true",
                    null);
        }
        if (!role.equals("master")) {
            return new RedisUnavailableException(
                    prefix + "this is a replica (role:" + role
                            + "), and only a primary can be used; give the address of"
                            + " the primary, or of the Sentinels as redis-sentinel://…",
                    null);
        }
        if (loading) {
            return new RedisUnavailableException(prefix + "the server is still loading its data set", null);
        }
        return null;
    }

    private boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("[^0-9]+", 3);
        try {
            int foundMajor = Integer.parseInt(parts[0]);
            int foundMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return foundMajor > major || (foundMajor == major && foundMinor >= minor);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
