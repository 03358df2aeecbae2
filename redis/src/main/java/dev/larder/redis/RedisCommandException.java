package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The server answered with an error. */
public final class RedisCommandException extends RedisException {

    private static final long serialVersionUID = 1L;

    RedisCommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
