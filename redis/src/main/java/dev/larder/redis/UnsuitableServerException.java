package dev.larder.redis;

import org.jspecify.annotations.Nullable;

/** The server lacks what the cache needs: its version, its protocol or a permission. */
public final class UnsuitableServerException extends RedisException {

    private static final long serialVersionUID = 1L;

    UnsuitableServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
