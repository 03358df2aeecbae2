package dev.larder.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The command line in a process of its own. */
final class Started implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;

    Started(String... args) throws IOException {
        this(Main.class, args);
    }

    /** With another class to begin with. */
    Started(Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
        err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
    }

    private static String all(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** As Ctrl-C does. {@code Process.destroy} would close the streams as well. */
    void stop() {
        process.toHandle().destroy();
    }

    int status() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the command does not end");
        }
        return process.exitValue();
    }

    String out() throws InterruptedException, ExecutionException, TimeoutException {
        return out.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    String err() throws InterruptedException, ExecutionException, TimeoutException {
        return err.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
