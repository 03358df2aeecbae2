package dev.larder.server;

import org.jspecify.annotations.Nullable;

/** A command could not be done. The message says why and what helps; it is all that the user sees. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
