package dev.larder.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kind of server to run, frozen before its start.
 *
 * @param role what it is started as
 * @param settings lines of its configuration file that go after the defaults
 * @param port where it listens; 0 for any free port
 * @param user whom it knows besides the default user, and whom its URI names
 * @param dataFrom a snapshot file or a data folder to begin with
 * @param keepDataIn the folder for its data, kept at the end; else the data is in the private folder and vanishes
 */
record ServerSpec(
        Role role,
        List<String> settings,
        int port,
        @Nullable ServerUser user,
        @Nullable Path dataFrom,
        @Nullable Path keepDataIn) {

    enum Role {
        SERVER,
        CLUSTER_NODE,
        SENTINEL
    }

    private static final Set<String> OURS = Set.of("port", "dir", "logfile", "daemonize", "pidfile", "include");

    ServerSpec {
        settings = List.copyOf(settings);
    }

    /** A line of a configuration file, refused if it would break the file or what this package relies on. */
    static String setting(String name, String value) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("Not the name of a setting of redis.conf: \"" + name + "\"");
        }
        if (OURS.contains(name)) {
            throw new IllegalArgumentException("The setting " + name + " is made by EmbeddedRedis; see its builder");
        }
        if (value.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "The value of " + name + " has a line break or a control character in it");
        }
        return name + " " + (value.isBlank() ? "\"\"" : value);
    }

    /** The lines of the configuration file; {@code busPort} is for cluster nodes only. */
    List<String> configLines(int actualPort, int busPort, ServerFolder folder) {
        List<String> lines = new ArrayList<>(List.of(
                "bind " + Ports.HOST,
                "port " + actualPort,
                "protected-mode yes",
                "daemonize no",
                "dir " + quoted(folder.data()),
                "logfile " + quoted(folder.log())));
        if (role != Role.SENTINEL) {
            lines.add("save \"\"");
            lines.add("appendonly no");
        }
        if (role == Role.CLUSTER_NODE) {
            lines.add("cluster-enabled yes");
            lines.add("cluster-port " + busPort);
            lines.add("cluster-config-file " + quoted(folder.root().resolve("nodes.conf")));
        }
        lines.addAll(settings);
        if (user != null) {
            lines.add(user.configLine());
        }
        return lines;
    }

    /** The password of {@code requirepass}, the last one wins, as {@link RespClient} wants it; null without one. */
    @Nullable
    String password() {
        String password = null;
        for (String line : settings) {
            if (line.startsWith("requirepass ")) {
                password = line.substring("requirepass ".length()).replaceAll("^\"(.*)\"$", "$1");
            }
        }
        return password == null || password.isEmpty()
                ? null
                : new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
