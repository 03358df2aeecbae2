package dev.larder.server;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The sample service as a process of its own, which ends when this one does: its standard input is a pipe from here, and it ends when that
 * closes.
 */
final class SampleService implements AutoCloseable {

    private static final long STARTS_WITHIN_SECONDS = 120;
    private static final long ENDS_WITHIN_SECONDS = 15;
    private static final String MAIN = "dev.larder.grounds.service.GroundsService";

    private final Process process;
    private final URI uri;

    private SampleService(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts it, and waits until it serves.
     *
     * @param home where the build is
     * @param arguments of the service
     * @param environment variables for it alone: what is secret is no argument, which others could see
     * @throws CommandFailure if it does not start
     */
    static SampleService start(Path home, List<String> arguments, Map<String, String> environment)
            throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(home),
                MAIN,
                "--exit-with-parent"));
        command.addAll(arguments);
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new CommandFailure("the sample service cannot be started: " + e.getMessage(), e);
        }
        try {
            return new SampleService(process, URI.create(firstLine(process)));
        } catch (InterruptedException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static String classPath(Path home) {
        Path target = home.resolve("examples").resolve("grounds-service").resolve("target");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(target.resolve("classpath")).strip();
        } catch (IOException e) {
            throw new CommandFailure(
                    "the sample service is not built: start this command by ./larder, which builds it", e);
        }
    }

    private static String firstLine(Process process) throws InterruptedException {
        FutureTask<String> line = new FutureTask<>(() -> {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(said.readLine());
        });
        Thread reader = new Thread(line, "larder-sample");
        reader.setDaemon(true);
        reader.start();
        try {
            String said = line.get(STARTS_WITHIN_SECONDS, TimeUnit.SECONDS);
            if (said.startsWith("http://")) {
                return said;
            }
            throw new CommandFailure("the sample service did not start; what it says is above", null);
        } catch (ExecutionException e) {
            throw new CommandFailure("the sample service did not start", e.getCause());
        } catch (TimeoutException e) {
            throw new CommandFailure(
                    "the sample service does not serve after " + STARTS_WITHIN_SECONDS + " s; is the machine busy?", e);
        }
    }

    /** Returns where it serves. */
    URI uri() {
        return uri;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Has something done when it ends, for whatever reason. */
    @SuppressWarnings("FutureReturnValueIgnored") // a process that has ended cannot fail to
    void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    @Override
    public void close() {
        end(process);
    }

    /** Politely first. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
