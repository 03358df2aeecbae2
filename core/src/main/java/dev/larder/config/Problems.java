package dev.larder.config;

import dev.larder.ConfigurationException;
import dev.larder.ConfigurationException.Problem;
import dev.larder.config.Yaml.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems found so far in one file. */
public final class Problems {

    private record Found(Position at, List<String> settings, String text) {}

    private final String source;
    private final List<Found> found = new ArrayList<>();

    /** Begins with none. */
    public Problems(String source) {
        this.source = source;
    }

    /** Adds a problem that concerns no setting in particular. */
    public void add(Position at, String text) {
        add(at, List.of(), text);
    }

    /** Adds a problem of some settings, by their names. */
    public void add(Position at, List<String> settings, String text) {
        found.add(new Found(at, settings, text));
    }

    /** Returns {@code file:line:column}. */
    public String where(Position at) {
        return source + ":" + at.line() + ":" + at.column();
    }

    /** Throws everything that was found. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception(null);
        }
    }

    /** Adds a problem after which nothing more can be said of the file; the caller throws what is returned. */
    ConfigurationException last(Position at, String text, @Nullable Throwable cause) {
        add(at, text);
        return exception(cause);
    }

    /** Everything that was found, in the order of the file. */
    private ConfigurationException exception(@Nullable Throwable cause) {
        return new ConfigurationException(
                found.stream()
                        .sorted(Comparator.<Found>comparingInt(f -> f.at.line()).thenComparingInt(f -> f.at.column()))
                        .map(f -> new Problem(where(f.at), f.settings, f.text))
                        .toList(),
                cause);
    }

    /** Quotes a piece of the file: at most 40 characters, printable, and without the password of a URI. */
    public static String quote(String text) {
        String safe = text.replaceAll("//\\S*@", "//***@").replaceAll("\\p{Cntrl}", "?");
        return "'" + (safe.length() > 40 ? safe.substring(0, 40) + "..." : safe) + "'";
    }
}
