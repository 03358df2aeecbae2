package dev.larder.rights;

import dev.larder.far.KeyNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The least rights that a component needs, as rules for {@code ACL SETUSER} of Redis 7.0 and Valkey 7.2, or newer.
 *
 * <p>What a script calls is checked like what a connection sends, so its commands are among them. {@code HELLO} and {@code
 * AUTH} need no right.
 *
 * @param keys patterns of the keys, such as {@code ~grounds:*} or, for writing only, {@code %W~grounds:*}
 * @param commands names of the commands, subcommands as {@code client|tracking}; sorted
 * @param selectors further rights in parentheses, each with its own keys
 */
public record Rights(List<String> keys, List<String> commands, List<String> selectors) {

    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** What every connection of the engine says: to be let in, to hear of changes, and to prove that it hears. */
    private static final List<String> CONNECTION = List.of("client|tracking", "info", "script|load", "time");

    /** What it sends to read and write, and what its scripts call. */
    private static final List<String> CACHE =
            List.of("del", "evalsha", "get", "getrange", "mget", "pttl", "set", "setrange", "touch");

    /** What sessions, tokens and limits send besides, and what their scripts call. */
    private static final List<String> SESSIONS = List.of(
            "exists",
            "getex",
            "hdel",
            "hexists",
            "hget",
            "hgetall",
            "hlen",
            "hmget",
            "hset",
            "hsetnx",
            "pexpire",
            "unlink",
            "zadd",
            "zcard",
            "zrange",
            "zrem",
            "zremrangebyscore",
            "zscore");

    private static final List<String> MEASURE = List.of(
            "client|list",
            "dbsize",
            "info",
            "latency|histogram",
            "latency|history",
            "latency|latest",
            "memory|stats",
            "memory|usage",
            "object|freq",
            "object|idletime",
            "ping",
            "pttl",
            "scan",
            "slowlog|len");

    /** A heartbeat in a Cluster asks for a key that never exists, to hear whether the node still owns its slot. */
    private static final String HEARTBEAT = "(+exists %R~larder:heartbeat:[0-9]*)";

    /** Copies the lists. */
    public Rights {
        keys = List.copyOf(keys);
        commands = List.copyOf(new TreeSet<>(commands));
        selectors = List.copyOf(selectors);
    }

    /**
     * The rights of a component.
     *
     * @param namespace what its keys begin with: {@code [a-z0-9][a-z0-9._-]{0,63}}
     * @throws IllegalArgumentException if that is no namespace
     */
    public static Rights of(Component component, Place place, String namespace) {
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    "not a namespace: 1 to 64 of the characters a-z 0-9 . _ - and the first a letter or a digit");
        }
        if (place == Place.SENTINEL) {
            return onSentinel(component);
        }
        Rights onServer = onServer(component, new KeyNames(namespace).patterns());
        return place == Place.SERVER ? onServer : onServer.inCluster(component);
    }

    private static Rights onServer(Component component, List<String> names) {
        return switch (component) {
            case ENGINE -> new Rights(prefixed("~", names), join(CONNECTION, CACHE, List.of("scan")), List.of());
            case SESSION -> new Rights(prefixed("~", names), join(CONNECTION, CACHE, SESSIONS), List.of());
            case LIVE -> new Rights(prefixed("~", names), join(CONNECTION, CACHE), List.of());
            case OPS -> new Rights(prefixed("%R~", names), MEASURE, List.of());
            case BACKUP -> new Rights(List.of(), List.of("info", "ping", "psync", "replconf"), List.of());
            case RESTORE -> new Rights(prefixed("%W~", names), List.of("info", "ping", "restore"), List.of());
        };
    }

    private Rights inCluster(Component component) {
        return switch (component) {
            case ENGINE, SESSION, LIVE ->
                new Rights(keys, join(commands, List.of("asking", "cluster|slots")), List.of(HEARTBEAT));
            case OPS -> new Rights(keys, join(commands, List.of("cluster|info", "cluster|slots")), selectors);
            case BACKUP, RESTORE -> new Rights(keys, join(commands, List.of("cluster|slots")), selectors);
        };
    }

    private static Rights onSentinel(Component component) {
        List<String> asked = switch (component) {
            case ENGINE, SESSION, LIVE, BACKUP, RESTORE -> List.of("sentinel|get-master-addr-by-name");
            case OPS -> List.of("info", "ping", "sentinel|masters", "sentinel|replicas");
        };
        return new Rights(List.of(), asked, List.of());
    }

    /** The same, for connections that choose a database other than 0: rules cannot say which one. */
    public Rights withDatabase() {
        return new Rights(keys, join(commands, List.of("select")), selectors);
    }

    /**
     * The rules, which give these rights and no others, in the order of {@code ACL SETUSER}: they take away whatever the user
     * had, passwords included. To be followed by {@code on} and a password.
     */
    public List<String> rules() {
        List<String> rules = new ArrayList<>(List.of("reset", "resetchannels", "-@all"));
        commands.forEach(command -> rules.add("+" + command));
        rules.addAll(keys);
        rules.addAll(selectors);
        return Collections.unmodifiableList(rules);
    }

    private static List<String> prefixed(String how, List<String> names) {
        return names.stream().map(name -> how + name).toList();
    }

    @SafeVarargs
    private static List<String> join(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
