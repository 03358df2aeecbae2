package dev.larder.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be turned into bytes, or bytes that are not a value.
 *
 * <p>Its message is shown, in logs, events and other exceptions, whoever throws it: it must hold no value and no part of one. Of other
 * exceptions only the class is shown.
 */
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what could not be done, for which type, where, and what to change
     * @param cause what the format reported, or null when its message may show a part of the value
     */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
