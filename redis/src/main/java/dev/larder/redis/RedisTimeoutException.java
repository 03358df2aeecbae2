package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The command was sent and not answered in time, or the connection was lost before its answer: whether it was executed is unknown. */
public final class RedisTimeoutException extends RedisException {

    private static final long serialVersionUID = 1L;

    RedisTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
