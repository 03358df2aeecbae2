package dev.larder.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A gateway in a JVM of its own, with little memory: {@code larder serve}. */
final class GatewayProcess implements AutoCloseable {

    private static final long ENDS_WITHIN_SECONDS = 30;
    private static final double KIB_IN_MB = 1_024.0;

    private final Process process;
    private final URI uri;

    private GatewayProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static GatewayProcess start(GatewayOptions options, String redis, int origin, Path errors) {
        Path config = errors.resolveSibling("larder.yaml");
        String settings = "listen: 127.0.0.1:0\norigin: http://127.0.0.1:" + origin
                + "\nroutes: { all: { prefix: / } }\nlimits: { content: " + (options.megabytes() + 1) + "MiB }\n";
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + options.memory() + "m",
                "-XX:MaxDirectMemorySize=" + options.memory() + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                options.main(),
                "serve",
                "--config",
                config.toString(),
                "--redis",
                redis);
        try {
            Files.writeString(config, settings);
            Process process = command.redirectError(errors.toFile()).start();
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String address = said.readLine();
            while (address != null && !address.startsWith("http")) {
                address = said.readLine();
            }
            if (address == null) {
                throw new CheckException("the gateway did not start; what it said: " + Files.readString(errors));
            }
            return new GatewayProcess(process, URI.create(address));
        } catch (IOException e) {
            throw new CheckException("cannot start a gateway: " + e.getMessage(), e);
        }
    }

    int port() {
        return uri.getPort();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the megabytes that it has in memory (RSS); 0 where there is no {@code /proc}. */
    double resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / KIB_IN_MB;
                }
            }
        } catch (IOException e) {
            // It has ended, or this is not Linux.
        }
        return 0;
    }

    /** Ends it at once. For any thread. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
