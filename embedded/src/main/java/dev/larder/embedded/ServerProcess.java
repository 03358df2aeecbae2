package dev.larder.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of one server under its guard ({@code guard.sh}). The guard and the server are in sessions of their own where
 * {@code setsid} or {@code perl} is found, so that neither Ctrl-C in the terminal nor a signal to the group of the JVM
 * reaches them. Safe for use by several threads.
 */
final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SET_SESSION = "use POSIX; POSIX::setsid(); exec @ARGV or die";

    private final Process guard;
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private final CompletableFuture<String> exit = new CompletableFuture<>();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    private ServerProcess(Process guard) {
        this.guard = guard;
    }

    /**
     * Starts {@code command} with {@code folder} as its working directory; what it prints goes to {@code output.log}
     * there. From here on the guard removes the folder when this JVM ends or {@link #end} is called.
     */
    static ServerProcess start(Path folder, List<String> command) throws IOException {
        Path script = folder.resolve("guard.sh");
        if (!Files.exists(script)) {
            Files.write(script, script());
        }
        List<String> session = sessionPrefix();
        List<String> line = new ArrayList<>(session);
        line.addAll(List.of("/bin/sh", script.toString(), folder.toString(), session.isEmpty() ? "none" : "own"));
        line.addAll(session);
        line.addAll(command);
        Process guard = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ServerProcess server = new ServerProcess(guard);
        Thread reader = new Thread(server::listen, "larder-embedded-guard-" + guard.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            server.pid.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            server.end();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + command, e);
        } catch (ExecutionException | TimeoutException e) {
            server.end();
            throw new IOException("the guard of " + command + " did not start", e);
        }
        return server;
    }

    private static byte[] script() throws IOException {
        try (InputStream in = ServerProcess.class.getResourceAsStream("guard.sh")) {
            if (in == null) {
                throw new IOException("guard.sh is missing from the jar");
            }
            return in.readAllBytes();
        }
    }

    private static List<String> sessionPrefix() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (Path setsid : BinaryLocator.programs("setsid", path)) {
            return List.of(setsid.toString());
        }
        for (Path perl : BinaryLocator.programs("perl", path)) {
            return List.of(perl.toString(), "-e", SET_SESSION);
        }
        return List.of();
    }

    private void listen() {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String rest = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("pid ")) {
                    pid.complete(Long.parseLong(rest));
                } else if (line.startsWith("done ")) {
                    done.add(rest);
                } else if (line.startsWith("exit ")) {
                    exit.complete(rest);
                }
            }
        } catch (IOException e) {
            // The guard is gone, which is what is concluded below.
        }
        pid.completeExceptionally(new IOException("the guard ended before it started the server"));
        ProcessHandle.of(pid.exceptionally(none -> -1L).join()).ifPresent(orphan -> {
            if (!exit.isDone()) {
                orphan.destroyForcibly();
            }
        });
        exit.complete("with its guard");
    }

    long pid() {
        return pid.join();
    }

    /** Whether the server has not been seen to end. */
    boolean isAlive() {
        return !exit.isDone();
    }

    /**
     * Delivers a signal and waits until that is done. Nothing happens if the server has ended.
     *
     * @param order STOP, CONT, TERM or KILL
     */
    synchronized void signal(String order) throws InterruptedException {
        done.clear();
        if (!isAlive() || !tell(order)) {
            return;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAlive() && !order.equals(done.poll(20, TimeUnit.MILLISECONDS))) {
            if (System.nanoTime() - deadline > 0) {
                throw new EmbeddedRedisException("SIG" + order + " for the server " + pid()
                        + " was not delivered within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** Waits for the end of the server. */
    boolean awaitExit(Duration bound) throws InterruptedException {
        try {
            exit.get(bound.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a server is never completed with an error", e);
        }
    }

    /** Sends the guard of a server that has ended away; the folder stays. */
    void leave() {
        tell("LEAVE");
        awaitGuard();
    }

    /** Kills the server if it still runs, and removes the folder. */
    void end() {
        awaitGuard();
    }

    private synchronized boolean tell(String order) {
        try {
            OutputStream orders = guard.getOutputStream();
            orders.write((order + "\n").getBytes(StandardCharsets.US_ASCII));
            orders.flush();
            return true;
        } catch (IOException guardGone) {
            return false;
        }
    }

    private void awaitGuard() {
        try {
            guard.getOutputStream().close();
        } catch (IOException guardGone) {
            // Then there is nobody to wait for.
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (guard.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                guard.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
