package dev.larder.check;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM that obeys {@link Orders}, as its parent sees it. */
final class ClientProcess implements AutoCloseable {

    private static final long ANSWERS_WITHIN_SECONDS = 180;
    private static final long ENDS_WITHIN_SECONDS = 10;
    private static final String END = "(end)";

    private final Process process;
    private final BufferedWriter orders;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Path errors;
    private @Nullable String last;

    private ClientProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::listen, "client-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a JVM like this one.
     *
     * @param classesFirst goes before the class path, for seeded bugs and other releases; or null
     * @param errors where its standard error goes
     * @param heap its heap, as the JVM wants it
     */
    static ClientProcess start(
            Class<?> main, List<String> arguments, @Nullable Path classesFirst, Path errors, String heap) {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classesFirst == null ? classPath : classesFirst + System.getProperty("path.separator") + classPath,
                main.getName()));
        command.addAll(arguments);
        try {
            return new ClientProcess(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException e) {
            throw new CheckException("cannot start a JVM: " + e.getMessage(), e);
        }
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // The process has ended.
        }
        answers.add(END);
    }

    void order(String order) {
        try {
            last = order;
            orders.write(order);
            orders.newLine();
            orders.flush();
        } catch (IOException e) {
            throw ended();
        }
    }

    /** Waits for the answer to the last order; returns its words. */
    String[] answer() throws InterruptedException {
        String answer = answers.poll(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
        if (answer == null) {
            throw new CheckException("a client has not answered \"" + last + "\" within " + ANSWERS_WITHIN_SECONDS
                    + " s; what it said: " + said());
        }
        if (answer.equals(END)) {
            throw ended();
        }
        return answer.split(" ", -1);
    }

    private CheckException ended() {
        return new CheckException("a client has ended at \"" + last + "\"; what it said: " + said());
    }

    /** The end of what the process wrote to its standard error. */
    private String said() {
        try {
            String text = Files.readString(errors);
            return text.substring(Math.max(0, text.length() - 2_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the process in its tracks. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            kill.waitFor();
        } catch (IOException e) {
            throw new CheckException("cannot send SIG" + name + " to a process: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process at once. For any thread. */
    void kill() {
        process.destroyForcibly();
    }

    /** Asks the process to end, which cleans up. For any thread. */
    void end() {
        process.destroy();
    }

    /** Waits until the process has ended by itself. */
    void awaitEnd() throws InterruptedException {
        process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends the process at once, and waits until it has. */
    void killAndWait() throws InterruptedException {
        kill();
        process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            killAndWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
