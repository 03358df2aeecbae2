package dev.larder;

import org.jspecify.annotations.Nullable;

/** A condition that Larder could not resolve by itself; the one root of its unchecked exceptions. */
public abstract class LarderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates it with what one needs to act.
     *
     * @param message which cache or setting, the values, and what changes them
     * @param cause what led to it, or null
     */
    protected LarderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
