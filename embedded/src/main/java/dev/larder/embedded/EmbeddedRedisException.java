package dev.larder.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A server process could not be found, started, steered or stopped. The message says which one, what was awaited for how
 * long, and ends with the tail of its log where there is one.
 */
public final class EmbeddedRedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EmbeddedRedisException(String message) {
        super(message);
    }

    EmbeddedRedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
