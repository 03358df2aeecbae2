package dev.larder.embedded;

import dev.larder.chaos.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis or Valkey server, child of this JVM, on a port of 127.0.0.1.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.start()) {
 *     connect(redis.uri());
 * }
 * }</pre>
 *
 * <p>Which program runs: {@code redis-server} (7.0 or later) or {@code valkey-server} (7.2 or later) if one is on the
 * path, else the Redis 7.0.15 that comes along for Linux and macOS on x86-64 and ARM. {@link #binary()} tells.
 *
 * <p>The server has a private folder in the temporary folder. {@link #close()} ends the process and removes the folder;
 * so does the end of the JVM, also by SIGKILL. Ctrl-C in a terminal does not reach the server.
 *
 * <p>Safe for use by several threads; what starts, stops or signals the server goes one at a time. An interrupt while
 * waiting for the process is kept, and the process is killed at once instead of being waited for.
 */
public final class EmbeddedRedis implements AutoCloseable {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final ServerSpec spec;
    private final ServerFolder folder;
    private final Launcher launcher;
    private volatile Launcher.Running running;
    private boolean paused;
    private volatile boolean closed;

    private EmbeddedRedis(ServerSpec spec, ServerFolder folder) {
        this.spec = spec;
        this.folder = folder;
        this.launcher = new Launcher(spec, folder, BinaryLocator.binary());
        this.running = launcher.launch();
    }

    /**
     * Starts a server with the defaults of {@link EmbeddedRedisBuilder}.
     *
     * @throws EmbeddedRedisException if it does not answer within 20 s
     */
    public static EmbeddedRedis start() {
        return builder().start();
    }

    /** A builder with its defaults. */
    public static EmbeddedRedisBuilder builder() {
        return new EmbeddedRedisBuilder(ServerSpec.Role.SERVER, ServerUser.byProperty(ServerSpec.Role.SERVER));
    }

    /**
     * The program that servers of this JVM run. Unpacks the bundled one if there is no other.
     *
     * @throws EmbeddedRedisException if there is none for this platform
     */
    public static ServerBinary binary() {
        return BinaryLocator.binary();
    }

    static EmbeddedRedis start(ServerSpec spec) {
        ServerFolder folder = null;
        try {
            folder = ServerFolder.create(spec.keepDataIn());
            if (spec.dataFrom() != null) {
                folder.copyDataFrom(spec.dataFrom());
            }
            EmbeddedRedis server = new EmbeddedRedis(spec, folder);
            ShutdownHook.add(server);
            return server;
        } catch (IOException e) {
            discard(folder);
            throw new EmbeddedRedisException("Cannot prepare the folder of a server: " + e, e);
        } catch (RuntimeException e) {
            discard(folder);
            throw e;
        }
    }

    private static void discard(@Nullable ServerFolder folder) {
        try {
            if (folder != null) {
                folder.delete();
            }
        } catch (IOException e) {
            System.getLogger(EmbeddedRedis.class.getName())
                    .log(System.Logger.Level.WARNING, "Cannot remove " + folder.root(), e);
        }
    }

    /**
     * The URI for clients, {@code redis://127.0.0.1:port}, with {@code user:password@} before the host if the server was
     * started with a {@link ServerUser}. It survives a restart.
     */
    public String uri() {
        return "redis://" + address();
    }

    /** The URI for clients that go through a proxy to this server, with the same credentials. */
    public String uri(FaultProxy proxy) {
        return proxy.uri().replace("redis://", "redis://" + userInfo());
    }

    /** Credentials, host and port, as URIs have them. */
    String address() {
        return userInfo() + host() + ":" + port();
    }

    /** What URIs have before the host. */
    String userInfo() {
        ServerUser user = spec.user();
        return user == null ? "" : user.userInfo();
    }

    /** Always {@code 127.0.0.1}. */
    public String host() {
        return Ports.HOST;
    }

    /** Where the server listens; the same after a restart. */
    public int port() {
        return running.port();
    }

    /** The process id of the server; another one after a restart. */
    public long pid() {
        return running.process().pid();
    }

    /** The version of the server, for instance {@code 7.0.15}. */
    public String version() {
        return BinaryLocator.binary().version();
    }

    /** The folder in which the server keeps its snapshot and its append-only files. */
    public Path dataFolder() {
        return folder.data();
    }

    /** Whether the process is there; a paused one is. */
    public boolean isRunning() {
        return running.process().isAlive();
    }

    /** Stops the process in its tracks (SIGSTOP): connections stay open and new ones are accepted, but nothing answers. */
    public synchronized void pause() {
        signal("STOP");
        paused = true;
    }

    /** Lets a paused process go on (SIGCONT). */
    public synchronized void resume() {
        signal("CONT");
        paused = false;
    }

    /** Kills the process (SIGKILL), paused or not, and waits for its end. Nothing is saved. Does nothing if it has ended. */
    public synchronized void kill() {
        boolean interrupted = Thread.interrupted();
        try {
            running.process().signal("KILL");
            if (!running.process().awaitExit(STOP_WITHIN)) {
                throw new EmbeddedRedisException(
                        "The server " + pid() + " did not end within " + STOP_WITHIN.toSeconds() + " s of SIGKILL");
            }
            paused = false;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Starts the server again on the same port, with its data. A running server saves a snapshot first; after
     * {@link #kill()} there is what had been saved or appended before.
     *
     * @throws EmbeddedRedisException if the snapshot cannot be saved, or the server does not come back within 20 s; it can
     *     be tried again
     */
    public synchronized void restart() {
        requireOpen();
        stop(spec.role() != ServerSpec.Role.SENTINEL);
        relaunch();
    }

    /**
     * Starts the server again on the same port, with no data.
     *
     * @throws IllegalStateException if the data folder is one given to {@link EmbeddedRedisBuilder#keepDataIn}
     * @throws EmbeddedRedisException if it does not come back within 20 s
     */
    public synchronized void restartEmpty() {
        requireOpen();
        if (spec.keepDataIn() != null) {
            throw new IllegalStateException("Data in " + spec.keepDataIn() + " is kept; delete it by a command");
        }
        kill();
        try {
            folder.clearData();
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot empty " + folder.data() + ": " + e, e);
        }
        relaunch();
    }

    private void relaunch() {
        running = launcher.relaunch(running);
        launcher.requireReady(running);
    }

    /**
     * Ends the server (SIGTERM, after 5 s SIGKILL) and removes its private folder. With {@link EmbeddedRedisBuilder#keepDataIn} a
     * snapshot is saved first. Idempotent.
     *
     * @throws EmbeddedRedisException if the server is there and has refused its {@link ServerUser} a command, a key or a
     *     channel since it started or since {@code ACL LOG RESET}; everything is closed all the same
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        String refusals = refusals();
        try {
            stop(spec.keepDataIn() != null);
        } finally {
            running.process().end();
            discard(folder);
            ShutdownHook.remove(this);
        }
        if (!refusals.isEmpty()) {
            throw new EmbeddedRedisException("The server has refused " + spec.user() + " this: " + refusals);
        }
    }

    /** What the server has refused its user, as {@code ACL LOG} says it; empty if nothing, or if it cannot be asked. */
    private String refusals() {
        ServerUser user = spec.user();
        if (user == null || paused || !isRunning()) {
            return "";
        }
        try (RespClient client = connect(Duration.ofSeconds(2))) {
            return client.call("ACL", "LOG") instanceof List<?> entries
                    ? entries.stream()
                            .map(user::refusal)
                            .flatMap(Stream::ofNullable)
                            .collect(Collectors.joining(", "))
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private void stop(boolean saving) {
        boolean interrupted = false;
        try {
            if (paused) {
                running.process().signal("CONT");
                paused = false;
            }
            if (isRunning() && saving) {
                save();
            }
            running.process().signal("TERM");
            if (running.process().awaitExit(STOP_WITHIN)) {
                return;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        kill();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        try (RespClient client = connect(Duration.ofSeconds(20))) {
            client.call("SAVE");
        } catch (IOException e) {
            if (isRunning()) {
                throw new EmbeddedRedisException("The server on port " + port() + " did not save its data: " + e, e);
            }
        }
    }

    /**
     * Sends one command on a connection of its own and waits for its reply.
     *
     * @param within the most that connecting, and the reply, may take each
     * @return the reply as text; empty for a null reply
     * @throws EmbeddedRedisException if there is no reply in that time, or it is an error
     */
    public String command(Duration within, String... words) {
        try (RespClient client = connect(within)) {
            return client.text(words);
        } catch (IOException e) {
            throw new EmbeddedRedisException("The server did not do " + words[0] + ": " + e.getMessage(), e);
        }
    }

    /** A connection to this server, with the password of its settings. */
    RespClient connect(Duration timeout) throws IOException {
        RespClient client = RespClient.connect(port(), timeout);
        String password = spec.password();
        if (password != null) {
            try {
                client.call("AUTH", password);
            } catch (IOException e) {
                client.close();
                throw e;
            }
        }
        return client;
    }

    private void signal(String order) {
        requireOpen();
        if (!isRunning()) {
            throw new IllegalStateException("The server on port " + port() + " has ended; restart() starts it again");
        }
        try {
            running.process().signal(order);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("Interrupted while sending SIG" + order + " to " + pid(), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This server has been closed");
        }
    }

    /** Closes all of them, also if one of them refuses to. */
    static void closeAll(List<EmbeddedRedis> servers) {
        RuntimeException failure = null;
        for (EmbeddedRedis server : servers) {
            try {
                server.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Names the server. */
    @Override
    public String toString() {
        return "EmbeddedRedis[redis://" + host() + ":" + port() + ", pid " + pid() + (closed ? ", closed]" : "]");
    }
}
