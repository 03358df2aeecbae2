package dev.larder.gateway;

import dev.larder.ConfigurationException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A look at a configuration file, once a second: at its content, so that it does not matter whether an editor replaces the file or a symbolic
 * link moves. What two looks in a row find is taken, so that a file that is half written is not. Told to, it looks at once and takes what
 * is there.
 */
final class ConfigWatch implements AutoCloseable {

    private final Path file;
    private final Function<GatewayConfig, GatewayEvent> apply;
    private final Consumer<GatewayEvent> told;
    private String used;
    private String seen;
    private boolean missed;
    private @Nullable String complaint;
    private @Nullable ScheduledExecutorService scheduler;

    /**
     * Creates one that does not look by itself yet.
     *
     * @param text what the file held when it was read
     * @param apply makes other rules hold; throws {@link IllegalArgumentException} if they cannot
     */
    ConfigWatch(Path file, String text, Function<GatewayConfig, GatewayEvent> apply, Consumer<GatewayEvent> told) {
        this.file = file;
        this.apply = apply;
        this.told = told;
        this.used = text;
        this.seen = text;
    }

    /** Looks once a second from now on, on a thread of its own. */
    void start() {
        ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "larder-config-watch");
            thread.setDaemon(true);
            return thread;
        });
        scheduler = made;
        made.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Looks once. */
    synchronized void look() {
        String text = text();
        if (text == null) {
            return;
        }
        boolean settled = text.equals(seen);
        seen = text;
        if (settled && !text.equals(used)) {
            take(text);
        }
    }

    /** Looks, and takes what is there, whether it has changed or not. */
    synchronized void reload() {
        complaint = null;
        missed = true;
        String text = text();
        if (text != null) {
            seen = text;
            take(text);
        }
    }

    /** What cannot be used is told of once. */
    private void take(String text) {
        used = text;
        try {
            told.accept(apply.apply(GatewayFile.parse(text, file.toString())));
            complaint = null;
        } catch (ConfigurationException | IllegalArgumentException e) {
            complain(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            complain(file + ": could not be put into effect: " + e);
        }
    }

    /** A file that is replaced may be gone for a moment. */
    private @Nullable String text() {
        try {
            String text = GatewayFile.text(file);
            missed = false;
            return text;
        } catch (ConfigurationException e) {
            if (missed) {
                complain(String.valueOf(e.getMessage()));
            }
            missed = true;
            return null;
        }
    }

    private void complain(String problem) {
        if (!problem.equals(complaint)) {
            complaint = problem;
            told.accept(new GatewayEvent.Refused(problem));
        }
    }

    @Override
    public void close() {
        ScheduledExecutorService running = scheduler;
        if (running != null) {
            running.shutdownNow();
        }
    }
}
