package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** Why a command has no answer. */
public abstract sealed class RedisException extends RuntimeException
        permits RedisUnavailableException, RedisTimeoutException, RedisCommandException, UnsuitableServerException {

    private static final long serialVersionUID = 1L;

    RedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
