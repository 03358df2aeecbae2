package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** Why a command has no answer. */
public abstract sealed class RedisException extends RuntimeException
        permits RedisUnavailableException, RedisTimeoutException, RedisCommandException, UnsuitableServerException {

    private static final long serialVersionUID = 1L;

    RedisException(String message, @Nullable Throwable cause) {
        this(message, cause, true);
    }

    /**
     * Creates an exception.
     *
     * @param trace whether to fill in the stack trace. Left out where the trace would show an I/O thread or a ticker and
     *     nothing of the caller, and where failing must be cheap.
     */
    RedisException(String message, @Nullable Throwable cause, boolean trace) {
        super(message, cause, true, trace);
    }
}
