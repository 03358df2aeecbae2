package dev.larder.gateway;

import dev.larder.ConfigurationException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A look at a configuration file, once a second: at its content, so that it does not matter whether an editor replaces the file or a symbolic
 * link moves. What two looks in a row find is taken, so that a file that is half written is not. Told to, it looks at once and takes what
 * is there.
 */
final class ConfigWatch {

    private final Path file;
    private final Function<GatewayConfig, GatewayEvent> apply;
    private final Consumer<GatewayEvent> told;
    private String used;
    private String seen;
    private boolean missed;
    private @Nullable String complaint;

    /**
     * Creates one that looks when it is told to.
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
}
