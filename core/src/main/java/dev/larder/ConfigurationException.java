package dev.larder;

import org.jspecify.annotations.Nullable;

/**
 * A configuration that cannot be used: a contradiction between settings, a value out of range, or a file that says
 * something unknown. The message names every problem found, one a line, with the settings, their values and the remedy;
 * those of a file begin with {@code file:line:column}.
 */
public final class ConfigurationException extends LarderException {

    private static final long serialVersionUID = 1L;

    /** Creates it with the problems, one a line. */
    public ConfigurationException(String message) {
        this(message, null);
    }

    /** Creates it with the problems, one a line, and what led to them. */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
