package dev.larder.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how to start a server. Defaults: any free port from 11000 to 31999, no snapshots ({@code save ""}), no append-only
 * file, {@code bind 127.0.0.1}, {@code protected-mode yes}, no password, no user but the default one unless the system property
 * {@code larder.embedded.user} says so ({@link ServerUser}), no data, data removed at the end.
 *
 * <p>Not for several threads.
 */
public final class EmbeddedRedisBuilder {

    private final ServerSpec.Role role;
    private final List<String> settings = new ArrayList<>();
    private int port;
    private @Nullable ServerUser user;
    private @Nullable Path dataFrom;
    private @Nullable Path keepDataIn;

    EmbeddedRedisBuilder(ServerSpec.Role role, @Nullable ServerUser user) {
        this.role = role;
        this.user = user;
    }

    /**
     * Adds a line to the configuration file of the server.
     *
     * @param name a setting of {@code redis.conf}; not the port, nor a path that is made here
     * @param value as in that file: several words are several arguments, unless quoted; empty for {@code ""}
     * @throws IllegalArgumentException if the line would not be one setting, or one that is made here
     */
    public EmbeddedRedisBuilder setting(String name, String value) {
        settings.add(ServerSpec.setting(name, value));
        return this;
    }

    /** The port to listen on, and to fail on if it is taken; 0, the default, for any free one. */
    public EmbeddedRedisBuilder port(int newPort) {
        if (newPort < 0 || newPort > 65_535) {
            throw new IllegalArgumentException("Not a port: " + newPort);
        }
        port = newPort;
        return this;
    }

    /** Makes a user with limited rights, whom {@link EmbeddedRedis#uri()} names. */
    public EmbeddedRedisBuilder user(ServerUser newUser) {
        user = newUser;
        return this;
    }

    /** Begins with a copy of a snapshot file, or of a data folder. The original is not touched. */
    public EmbeddedRedisBuilder dataFrom(Path source) {
        dataFrom = source;
        return this;
    }

    /**
     * Keeps the data in a folder of the caller, made if need be: read at the start, saved by {@link EmbeddedRedis#close()},
     * not removed. What was written since the last save is lost if the JVM is killed.
     */
    public EmbeddedRedisBuilder keepDataIn(Path folder) {
        keepDataIn = folder;
        return this;
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @throws EmbeddedRedisException if it ends, or does not answer within 20 s; the message has the tail of its log
     * @throws IllegalStateException if both {@link #dataFrom} and {@link #keepDataIn} were given
     */
    public EmbeddedRedis start() {
        if (dataFrom != null && keepDataIn != null) {
            throw new IllegalStateException("dataFrom and keepDataIn contradict each other: give one of them");
        }
        return EmbeddedRedis.start(new ServerSpec(role, settings, port, user, dataFrom, keepDataIn));
    }
}
