package dev.larder.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Starts a server and waits until that very process answers; looks for another port if the chosen one is taken. */
final class Launcher {

    /** A server that answers. */
    record Running(ServerProcess process, int port) {}

    private static final Duration READY_WITHIN = Duration.ofSeconds(20);
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PORTS_TRIED = 10;
    /** What glibc, musl and macOS call it. */
    private static final Pattern PORT_TAKEN = Pattern.compile("bind: Address (already )?in use");

    private final ServerSpec spec;
    private final ServerFolder folder;
    private final ServerBinary binary;

    Launcher(ServerSpec spec, ServerFolder folder, ServerBinary binary) {
        this.spec = spec;
        this.folder = folder;
        this.binary = binary;
    }

    /**
     * Starts the server for the first time: on the port of the specification, else on any free one.
     *
     * @throws EmbeddedRedisException if it does not answer in time; then no process is left
     */
    Running launch() {
        @Nullable ServerProcess before = null;
        for (int i = 1; ; i++) {
            int port = spec.port() == 0 ? Ports.free() : spec.port();
            try {
                configure(port);
                ServerProcess process = run();
                if (before != null) {
                    before.leave();
                }
                before = process;
                if (awaitReady(process, port)) {
                    return new Running(process, port);
                }
                boolean taken = PORT_TAKEN.matcher(folder.logTail()).find();
                if (!taken || spec.port() != 0 || i == PORTS_TRIED) {
                    throw failure(port, "ended");
                }
            } catch (IOException e) {
                throw failed(before, new EmbeddedRedisException("Cannot start " + binary + ": " + e.getMessage(), e));
            } catch (EmbeddedRedisException e) {
                throw failed(before, e);
            }
        }
    }

    /**
     * Starts it again on the same port, with the same configuration file. The guard of the last run is sent away once that
     * of the new one is there, so that one of them is always on watch. The server need not answer yet.
     */
    Running relaunch(Running last) {
        try {
            folder.clearLogs();
            ServerProcess process = run();
            last.process().leave();
            return new Running(process, last.port());
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot restart " + binary + ": " + e.getMessage(), e);
        }
    }

    /** Waits until a relaunched server answers. */
    void requireReady(Running again) {
        if (!awaitReady(again.process(), again.port())) {
            throw failure(again.port(), "ended");
        }
    }

    private void configure(int port) throws IOException {
        folder.clearLogs();
        int busPort = spec.role() == ServerSpec.Role.CLUSTER_NODE ? Ports.free() : 0;
        folder.writeConfig(spec.configLines(port, busPort, folder));
    }

    private ServerProcess run() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(binary.path().toString());
        command.add(folder.config().toString());
        if (spec.role() == ServerSpec.Role.SENTINEL) {
            command.add("--sentinel");
        }
        return ServerProcess.start(folder.root(), command);
    }

    /** True once the server answers, false if it ends before. */
    private boolean awaitReady(ServerProcess process, int port) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!answers(process, port)) {
            if (!process.isAlive()) {
                return false;
            }
            if (System.nanoTime() - deadline > 0) {
                throw failure(port, "did not answer PING within " + READY_WITHIN.toSeconds() + " s");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failure(port, "was not waited for, because the thread was interrupted");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Whether the server on the port answers PING, and is ours and not one that took the port first. */
    private boolean answers(ServerProcess process, int port) {
        try (RespClient client = RespClient.connect(port, REPLY_WITHIN)) {
            String password = spec.password();
            if (password != null) {
                client.call("AUTH", password);
            }
            return client.text("PING").equals("PONG")
                    && client.text("INFO", "server").contains("process_id:" + process.pid() + "\r\n");
        } catch (RespClient.ErrorReply e) {
            boolean closed = e.text().startsWith("NOAUTH")
                    || e.text().startsWith("NOPERM")
                    || e.text().startsWith("WRONGPASS");
            return closed && process.isAlive() && folder.logContains("Ready to accept connections");
        } catch (IOException notYet) {
            return false;
        }
    }

    private EmbeddedRedisException failure(int port, String what) {
        String log = folder.logTail();
        return new EmbeddedRedisException(binary + " on port " + port + " " + what
                + " while starting. Its log ends with:\n" + (log.isBlank() ? "(nothing)" : log));
    }

    private static EmbeddedRedisException failed(@Nullable ServerProcess process, EmbeddedRedisException cause) {
        if (process != null) {
            process.end();
        }
        return cause;
    }
}
