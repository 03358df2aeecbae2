package dev.larder;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used: a contradiction between settings, a value out of range, or a file that says
 * something unknown. The message holds every problem found, one a line, with the settings, their values and the remedy.
 */
public final class ConfigurationException extends LarderException {

    private static final long serialVersionUID = 1L;

    private final Problem[] problems;

    /**
     * One thing that is wrong.
     *
     * @param where {@code file:line:column}, the name of a cache, or empty
     * @param settings the settings concerned, by their names in the file; the one to look at first comes first
     * @param text what was found, what is allowed and the remedy
     */
    public record Problem(String where, List<String> settings, String text) implements Serializable {
        /** Copies the list. */
        public Problem {
            settings = List.copyOf(settings);
        }

        /** Returns the line of the message. */
        @Override
        public String toString() {
            return where.isEmpty() ? text : where + ": " + text;
        }
    }

    /** Creates it with a single problem that concerns no setting in particular. */
    public ConfigurationException(String text) {
        this(text, null);
    }

    /** Creates it with a single problem that concerns no setting in particular, and what led to it. */
    public ConfigurationException(String text, @Nullable Throwable cause) {
        this(List.of(new Problem("", List.of(), text)), cause);
    }

    /** Creates it with the problems, in the order in which they are to be read. */
    public ConfigurationException(List<Problem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = problems.toArray(Problem[]::new);
    }

    /** Creates it with a single problem of one setting. */
    static ConfigurationException of(String setting, String text) {
        return new ConfigurationException(List.of(new Problem("", List.of(setting), text)), null);
    }

    /** Returns every problem, in order. */
    public List<Problem> problems() {
        return List.of(problems);
    }
}
